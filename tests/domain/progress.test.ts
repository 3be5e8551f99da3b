import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideWaitSeconds, type Pending } from '../../domain/progress.ts';

const addon = { minSeconds: 30, maxSeconds: 120 };

const atOnce = { minSeconds: 0, maxSeconds: 0 };
const slow = { minSeconds: 540, maxSeconds: 960 };
/** The wait of an operation that is told apart from others by nothing. */
const wait = (...pending: readonly Pending[]) => decideWaitSeconds(pending, { spread: 0 });

describe('how long to wait before looking again', () => {
  it('waits until the operation could be done at the earliest', () => {
    expect(wait({ elapsedSeconds: 0, expected: addon })).toBe(30);
    expect(wait({ elapsedSeconds: 10, expected: addon })).toBe(20);
  });

  it('then looks in steps of its expected spread', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 600, expected: slow }])).toBe(21);
    expect(decideWaitSeconds([{ elapsedSeconds: 40, expected: addon }])).toBe(6);
  });

  it('looks less often the later it is', () => {
    expect(decideWaitSeconds([{ elapsedSeconds: 600, expected: addon }])).toBe(18);
    expect(decideWaitSeconds([{ elapsedSeconds: 10_000, expected: addon }])).toBe(60);
  });

  it('looks at once at what is done when its call returns', () => {
    expect(wait({ elapsedSeconds: 0, expected: atOnce })).toBe(1);
  });

  it('lets operations that began together look apart', () => {
    const pending = [{ elapsedSeconds: 540, expected: slow }];
    const waits = [0, 0.25, 0.5, 0.75, 1].map((spread) => decideWaitSeconds(pending, { spread }));
    expect(waits).toEqual([16, 19, 21, 24, 27]);
  });

  it('waits for the last of several, but not so long that the failure of another is found much later', () => {
    const group = { minSeconds: 75, maxSeconds: 240 };
    const begun = { elapsedSeconds: 0, expected: addon };
    expect(wait(begun, { elapsedSeconds: 0, expected: group })).toBe(75);
    expect(wait(begun, { elapsedSeconds: 0, expected: slow })).toBe(90);
  });

  it('waits for the first of those that something else cannot begin without', () => {
    const begun = { elapsedSeconds: 0, expected: addon };
    const pending = [begun, { elapsedSeconds: 0, expected: slow }];
    expect(decideWaitSeconds(pending, { blocking: [begun], spread: 0 })).toBe(30);
  });

  it('always waits, and never longer than ten minutes', () => {
    const spread = fc.record({ minSeconds: fc.nat(5000), maxSeconds: fc.nat(5000) });
    const pending = fc.record({ elapsedSeconds: fc.nat(100_000), expected: spread });
    const several = fc.array(pending, { minLength: 1 });
    fc.assert(
      fc.property(several, fc.nat(3), fc.double({ min: 0, max: 1, noNaN: true }), (list, count, place) => {
        const seconds = decideWaitSeconds(list, { blocking: list.slice(0, count), spread: place });
        return Number.isInteger(seconds) && seconds >= 1 && seconds <= 600;
      }),
    );
  });
});
