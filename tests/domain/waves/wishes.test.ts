import { describe, expect, it } from '@jest/globals';
import { advance } from '../../../domain/waves/advance.ts';
import type { FleetUpgrade, Member } from '../../../domain/waves/record.ts';
import { carryOut, type Wish as Full } from '../../../domain/waves/wishes.ts';
import { attempt, east, ended, later, START, seenAt, upgradeOf, wave, west } from './fixtures.ts';

type Wish = Full extends infer One
  ? One extends Full
    ? Omit<One, 'upgrade' | 'reason'> & { readonly reason?: string }
    : never
  : never;
const ann = { by: 'ann', at: later(100) };
const dev = wave('dev', [east('dev')]);
const prod = wave('prod', [east('a'), west('a')]);
const member = (is: Member['is'], more: Partial<Member> = {}): Member => ({
  is,
  at: START,
  attempt: 1,
  ...more,
});

function done(upgrade: FleetUpgrade, wish: Wish): FleetUpgrade {
  const wished = carryOut(upgrade, { upgrade: 'up', reason: 'x', ...wish } as Full, ann);
  if ('problem' in wished) throw new Error(wished.problem.message);
  return wished.upgrade;
}
const refusal = (upgrade: FleetUpgrade, wish: Wish): string => {
  const wished = carryOut(upgrade, { upgrade: 'up', reason: 'x', ...wish } as Full, ann);
  return 'problem' in wished ? wished.problem.message : 'carried out';
};

const failed = upgradeOf([prod], {
  is: 'paused',
  paused: { at: START, reason: 'wave prod: 1 failed' },
  members: { [east('a')]: member('failed', { reason: 'no room' }), [west('a')]: member('upgraded') },
});

describe('a pause by a person', () => {
  it('starts nothing more', () => {
    const paused = done(upgradeOf([dev]), { action: 'pause', reason: 'lunch' });
    expect(paused).toMatchObject({ is: 'paused', paused: { reason: 'paused by ann: lunch' } });
    expect(advance(paused, seenAt(later(200))).asks).toEqual([]);
    expect(refusal(paused, { action: 'pause', reason: 'again' })).toContain('it is paused already');
  });
});

describe('going on', () => {
  it('tries what has failed again, as another request', () => {
    const resumed = done(failed, { action: 'resume' });
    expect(resumed.paused).toBeUndefined();
    const { upgrade, asks } = advance(resumed, seenAt(later(200)));
    expect(asks).toEqual([east('a')]);
    expect(upgrade.members[east('a')]?.attempt).toBe(2);
    expect(upgrade.members[west('a')]).toEqual(member('upgraded'));
  });

  it('is refused where nothing waits for it', () => {
    expect(refusal(upgradeOf([dev]), { action: 'resume' })).toContain('it is running');
    expect(refusal(upgradeOf([dev], { is: 'completed', endedAt: START }), { action: 'resume' })).toContain(
      'completed',
    );
  });
});

describe('a cluster that is skipped', () => {
  it('counts as none that failed, and the wave goes on without it', () => {
    const skipped = done(failed, { action: 'skip', member: east('a'), reason: 'goes next month' });
    expect(skipped.members[east('a')]).toMatchObject({ is: 'skipped', reason: 'ann: goes next month' });
    const { upgrade } = advance(done(skipped, { action: 'resume' }), seenAt(later(200)));
    expect(upgrade.waves[0]?.bakingSince).toBeDefined();
  });

  it.each([
    ['is of another fleet', {}, east('other'), 'allowed a cluster of this upgrade'],
    ['is being changed', { [east('a')]: member('running') }, east('a'), 'cancel its upgrade first'],
    ['was upgraded', { [east('a')]: member('upgraded') }, east('a'), 'was upgraded already'],
  ] as const)('is refused where it %s', (_, members, cluster, message) => {
    expect(
      refusal(upgradeOf([prod], { members }), { action: 'skip', member: cluster, reason: 'x' }),
    ).toContain(message);
  });
});

describe('a wave that goes back', () => {
  const both = { [east('a')]: member('upgraded'), [west('a')]: member('upgraded') };
  const completed = upgradeOf([{ ...prod, completedAt: START, bakingSince: START }, dev], { members: both });

  it('asks for the way back of each cluster that was upgraded, though the upgrade is paused', () => {
    const back = done(completed, { action: 'rollBack', wave: 'prod' });
    expect(back.is).toBe('paused');
    const { asks, upgrade } = advance(back, seenAt(later(200)));
    expect(asks).toEqual([east('a'), west('a')]);
    const attempts = {
      [east('a')]: [
        attempt(upgrade, east('a'), { action: 'rollBack', status: 'Succeeded', endedAt: later(900) }),
      ],
    };
    expect(advance(upgrade, seenAt(later(900), { attempts })).upgrade.members[east('a')]).toMatchObject({
      is: 'back',
      attempt: 2,
    });
  });

  it('is done again where somebody goes on', () => {
    const back = done(completed, { action: 'rollBack', wave: 'prod' });
    const gone = {
      ...back,
      members: { [east('a')]: member('back', { attempt: 2 }), [west('a')]: member('back', { attempt: 2 }) },
    };
    const { upgrade, asks } = advance(done(gone, { action: 'resume' }), seenAt(later(2000)));
    expect(asks).toEqual([east('a'), west('a')]);
    expect(upgrade.members[east('a')]?.attempt).toBe(3);
  });

  it('waits for the wave that began after it', () => {
    const begunAfter = { ...completed, members: { ...both, [east('dev')]: member('upgraded') } };
    expect(refusal(begunAfter, { action: 'rollBack', wave: 'prod' })).toContain('roll that one back first');
  });

  it.each([
    ['has another name', {}, 'x', 'allowed prod, dev'],
    ['has nothing to take back', {}, 'prod', 'no cluster of wave prod was upgraded'],
    ['has not ended', { [east('a')]: member('running') }, 'prod', 'come to their end first'],
  ] as const)('is refused where it %s', (_, members, name, message) => {
    expect(refusal({ ...completed, members }, { action: 'rollBack', wave: name })).toContain(message);
  });
});

describe('an end', () => {
  it('asks for nothing more, and what runs comes to its end', () => {
    const first = advance(upgradeOf([prod]), seenAt(START)).upgrade;
    const over = done(first, { action: 'end', reason: 'enough' });
    const { upgrade, asks } = ended(over, [east('a')], later(500));
    expect(asks).toEqual([]);
    expect(upgrade).toMatchObject({ is: 'ended', members: { [east('a')]: { is: 'upgraded' } } });
    const lost = advance(over, seenAt(later(6 * 3600 + 1))).upgrade;
    expect(lost.members[west('a')]?.is).toBe('failed');
    expect(refusal(upgrade, { action: 'end', reason: 'again' })).toContain('which is ended');
  });
});
