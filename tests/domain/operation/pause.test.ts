import { describe, expect, it } from '@jest/globals';
import {
  decidePause,
  inOneLine,
  MOST_PAUSES,
  pausedBy,
  pauseOf,
  pausesIn,
  UNREADABLE,
} from '../../../domain/operation/pause.ts';
import { ANN, aPause, aPauseRecord } from './a-pause.ts';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => aPauseRecord({ id: `p${index}` }));

describe('what holds a cluster', () => {
  it('is nothing where there is no hold', () => {
    expect(pauseOf([])).toBeUndefined();
    expect(pausesIn('fleet', { holds: {} })).toEqual([]);
  });

  it('is said in one line, with the oldest first and the fleet named', () => {
    const pause = aPause({ id: 'b', at: '2026-11-24T09:00:00Z', reason: 'a freeze', scope: 'arn' }, {});
    expect(pausedBy('web', pause)).toBe('changes to web are paused: audit (p1 of the fleet); a freeze (b)');
  });

  it('is said in a line of limited length, however many there are', () => {
    const line = inOneLine({
      holds: many(MOST_PAUSES).map((hold) => ({ ...hold, reason: 'x'.repeat(256) })),
    });
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
    const { scope, id, ...kept } = aPauseRecord();
    expect(pausesIn(scope, { holds: { [id]: { ...kept, ...given } } })).toEqual([
      expect.objectContaining({ id, owner: 'unknown', reason: expect.stringContaining('cannot be read') }),
    ]);
    expect(pausesIn(scope, { holds: { 'not an id': kept } })).toEqual([
      expect.objectContaining({ id: UNREADABLE, owner: 'unknown' }),
    ]);
  });
});

describe('what is kept of pauses', () => {
  const cannotBeRead = (id: string) => ({
    ...{ scope: 'fleet', id, owner: 'unknown', at: '1970-01-01T00:00:00Z' },
    reason: 'what is on record of this pause cannot be read, so it holds',
  });

  it('is read back as it was laid', () => {
    const { scope, id, ...kept } = aPauseRecord({ from: 'ann on a laptop' });
    expect(pausesIn(scope, { holds: { [id]: kept } })).toEqual([{ scope, id, ...kept }]);
  });

  it.each([
    ['has no holds', {}],
    ['has holds that are none', { holds: 'paused' }],
  ])('holds where it %s', (_what, item) => {
    expect(pausesIn('fleet', item)).toEqual([cannotBeRead(UNREADABLE)]);
  });

  it('holds by what a later version writes beside holds, and by each of those', () => {
    const { scope, id, ...kept } = aPauseRecord();
    expect(pausesIn(scope, { holds: { [id]: kept }, windows: ['TUE'] })).toEqual([
      cannotBeRead(UNREADABLE),
      { scope, id, ...kept },
    ]);
    expect(pausesIn(scope, { holds: {}, windows: [] })).toEqual([cannotBeRead(UNREADABLE)]);
  });

  it('is named to the last where there are no more than can be named', () => {
    expect(inOneLine({ holds: many(5) })).not.toContain('more');
    expect(inOneLine({ holds: many(6) })).toMatch(/; and 1 more$/);
  });
});

describe('a hold that is to be laid', () => {
  it('stands beside those of others, of the same reason even', () => {
    expect(decidePause([aPauseRecord({ id: 'p2' })], aPauseRecord())).toEqual({ do: 'add' });
  });

  it('changes the reason of the same id and owner, and is nothing new where that is the same', () => {
    expect(decidePause([aPauseRecord()], aPauseRecord({ at: '2026-11-25T00:00:00Z' }))).toEqual({
      do: 'nothing',
    });
    expect(decidePause([aPauseRecord()], aPauseRecord({ reason: 'another' }))).toEqual({ do: 'replace' });
  });

  it.each([
    [
      'an id of somebody else',
      [aPauseRecord({ owner: 'bob' })],
      {},
      "p1 is a pause of bob's; give another id, or none",
    ],
    ['one more than are kept', many(MOST_PAUSES), { id: 'new' }, '50 pauses hold already'],
    ['an id that is none', [], { id: 'a b' }, 'the id "a b" is not 1 to 40 letters'],
    ['an id that looks like an option', [], { id: '--stage' }, 'the id "--stage" is not'],
    ['an id that stands for what cannot be read', [], { id: UNREADABLE }, `and not ${UNREADABLE}`],
    ['no reason', [], { reason: ' ' }, 'the reason is not 1 to 256 characters of one line'],
    ['a reason of two lines', [], { reason: 'a\nb' }, 'the reason is not 1 to 256 characters of one line'],
  ])('is refused with %s', (_what, holds, given, reason) => {
    expect(decidePause(holds, aPauseRecord({ owner: ANN, ...given }))).toEqual({
      do: 'refuse',
      reason: expect.stringContaining(reason),
    });
  });

  it('changes its reason where as many hold as are kept', () => {
    expect(decidePause(many(MOST_PAUSES), aPauseRecord({ reason: 'another' })).do).toBe('replace');
  });
});
