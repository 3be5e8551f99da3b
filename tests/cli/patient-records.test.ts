import { describe, expect, it } from '@jest/globals';
import { patient } from '../../cli/patient-records.ts';
import { TaskError } from '../../domain/errors.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';

const arn = 'arn:aws:eks:us-east-1:111122223333:cluster/web';

/** Records whose first reads fail in these ways. */
function failing(...errors: readonly Error[]) {
  const waited: number[] = [];
  const left = [...errors];
  const read = async () => {
    const error = left.shift();
    if (error) throw error;
    return { lease: undefined };
  };
  const records = patient({ read } as unknown as RecordsPort, async (ms) => void waited.push(ms));
  return { waited, read: () => records.read({ arn }, ['lease']) };
}

const busy = new TaskError('Throttled', 'cancelled');

describe("a command's reads", () => {
  it('wait longer each time while something writes what they read', async () => {
    const { read, waited } = failing(busy, busy, busy);
    expect(await read()).toEqual({ lease: undefined });
    expect(waited).toHaveLength(3);
    expect(waited[0]).toBeGreaterThan(0);
    expect(waited[2]).toBeLessThan(1000);
  });

  it('give up in the end, with the reason', async () => {
    const { read, waited } = failing(...Array.from({ length: 10 }, () => busy));
    await expect(read()).rejects.toBe(busy);
    expect(waited).toHaveLength(5);
  });

  it('say at once what waiting does not mend', async () => {
    const denied = new TaskError('AccessDenied', 'not authorized');
    const { read, waited } = failing(denied);
    await expect(read()).rejects.toBe(denied);
    expect(waited).toEqual([]);
  });
});
