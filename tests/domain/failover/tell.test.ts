import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../../domain/failover/decide.ts';
import {
  bothTold,
  isDue,
  type Standing,
  standingOf,
  stillTold,
  type Telling,
  tellingOf,
  toldAfter,
} from '../../../domain/failover/tell.ts';
import type { Told } from '../../../domain/failover/votes.ts';

const AT = Date.parse('2026-12-02T10:00:00Z');
const minutes = (count: number): number => AT + count * 60_000;
const ask: Telling = { fact: 'FailoverAsked', why: 'the plan asks' };
const held: Telling = { fact: 'FailoverHeld', why: 'Guard does not answer' };

describe('a decision', () => {
  it.each<[Decision, Telling | undefined]>([
    [{ is: 'quiet' }, undefined],
    [
      { is: 'shiftZone', zones: ['use1-az4', 'use1-az6'] },
      {
        fact: 'FailoverAsked',
        why: 'use1-az4, use1-az6 is said to be impaired: a zone is to be left, not a region',
        zones: ['use1-az4', 'use1-az6'],
        isSure: true,
      },
    ],
    [{ is: 'failOver', why: 'lost' }, undefined],
    [
      { is: 'failOver', why: 'begun and gone', goesOn: true },
      { fact: 'FailoverHeld', why: 'begun and gone', isSure: true },
    ],
    [
      { is: 'hold', why: 'begun and gone', page: true, byGuard: true },
      { fact: 'FailoverHeld', why: 'begun and gone', isSure: true },
    ],
    [{ is: 'hold', why: 'torn', page: false }, undefined],
    [{ is: 'hold', why: held.why, page: true }, held],
    [{ is: 'ask', why: ask.why }, ask],
    [
      { is: 'shiftZone', zones: ['use1-az6'] },
      {
        fact: 'FailoverAsked',
        why: 'use1-az6 is said to be impaired: a zone is to be left, not a region',
        zones: ['use1-az6'],
        isSure: true,
      },
    ],
  ])('%j is told as %j', (decision, telling) => {
    expect(tellingOf(decision)).toEqual(telling);
  });
});

/** The slots, from 1, in which something is told of tellings one after the other. */
function toldIn(tellings: readonly (Telling | undefined)[]): readonly number[] {
  let standing: Standing | undefined;
  let told: Told = {};
  return tellings.flatMap((telling, index) => {
    const at = AT + index * 10_000;
    standing = standingOf(standing, telling);
    if (!telling || !standing || !isDue(telling, standing, told.shop, at)) return [];
    told = toldAfter(told, 'shop', telling, at);
    return [index + 1];
  });
}

describe('something to tell', () => {
  it('is told once it stands: a question in the second slot, a page in the third', () => {
    expect(toldIn([ask, ask, ask, ask])).toEqual([2]);
    expect(toldIn([held, held, held, held])).toEqual([3]);
    expect(toldIn([ask, undefined, ask, held, ask, held, held])).toEqual([]);
  });

  it('is told again after a quarter of an hour, while it stays so', () => {
    expect(toldIn(Array(200).fill(ask))).toEqual([2, 92, 182]);
  });

  it('is the same sentence with other numbers', () => {
    const behind = (seconds: number): Telling => ({ ...ask, why: `the data is ${seconds} s behind` });
    expect(toldIn([1, 22, 333, 4, 5].map(behind))).toEqual([2]);
  });

  it('is told at once and once a day of a zone, and of another zone beside it', () => {
    const zone = (id: string) => tellingOf({ is: 'shiftZone', zones: [id] });
    expect(toldIn([...Array(200).fill(zone('use1-az4')), zone('use1-az6')])).toEqual([1, 201]);
    expect(toldIn(Array(8641).fill(zone('use1-az4')))).toEqual([1, 8641]);
  });

  it('is told beside another one', () => {
    expect(toldIn([ask, ask, held, held, held, ask, ask])).toEqual([2, 5]);
  });
});

describe('what was told', () => {
  const told = toldAfter(toldAfter({}, 'shop', ask, minutes(0)), 'shop', held, minutes(10));

  it('is kept for a day', () => {
    const day = 24 * 60;
    expect(stillTold(told, minutes(day - 1))).toEqual(told);
    expect(Object.keys(stillTold(told, minutes(day)).shop ?? {})).toEqual([held.why]);
    expect(stillTold(told, minutes(day + 10))).toEqual({});
  });

  it('by two is all of it, each at its last time', () => {
    const later = toldAfter({}, 'shop', ask, minutes(5));
    const other = toldAfter({}, 'other', ask, minutes(1));
    expect(bothTold(bothTold(told, later), other)).toEqual({
      shop: { [ask.why]: '2026-12-02T10:05:00.000Z', [held.why]: '2026-12-02T10:10:00.000Z' },
      other: { [ask.why]: '2026-12-02T10:01:00.000Z' },
    });
    expect(bothTold(later, told)).toEqual(bothTold(told, later));
  });
});
