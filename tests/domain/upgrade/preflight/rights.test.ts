import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../../../domain/errors.ts';
import type { AccessQuestion } from '../../../../domain/ports/kubernetes.ts';
import type { OwnGroup } from '../../../../domain/ports/own-groups.ts';
import type { UpgradeFacts } from '../../../../domain/upgrade/facts.ts';
import { askRights, changesOf, rightName } from '../../../../domain/upgrade/rights.ts';
import { hop } from '../fixtures.ts';
import { asked, blocked, factsOf, found, inside } from './fixtures.ts';

const API = { clusterName: 'shop', endpoint: 'https://a', certificateAuthority: '' };
const NONE = { ownGroups: [], fargateProfiles: [] };
const ownGroup: OwnGroup = { name: 'asg', nodeGroup: 'own', isOfFleet: true, instances: [], maxSize: 2 };
const FORBIDDEN = { why: 'pods is forbidden', isForbidden: true } as const;
const [CORDON, EVICT] = ['patch nodes', 'create pods/eviction'] as const;
const LISTS = ['nodes', 'pods', 'poddisruptionbudgets', 'deployments', 'daemonsets', 'statefulsets']
  .concat(['nodepools', 'ec2nodeclasses'])
  .concat(['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'])
  .map((resource) => `list ${resource}`);

type Seen = Parameters<typeof askRights>[0];
type Has = Parameters<typeof askRights>[1];
/** Asks an API that allows all but some; answers what it was asked, and what came of it. */
async function ask(seen: Seen, has: Has, refused: readonly string[] = []) {
  const questions: string[] = [];
  const can = async (_api: unknown, question: AccessQuestion) => {
    questions.push(rightName(question));
    return !refused.includes(rightName(question));
  };
  const answer = await askRights(seen, has, API, { can });
  return { questions, inside: answer.inside, denied: answer.denied.map(rightName) };
}

describe('the rights that are asked for before an upgrade', () => {
  it.each<[string, Has, readonly string[]]>([
    ['none where EKS drains all nodes itself', NONE, []],
    ['those to replace nodes of its own', { ...NONE, ownGroups: [ownGroup] }, [CORDON, EVICT]],
    ['the one to make pods on Fargate anew', { ...NONE, fargateProfiles: ['all'] }, [EVICT]],
  ])('are %s', async (_which, has, questions) => {
    expect(await ask(inside(), has)).toEqual({ questions, inside: inside(), denied: [] });
    expect((await ask(inside(), has, questions)).denied).toEqual(questions);
  });

  it('are all where one list was refused, so that all that is missing is known at once', async () => {
    const refused = ['list pods', 'list statefulsets', EVICT];
    const { questions, denied, ...answer } = await ask(
      FORBIDDEN,
      { ...NONE, fargateProfiles: ['all'] },
      refused,
    );
    expect([...questions].sort()).toEqual([...LISTS, EVICT].sort());
    expect([denied, answer.inside]).toEqual([refused, FORBIDDEN]);
  });

  it('are none of an API that does not answer', async () => {
    const seen = { why: 'no route' };
    expect(await ask(seen, { ...NONE, ownGroups: [ownGroup] })).toEqual({
      questions: [],
      inside: seen,
      denied: [],
    });
  });

  it('are no pass where the API stops to answer, and what was refused stays so', async () => {
    const can = async () => Promise.reject(new TaskError('KubernetesUnreachable', 'no route'));
    const has = { ...NONE, ownGroups: [ownGroup] };
    expect((await askRights(inside(), has, API, { can })).inside).toEqual({ why: 'no route' });
    expect((await askRights(FORBIDDEN, has, API, { can })).inside).toEqual(FORBIDDEN);
  });
});

describe('a right that is denied', () => {
  const denied = (...rights: readonly string[]): UpgradeFacts['denied'] =>
    rights.map((right) => {
      const [verb = '', resource = ''] = right.split(' ');
      return { verb, resource, group: '' };
    });
  const key = (right: string) => `not-allowed-inside/${right}`;

  it('stands in the way of whatever would need it in the middle', () => {
    const facts = factsOf({ denied: denied(EVICT), fargateProfiles: ['all'] });
    expect(blocked(asked(), facts)).toEqual([key(EVICT)]);
    expect(found(asked(), factsOf({ fargateProfiles: ['all'] }))).not.toContain(key(EVICT));
  });

  it('is nothing to whoever does not need it', () => {
    const facts = factsOf({ denied: denied(CORDON, EVICT), fargateProfiles: ['all'] });
    expect(blocked(asked(), facts)).toEqual([key(EVICT)]);
    expect(blocked(asked({ only: 'controlPlane' }), facts)).toEqual([]);
  });

  it('is told beside the look that it has kept from, by its name', () => {
    const facts = factsOf({ inside: FORBIDDEN, denied: denied('list statefulsets') });
    expect(blocked(asked(), facts)).toEqual(['cannot-look-inside', key('list statefulsets')]);
  });

  it('is of groups that move, and not of those that are left behind', () => {
    const pin = { name: 'asg', newFrom: 2, maxSize: 2 };
    expect(changesOf([hop('1.35', { autoScalingGroups: [pin] })]).map(rightName)).toEqual([CORDON, EVICT]);
    const left = { name: 'own', leftBehind: 'custom' };
    expect(changesOf([hop('1.35', { autoScalingGroups: [left] })])).toEqual([]);
  });
});
