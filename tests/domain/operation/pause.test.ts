import { describe, expect, it } from '@jest/globals';
import {
  decideHold,
  holdsIn,
  inOneLine,
  MOST_HOLDS,
  pausedBy,
  pauseOf,
  UNREADABLE,
} from '../../../domain/operation/pause.ts';
import { ANN, aHold, aPause } from './a-hold.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => aHold({ id: `p${index}` }));

describe('what holds a cluster', () => {
  it('is nothing where there is no hold', () => {
    expect(pauseOf([])).toBeUndefined();
    expect(holdsIn('fleet', { holds: {} })).toEqual([]);
  });

  it('is said in one line, with the oldest first and the fleet named', () => {
    const pause = aPause({ id: 'b', at: '2026-11-24T09:00:00Z', reason: 'a freeze', scope: 'arn' }, {});
    expect(pausedBy('web', pause)).toBe('changes to web are paused: audit (p1 of the fleet); a freeze (b)');
  });

  it('is said in a line of limited length, however many there are', () => {
    const line = inOneLine({ holds: many(MOST_HOLDS).map((hold) => ({ ...hold, reason: 'x'.repeat(256) })) });
    expect(line).toMatch(/; and 45 more$/);
    expect(line.length).toBeLessThan(2000);
  });

  it.each([
    ['an escape of a terminal', { reason: '\u001b[2J' }],
    ['a second line', { reason: 'one\ntwo' }],
    ['text that runs backwards', { reason: '\u202egnp.exe' }],
    ['an owner that is none', { owner: '' }],
    ['a time that is none', { at: 'yesterday' }],
    ['a reason that is no text', { reason: 7 }],
  ])('is held, and not shown, by what is kept with %s', (_what, given) => {
    const { scope, id, ...kept } = aHold();
    expect(holdsIn(scope, { holds: { [id]: { ...kept, ...given } } })).toEqual([
      expect.objectContaining({ id, owner: 'unknown', reason: expect.stringContaining('cannot be read') }),
    ]);
    expect(holdsIn(scope, { holds: { 'not an id': kept } })).toEqual([
      expect.objectContaining({ id: UNREADABLE, owner: 'unknown' }),
    ]);
  });
});

describe('a hold that is to be laid', () => {
  it('stands beside those of others, of the same reason even', () => {
    expect(decideHold([aHold({ id: 'p2' })], aHold())).toEqual({ do: 'add' });
  });

  it('changes the reason of the same id and owner, and is nothing new where that is the same', () => {
    expect(decideHold([aHold()], aHold({ at: '2026-11-25T00:00:00Z' }))).toEqual({ do: 'nothing' });
    expect(decideHold([aHold()], aHold({ reason: 'another' }))).toEqual({ do: 'replace' });
  });

  it.each([
    [
      'an id of somebody else',
      [aHold({ owner: 'bob' })],
      {},
      "p1 is a pause of bob's; give another id, or none",
    ],
    ['one more than are kept', many(MOST_HOLDS), { id: 'new' }, '50 pauses hold already'],
    ['an id that is none', [], { id: 'a b' }, 'the id "a b" is not 1 to 40 letters'],
    ['an id that looks like an option', [], { id: '--stage' }, 'the id "--stage" is not'],
    ['an id that stands for what cannot be read', [], { id: UNREADABLE }, `and not ${UNREADABLE}`],
    ['no reason', [], { reason: ' ' }, 'the reason is not 1 to 256 characters of one line'],
    ['a reason of two lines', [], { reason: 'a\nb' }, 'the reason is not 1 to 256 characters of one line'],
  ])('is refused with %s', (_what, holds, given, reason) => {
    expect(decideHold(holds, aHold({ owner: ANN, ...given }))).toEqual({
      do: 'refuse',
      reason: expect.stringContaining(reason),
    });
  });

  it('changes its reason where as many hold as are kept', () => {
    expect(decideHold(many(MOST_HOLDS), aHold({ reason: 'another' })).do).toBe('replace');
  });
});
