import { describe, expect, it } from '@jest/globals';
import { askedChild, childRequest } from '../../../domain/waves/child-request.ts';
import type { Member } from '../../../domain/waves/record.ts';
import { east, later, START, upgradeOf, wave } from './fixtures.ts';

const key = east('dev');
const member = (more: Partial<Member> = {}): Member => ({
  is: 'asked',
  at: START,
  putAt: START,
  attempt: 1,
  ...more,
});
const asked = (more: Partial<Member> = {}, is: 'running' | 'paused' = 'running') =>
  upgradeOf([wave('dev', [key])], { is, members: { [key]: member(more) } });

describe('the request that an upgrade on record asks for', () => {
  it('is that of the attempt, in the quarter of an hour after it was put', () => {
    const upgrade = asked();
    const wanted = childRequest(upgrade, key, member(), 'dev');
    expect(askedChild(upgrade, key, 'dev', START)).toEqual(wanted);
    expect(askedChild(upgrade, key, 'dev', later(900))).toEqual(wanted);
    expect(askedChild(upgrade, key, 'dev', later(901))).toBeUndefined();
    expect(askedChild(asked({ putAt: later(3600) }), key, 'dev', later(3700))).toEqual(wanted);
  });

  it.each<[string, Partial<Member>]>([
    ['has not been put', { putAt: undefined as never }],
    ['has become an operation', { is: 'running' }],
    ['has ended', { is: 'upgraded' }],
  ])('is none where it %s', (_, more) => {
    expect(askedChild(asked(more), key, 'dev', START)).toBeUndefined();
  });

  it('is none of a cluster that nobody has asked for', () => {
    expect(askedChild(asked(), east('other'), 'other', START)).toBeUndefined();
  });

  it('is none while the upgrade is paused, but for the way back', () => {
    expect(askedChild(asked({}, 'paused'), key, 'dev', START)).toBeUndefined();
    expect(askedChild(asked({ is: 'askedBack' }, 'paused'), key, 'dev', START)?.action).toBe('rollBack');
  });
});
