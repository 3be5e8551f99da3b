import { describe, expect, it } from '@jest/globals';
import type { Claimed } from '../../../domain/failover/claim.ts';
import {
  acceptCommand,
  decideAcceptance,
  decideShortage,
  openShortage,
  patienceOf,
  type ShortLook,
  shortageInWords,
} from '../../../domain/failover/shortage.ts';
import { guard } from './fixtures.ts';

const AT = '2026-12-02T10:00:00.000Z';
const missing = ['2 of 5 nodes of web are ready', '1 of 4 pods of default/shop are ready'];
const asked = { epoch: 5, at: AT, missing };
const accepted = { epoch: 5, at: AT, by: 'ann', reason: 'two will do' };
const look = (more: Partial<ShortLook> = {}): ShortLook => ({
  ...{ missing, elapsedSeconds: 300, epoch: 5, asked: undefined, accepted: undefined },
  ...more,
});
const short = 'below its floor';

describe('capacity that stays below the floor', () => {
  it.each<[string, Parameters<typeof patienceOf>[0]['capacity'], Partial<ShortLook>, string]>([
    ['is waited for first', {}, { elapsedSeconds: 299 }, 'wait'],
    ['is asked about', {}, {}, 'ask'],
    ['is asked about after the time that the plan says', { waitFor: '1m' }, { elapsedSeconds: 60 }, 'ask'],
    ['is asked about once', {}, { asked }, 'wait'],
    ['is asked about anew by who goes on with the move', {}, { asked, epoch: 6 }, 'ask'],
    ['is enough where a person says so', {}, { asked, accepted }, 'goOn'],
    ['is enough by a word that comes before the question', {}, { elapsedSeconds: 5, accepted }, 'goOn'],
    ['is not enough by a word about another move', {}, { accepted, epoch: 6 }, 'ask'],
    ['is waited for where the plan says so', { whenShort: 'wait' }, { elapsedSeconds: 9999 }, 'wait'],
    ['waits for a person all the same', { whenShort: 'wait' }, { accepted }, 'goOn'],
    ['is gone on with where the plan says so', { whenShort: 'moveAnyway' }, {}, 'goOn'],
    ['is not gone on with at once', { whenShort: 'moveAnyway' }, { elapsedSeconds: 299 }, 'wait'],
  ])('%s', (_what, capacity, more, what) => {
    expect(decideShortage(patienceOf({ capacity }), look(more)).do).toBe(what);
  });

  it('leaves a note of what was there, and who has let it be', () => {
    expect(decideShortage(patienceOf({}), look({ accepted }))).toEqual({
      do: 'goOn',
      note: `it went on ${short}, as ann said at ${AT} (two will do): ${missing.join('; ')}`,
    });
    const anyway = patienceOf({ capacity: { whenShort: 'moveAnyway', waitFor: '2m' } });
    expect(decideShortage(anyway, look())).toEqual({
      do: 'goOn',
      note: `it went on ${short} after 120 s, as the plan says: ${missing.join('; ')}`,
    });
  });
});

const moving = (step: NonNullable<Claimed['moving']>): Claimed => ({
  ...{ ...guard, owner: 'standby', epoch: 5, claimId: 'second' },
  moving: step,
});
const given = { at: AT, by: 'ann', reason: 'two will do' };

describe("a person's word on the capacity", () => {
  it.each(['fencing', 'fenced'] as const)('is of the move that is %s', (step) => {
    expect(decideAcceptance(moving(step), undefined, given)).toEqual({
      do: 'write',
      acceptance: { epoch: 5, ...given },
    });
  });

  it('takes the place of one about another move, and is given once', () => {
    expect(decideAcceptance(moving('fenced'), { ...accepted, epoch: 3 }, given).do).toBe('write');
    expect(decideAcceptance(moving('fenced'), accepted, given)).toEqual({
      do: 'nothing',
      why: `ann has said so at ${AT}: two will do`,
    });
  });

  it.each([
    ['a plan that nobody has prepared', undefined, 'no move is under way'],
    ['a plan that nobody moves', guard, 'no move is under way'],
    ['a move that serves', moving('serving'), 'the move to the standby has its capacity: it is serving'],
  ])('is refused of %s', (_what, held, why) => {
    expect(decideAcceptance(held, undefined, given)).toEqual({ do: 'refuse', why });
  });
});

describe('the question about it', () => {
  it('stands until it is answered, or the move goes on or is over', () => {
    expect(openShortage(moving('fenced'), asked, undefined)).toBe(asked);
    expect(openShortage(moving('fenced'), asked, { ...accepted, epoch: 3 })).toBe(asked);
    expect(openShortage(moving('fenced'), asked, accepted)).toBeUndefined();
    expect(openShortage(moving('serving'), asked, undefined)).toBeUndefined();
    expect(openShortage({ ...moving('fenced'), epoch: 6 }, asked, undefined)).toBeUndefined();
    expect(openShortage(guard, asked, undefined)).toBeUndefined();
    expect(openShortage(undefined, asked, undefined)).toBeUndefined();
    expect(openShortage(moving('fenced'), undefined, undefined)).toBeUndefined();
  });

  it('has all its numbers, and the command that answers it', () => {
    expect(shortageInWords(missing)).toBe(`the move waits for capacity: ${missing[0]}; ${missing[1]}`);
    expect(acceptCommand('shop')).toBe('eks-fleet failover shop --accept-capacity --reason …');
  });
});
