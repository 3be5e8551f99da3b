import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideWaitSeconds } from '../../domain/progress.ts';

const addon = { minSeconds: 30, maxSeconds: 120 };

describe('how long to wait before looking again', () => {
  it('waits until the operation could be done at the earliest', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 0, expected: addon }])).toBe(30);
    expect(decideWaitSeconds([{ elapsedSeconds: 10, expected: addon }])).toBe(20);
  });

  it('then looks in steps of its expected spread', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 40, expected: addon }])).toBe(4);
  });

  it('looks less often the later it is', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 600, expected: addon }])).toBe(18);
    expect(decideWaitSeconds([{ elapsedSeconds: 10_000, expected: addon }])).toBe(60);
  });

  it('looks at once at what is done when its call returns', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 0, expected: { minSeconds: 0, maxSeconds: 0 } }])).toBe(1);
  });

  it('waits for the first of several', () => {
    const slow = { minSeconds: 540, maxSeconds: 960 };
    expect(
      decideWaitSeconds([
        { elapsedSeconds: 0, expected: slow },
        { elapsedSeconds: 0, expected: addon },
      ]),
    ).toBe(30);
  });

  it('always waits, and never longer than ten minutes', () => {
    const spread = fc.record({ minSeconds: fc.nat(5000), maxSeconds: fc.nat(5000) });
    const pending = fc.record({ elapsedSeconds: fc.nat(100_000), expected: spread });
    fc.assert(
      fc.property(fc.array(pending, { minLength: 1 }), (list) => {
        const seconds = decideWaitSeconds(list);
        return Number.isInteger(seconds) && seconds >= 1 && seconds <= 600;
      }),
    );
  });
});
