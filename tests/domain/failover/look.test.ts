import { describe, expect, it } from '@jest/globals';
import {
  answerOfRegion,
  answerOfSite,
  askedOf,
  type Looked,
  plansSeen,
  seesTheWorld,
} from '../../../domain/failover/look.ts';
import type { Answer } from '../../../domain/failover/votes.ts';
import { watchedBy } from '../../../domain/failover/watching.ts';
import type { FailoverPlan } from '../../../domain/policy/failover.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';

const plan = (name: string, from: string, to: string, witness: string) =>
  ({
    name,
    from: { cluster: 'a', region: from, probe: `https://${name}.a/` },
    to: { cluster: 'b', region: to, probe: `https://${name}.b/` },
    witness,
  }) as FailoverPlan;
const kept = (...failover: readonly FailoverPlan[]): StoredFleet =>
  ({ name: 'retail', home: 'h', document: { spec: { failover } } }) as unknown as StoredFleet;
const planes = (sts: Answer, dynamodb: Answer, sqs: Answer) => ({ sts, dynamodb, sqs });

describe('a region', () => {
  const fleets = [
    kept(plan('one', 'p', 's', 'w'), plan('two', 'w', 's', 'p'), plan('three', 's', 'p', 'w')),
    { ...kept(), document: undefined } as unknown as StoredFleet,
  ];

  it('watches the plans that name it as standby or witness, beside their other observer', () => {
    const rowsOf = (region: string) =>
      watchedBy(region, fleets).map(({ plan: { name }, as, other }) => `${name} ${as} ${other}`);
    expect(rowsOf('s')).toEqual(['one standby w', 'two standby p']);
    expect(rowsOf('w')).toEqual(['one witness s', 'three witness p']);
    expect(rowsOf('p')).toEqual(['two witness s', 'three standby w']);
    expect(rowsOf('q')).toEqual([]);
  });

  it('asks each address and region once, and STS of those that are no primary’s as a control', () => {
    const twice = kept(plan('one', 'p', 's', 'w'), { ...plan('one', 'p', 's', 'w'), name: 'again' });
    expect(askedOf('s', watchedBy('s', [twice]))).toEqual({
      sites: ['https://one.a/', 'https://one.b/'],
      regions: ['p'],
      controls: ['s', 'w'],
    });
    expect(askedOf('s', watchedBy('s', fleets))).toMatchObject({ regions: ['p', 'w'], controls: ['s'] });
  });
});

describe('a site', () => {
  it.each<[number, Answer]>([
    [200, 'answers'],
    [204, 'answers'],
    [301, 'answers'],
    [399, 'answers'],
    [400, 'fails'],
    [401, 'fails'],
    [403, 'fails'],
    [429, 'fails'],
    [500, 'fails'],
    [503, 'fails'],
  ])('with status %i: %s', (status, answer) => {
    expect(answerOfSite({ outcome: 'Answered', status })).toBe(answer);
  });

  it('that does not answer fails, and of one that we could not ask nothing is known', () => {
    expect(answerOfSite({ outcome: 'Failed', why: 'refused' })).toBe('fails');
    expect(answerOfSite({ outcome: 'Unknown', why: 'no name server' })).toBe('unknown');
  });
});

describe('data planes', () => {
  it.each<[Answer, Answer, Answer, Answer]>([
    ['answers', 'answers', 'answers', 'answers'],
    ['fails', 'answers', 'answers', 'answers'],
    ['answers', 'fails', 'fails', 'fails'],
    ['fails', 'fails', 'fails', 'fails'],
    ['fails', 'fails', 'unknown', 'fails'],
    ['fails', 'answers', 'unknown', 'unknown'],
    ['answers', 'unknown', 'unknown', 'unknown'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ])('%s, %s, %s: the region %s', (sts, dynamodb, sqs, answer) => {
    expect(answerOfRegion(planes(sts, dynamodb, sqs))).toBe(answer);
  });
});

describe('an observer', () => {
  const looked = (own: Answer, witness: Answer, primary: Answer): Looked => ({
    sites: { 'https://one.a/': 'fails', 'https://one.b/': 'answers' },
    regions: { p: planes(primary, 'fails', 'fails') },
    controls: { s: own, w: witness },
  });

  it.each<[Answer, Answer, Answer, boolean]>([
    ['answers', 'answers', 'answers', true],
    ['answers', 'answers', 'fails', true],
    ['answers', 'fails', 'answers', true],
    ['answers', 'fails', 'fails', false],
    ['answers', 'unknown', 'unknown', false],
    ['fails', 'answers', 'answers', false],
    ['unknown', 'answers', 'answers', false],
  ])('with STS here %s, of the witness %s, of the primary %s: sees the world: %s', (own, w, p, sees) => {
    expect(seesTheWorld('s', looked(own, w, p))).toBe(sees);
  });

  it('sees both sides and the region of each plan, and nothing of what was not asked', () => {
    const watched = watchedBy('s', [kept(plan('one', 'p', 's', 'w'), plan('new', 'q', 's', 'w'))]);
    expect(plansSeen(watched, looked('answers', 'answers', 'answers'))).toEqual({
      one: { primary: 'fails', standby: 'answers', region: 'fails' },
      new: { primary: 'unknown', standby: 'unknown', region: 'unknown' },
    });
  });
});
