import { describe, expect, it } from '@jest/globals';
import { DynamoDbSignals } from '../../aws/dynamodb/signals.ts';
import type { Signal } from '../../domain/failover/signals.ts';
import { simulatedTables } from './simulated-tables.ts';

const signal: Signal = {
  ...{ id: 'one', region: 'us-east-1', zones: ['use1-az4'], source: 'canary', reason: 'no answer' },
  ...{ status: 'open', at: '2026-12-02T10:00:00.000Z', until: '2026-12-02T11:00:00.000Z' },
};
const closed = { ...signal, status: 'closed', at: '2026-12-02T10:05:00.000Z' } as const;

describe('words on regions in the fleet’s table', () => {
  it('are read as they were written, of each region that was told', async () => {
    const { client } = await simulatedTables();
    const west = new DynamoDbSignals(client, 'fleet', 'us-west-2');
    const east = new DynamoDbSignals(client, 'fleet', 'us-east-1');
    expect(await west.list()).toEqual([]);
    expect([await west.record(signal), await east.record(closed)]).toEqual(['recorded', 'recorded']);
    expect(await west.list()).toEqual([closed, signal]);
  });

  it('give way to what is said later, and to nothing that was said before', async () => {
    const { client } = await simulatedTables();
    const signals = new DynamoDbSignals(client, 'fleet', 'us-west-2');
    expect(await signals.record(closed)).toBe('recorded');
    expect(await signals.record(signal)).toBe('older');
    expect(await signals.record(closed)).toBe('recorded');
    expect(await signals.list()).toEqual([closed]);
  });
});
