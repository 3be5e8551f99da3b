import { describe, expect, it } from '@jest/globals';
import { decideClaim } from '../../../domain/failover/claim.ts';
import { decideFailover } from '../../../domain/failover/decide.ts';
import { type AskedMove, decideMoveRequest } from '../../../domain/failover/decide-request.ts';
import { generationOf, guardTableOf } from '../../../domain/failover/names.ts';
import { phasesOf } from '../../../domain/failover/phases.ts';
import { seenAfresh } from '../../../domain/failover/request.ts';
import { notServed } from '../../../domain/failover/served.ts';
import { bodyOf, saysSo, standbyWordOf, wordIn } from '../../../domain/failover/word.ts';
import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import { guard, plan, situation, slot } from './fixtures.ts';

const AT = '2026-12-02T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const asked = (more: Partial<AskedMove> = {}): AskedMove => ({
  ...{ to: 'standby', planned: false, decision: undefined, guard, soakSeconds: 3600, servedSeconds: 10 },
  ...more,
});
const standby = { ...guard, owner: 'standby' as const };

describe('a request to move a plan', () => {
  it.each<[string, Partial<AskedMove>, object]>([
    ['of a person goes on', {}, { do: 'go' }],
    [
      'of a plan that was never prepared is refused',
      { guard: undefined },
      { do: 'refuse', path: 'detail.plan' },
    ],
    ['to who serves already comes to nothing', { guard: standby }, { do: 'skip' }],
    ['goes on with a move of the same side', { guard: { ...standby, moving: 'fenced' } }, { do: 'go' }],
    ['back is planned, always', { to: 'primary', guard: standby }, { do: 'refuse', path: 'detail.planned' }],
    [
      'back waits for the soak',
      { to: 'primary', planned: true, guard: standby },
      { do: 'refuse', path: 'detail.to' },
    ],
    [
      'back goes on after it',
      { to: 'primary', planned: true, guard: standby, servedSeconds: 3600 },
      { do: 'go' },
    ],
    [
      'of an observer is decided anew',
      { decision: { is: 'hold', why: 'torn', page: false } },
      { do: 'skip', reason: 'hold: torn' },
    ],
    [
      'of an observer goes on with its reason',
      { decision: { is: 'failOver', why: 'lost' } },
      { do: 'go', why: 'lost' },
    ],
    [
      'back is no observer’s, whatever the votes say',
      { to: 'primary', planned: true, guard: standby, decision: { is: 'failOver', why: 'lost' } },
      { do: 'refuse', path: 'detail.raised' },
    ],
  ])('%s', (_what, more, verdict) => {
    expect(decideMoveRequest(asked(more))).toMatchObject(verdict);
  });
});

describe('an observer that is read afresh', () => {
  const NOW = Date.parse(AT) / 10_000;
  const raised = { at: AT, heard: { W: { sequence: NOW, sinceRoseSeconds: 4 } } };

  it('has risen where its sequence has, and has aged by the reader’s clock where it has not', () => {
    expect(seenAfresh([slot(NOW - 1), slot(NOW + 1)], 'W', raised, later(9)).sinceRoseSeconds).toBe(0);
    expect(seenAfresh([slot(NOW)], 'W', raised, later(9)).sinceRoseSeconds).toBe(13);
    expect(seenAfresh([slot(NOW)], 'W', raised, later(-9)).sinceRoseSeconds).toBe(4);
  });

  it('has no vote by slots that are not of now, whatever the question says', () => {
    for (const sequence of [NOW - 7, NOW + 7, NOW - 8640]) {
      const forged = { at: AT, heard: { W: { sequence: sequence - 1, sinceRoseSeconds: 0 } } };
      expect(seenAfresh([slot(sequence)], 'W', forged, AT).sinceRoseSeconds).toBeUndefined();
    }
    expect(seenAfresh([], 'W', raised, AT).sinceRoseSeconds).toBeUndefined();
  });

  it('has no vote where the question says nothing of it', () => {
    expect(seenAfresh([slot(NOW)], 'S', raised, AT).sinceRoseSeconds).toBeUndefined();
  });
});

describe('a move that came to no end', () => {
  const moving = { ...guard, owner: 'standby' as const, moving: 'fenced' as const };

  it('is gone on with by its own side under the next epoch, from where it stands', () => {
    const claim = {
      claimId: 'third',
      to: 'standby' as const,
      epoch: 4,
      generation: 'g1',
      raisedAt: AT,
      at: AT,
    };
    expect(decideClaim(moving, claim)).toMatchObject({
      do: 'write',
      item: { epoch: 5, moving: 'fenced', owner: 'standby' },
    });
    expect(decideClaim(moving, { ...claim, to: 'primary' })).toMatchObject({ do: 'refuse' });
  });

  it('is asked for after five minutes, whatever the votes say, and told where it may not move by itself', () => {
    const decided = (sinceMovedSeconds: number, more = {}) =>
      decideFailover(situation({ guard: moving, sinceMovedSeconds, ...more }));
    expect(decided(299)).toEqual({ is: 'quiet' });
    expect(decided(300)).toMatchObject({ is: 'failOver', goesOn: true });
    expect(decided(300, { plan: { ...plan, mode: 'approve' } })).toMatchObject({ is: 'hold', page: true });
    expect(decided(300, { guard: { ...guard, moving: 'fencing' } })).toMatchObject({
      is: 'hold',
      page: true,
    });
  });
});

describe('a word', () => {
  it('is read as it was written, and nothing else is one', () => {
    const word = { side: 'standby', epoch: 7 } as const;
    expect(wordIn('shop', bodyOf('shop', word))).toEqual(word);
    expect(bodyOf('shop', word)).toContain(standbyWordOf('shop'));
    expect(bodyOf('shop', { ...word, side: 'primary' })).not.toContain(standbyWordOf('shop'));
    for (const body of ['', 'primary', 'primary\nepoch x\n', bodyOf('web', word), '<html>epoch 7</html>'])
      expect(wordIn('shop', body)).toBeUndefined();
  });

  it('is said anew under each epoch, and over any other, also one that claims to be newer', () => {
    expect(saysSo({ side: 'standby', epoch: 7 }, { side: 'standby', epoch: 7 })).toBe(true);
    expect(saysSo({ side: 'standby', epoch: 9 }, { side: 'standby', epoch: 7 })).toBe(false);
    expect(saysSo(undefined, { side: 'standby', epoch: 7 })).toBe(false);
  });
});

describe('traffic', () => {
  const side = ['34.0.0.1', '34.0.0.2'];

  it.each([
    ['serves by each of the side’s addresses', { 'shop.example.com': ['34.0.0.2'] }, undefined, undefined],
    ['leads elsewhere', { 'shop.example.com': ['3.0.0.1'] }, undefined, 'leads to 3.0.0.1'],
    ['leads nowhere', { 'shop.example.com': [] }, undefined, 'leads to nowhere'],
    ['leads to a site that does not answer', {}, 'status 503', 'status 503'],
  ] as const)('%s', (_what, records, failing, reason) => {
    const found = notServed({ records, side, failing });
    expect(found).toEqual(reason === undefined ? undefined : expect.stringContaining(reason));
  });
});

describe('a plan', () => {
  it('is the same whatever the order in which it was written, and another one with another word', () => {
    const written = {
      name: 'shop',
      rto: '5m',
      from: { region: 'a', cluster: 'x' },
      to: { region: 'b', cluster: 'y' },
    };
    const { name, rto, from, to } = written;
    const one = generationOf(written as unknown as FailoverPlan);
    expect(generationOf({ to, from, rto, name } as unknown as FailoverPlan)).toBe(one);
    expect(generationOf({ ...written, rto: '6m' } as unknown as FailoverPlan)).not.toBe(one);
  });

  it('shares Guard with every other plan of its three regions', () => {
    const regions = ['us-west-2', 'us-east-1', 'us-east-2'];
    expect(guardTableOf({ stage: 'prod' }, regions)).toBe(
      'eks-fleet-prod-guard-us-east-1-us-east-2-us-west-2',
    );
    expect(guardTableOf({ stage: 'prod' }, regions.toReversed())).toBe(
      guardTableOf({ stage: 'prod' }, regions),
    );
  });

  it('tells how long each phase of its move took', () => {
    const times = {
      claimedAt: later(2),
      fencedAt: later(20),
      readyAt: later(21.5),
      movedAt: later(22),
      servedAt: later(40),
    };
    expect(phasesOf({ raisedAt: AT }, times).map(({ seconds }) => seconds)).toEqual([2, 18, 1.5, 0.5, 18]);
  });
});
