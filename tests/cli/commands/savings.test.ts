import { describe, expect, it } from '@jest/globals';
import { monthOf, savingsTable } from '../../../cli/commands/savings.ts';
import table from '../../../domain/prices.json' with { type: 'json' };

describe('savings', () => {
  it('say which node hours have no price, and by which table they go', () => {
    const saving = {
      month: '2026-12',
      nodeHours: 30,
      usd: 2.5,
      nodeHoursWithoutPrice: 10,
      clusterName: 'shop',
      region: 'us-west-2',
      operationId: 'o1',
      pricesAsOf: '2026-11',
      pricesOf: 'us-east-1',
    };
    const said = savingsTable([monthOf('2026-12', [saving])], [])
      .split('\n')
      .slice(2);
    expect(said).toEqual([
      '2026-12: 10 of the node hours are of instance types without a price in the table, and are not in the USD',
      `the table of prices is domain/prices.json: on demand in ${table.region}, as of ${table.asOf}, from ${table.source}`,
    ]);
  });
});
