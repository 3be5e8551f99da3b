import { describe, expect, it } from '@jest/globals';
import {
  decideAccess,
  entriesToSee,
  type Probe,
  type SeenAccess,
  waitAfter,
} from '../../../domain/access/decide-access.ts';
import { fleetPrincipals, isFleetPrincipal } from '../../../domain/access/principals.ts';
import type { ObservedAccessEntry } from '../../../domain/contents/access-entry/decide.ts';

const principals = fleetPrincipals({ partition: 'aws', accountId: '111122223333' }, 'prod');
const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';

function entryOf(
  principalArn: string,
  kubernetesGroups: readonly string[] = [],
  policies: readonly string[] = [],
): ObservedAccessEntry {
  return {
    accessEntryArn: `${principalArn}/entry`,
    principalArn,
    type: 'STANDARD',
    kubernetesGroups,
    associatedAccessPolicies: policies.map((policy) => ({
      policyArn: policy,
      accessScope: { type: 'cluster' },
    })),
  };
}

const ours = entryOf(principals.clusters, ['eks-fleet-operators']);
const administrator = entryOf(principals.bootstrap, [], [policyArn]);
const allowed: Probe = { is: 'allowed' };
const denied: Probe = { is: 'denied', why: 'its role may not list nodes' };
const unknown: Probe = { is: 'unknown', why: 'Unauthorized' };
const unreachable: Probe = { is: 'unreachable', why: 'nothing came for 8 s' };

/** A cluster that the fleet wants to be in, and can be, unless a table says otherwise. */
const seen = (over: Partial<SeenAccess>): SeenAccess => ({
  clusterName: 'shop',
  isWanted: true,
  cluster: {
    accessConfig: { authenticationMode: 'API' },
    resourcesVpcConfig: { endpointPublicAccess: true },
  },
  principals,
  partition: 'aws',
  entry: undefined,
  bootstrapEntry: undefined,
  probe: unknown,
  elapsedSeconds: 0,
  ...over,
});

/** The decision, as a table of tests writes it. */
function decided(over: Partial<SeenAccess>): string {
  const decision = decideAccess(seen(over));
  if (decision.do === 'settle') return `settle ${decision.access.is}`;
  if (decision.do !== 'change') return decision.do;
  const { operation, request } = decision.change;
  return `${operation} ${request.principalArn === principals.clusters ? 'fleet' : 'administrator'}`;
}

describe("the fleet's way into a cluster", () => {
  it.each<[string, Partial<SeenAccess>, string]>([
    ['nothing is there', {}, 'CreateAccessEntry fleet'],
    ['its entry has lost the group', { entry: entryOf(principals.clusters) }, 'DeleteAccessEntry fleet'],
    [
      'its entry has another group as well',
      { entry: { ...ours, kubernetesGroups: ['eks-fleet-operators', 'admins'] } },
      'DeleteAccessEntry fleet',
    ],
    [
      'its entry has an access policy',
      { entry: { ...administrator, kubernetesGroups: ['eks-fleet-operators'] } },
      'DeleteAccessEntry fleet',
    ],
    ['its entry does not count yet', { entry: ours }, 'wait'],
    ['it is known and may do nothing', { entry: ours, probe: denied }, 'CreateAccessEntry administrator'],
    [
      'the administrator is none yet',
      { entry: ours, probe: denied, bootstrapEntry: entryOf(principals.bootstrap) },
      'AssociateAccessPolicy administrator',
    ],
    [
      'the administrator may make its role',
      { entry: ours, probe: denied, bootstrapEntry: administrator },
      'makeRole',
    ],
    [
      'it may do all, and the administrator is still there',
      { entry: ours, probe: allowed, bootstrapEntry: administrator },
      'DeleteAccessEntry administrator',
    ],
    ['it may do all', { entry: ours, probe: allowed }, 'settle ready'],
    ['nothing answers yet', { probe: unreachable, elapsedSeconds: 59 }, 'wait'],
    ['no way could be made', { probe: unreachable, noWay: 'its stack failed' }, 'settle unreachable'],
    [
      'no new way could be made, and the old one is there',
      { entry: ours, probe: allowed, noWay: 'its stack failed' },
      'settle ready',
    ],
    ['nothing has answered for a minute', { probe: unreachable, elapsedSeconds: 60 }, 'settle unreachable'],
    [
      'nothing answers any more, with an administrator there',
      { entry: ours, probe: unreachable, bootstrapEntry: administrator, elapsedSeconds: 60 },
      'DeleteAccessEntry administrator',
    ],
    [
      'it has come to nothing for a quarter of an hour',
      { entry: ours, probe: denied, bootstrapEntry: administrator, elapsedSeconds: 900 },
      'DeleteAccessEntry administrator',
    ],
    [
      'the administrator is gone after that',
      { entry: ours, probe: denied, elapsedSeconds: 900 },
      'DeleteAccessEntry fleet',
    ],
    ['nothing of it is left', { probe: denied, elapsedSeconds: 900 }, 'settle failed'],
    [
      'the cluster takes no entries',
      { cluster: { accessConfig: { authenticationMode: 'CONFIG_MAP' } } },
      'settle impossible',
    ],
    [
      'the endpoint is private',
      { cluster: { resourcesVpcConfig: { endpointPublicAccess: false } }, probe: undefined },
      'settle unreachable',
    ],
    ['the cluster is gone', { cluster: undefined, probe: undefined }, 'settle none'],
  ])('where %s', (_situation, over, expected) => {
    expect(decided(over)).toBe(expected);
  });

  it('is looked at ever more seldom the longer it takes', () => {
    const wait = (elapsedSeconds: number) =>
      decideAccess(seen({ probe: unknown, entry: ours, elapsedSeconds }));
    expect([0, 100, 600].map(wait)).toEqual([
      { do: 'wait', seconds: 10 },
      { do: 'wait', seconds: 20 },
      { do: 'wait', seconds: 60 },
    ]);
  });

  it('is looked at no more than what the API has said leaves open', () => {
    const worth = (probe: Probe | undefined, elapsedSeconds = 0, isWanted = true) => {
      const { own, administrator: other } = entriesToSee({ isWanted, probe, elapsedSeconds });
      return [own ? 'own' : '', other ? 'administrator' : ''].filter((one) => one !== '').join(' ');
    };
    expect(worth(unknown)).toBe('own');
    expect(worth(denied)).toBe('own administrator');
    expect(worth(allowed)).toBe('administrator');
    expect(worth(unreachable)).toBe('');
    for (const whole of [
      worth(unreachable, 60),
      worth(denied, 900),
      worth(undefined),
      worth(undefined, 0, false),
    ])
      expect(whole).toBe('own administrator');
  });

  it('leads out again, the administrator first', () => {
    const isWanted = false;
    const probe = undefined;
    expect(decided({ isWanted, probe, entry: ours, bootstrapEntry: administrator })).toBe(
      'DeleteAccessEntry administrator',
    );
    expect(decided({ isWanted, probe, entry: ours })).toBe('DeleteAccessEntry fleet');
    expect(decided({ isWanted, probe })).toBe('settle none');
  });
});

describe('what is asked of EKS for it', () => {
  const asked = (over: Partial<SeenAccess>) => {
    const decision = decideAccess(seen(over));
    return decision.do === 'change' ? decision.change : decision;
  };
  const clusterName = 'shop';

  it('is an entry of the fleet’s group and no policy', () => {
    expect(asked({})).toEqual({
      operation: 'CreateAccessEntry',
      request: {
        ...{ clusterName, principalArn: principals.clusters, type: 'STANDARD' },
        kubernetesGroups: ['eks-fleet-operators'],
      },
    });
  });

  it('is an administrator of the whole cluster for a moment, in two steps', () => {
    const principal = { clusterName, principalArn: principals.bootstrap };
    expect(asked({ entry: ours, probe: denied })).toEqual({
      operation: 'CreateAccessEntry',
      request: { ...principal, type: 'STANDARD' },
    });
    const bootstrapEntry = entryOf(principals.bootstrap);
    expect(asked({ entry: ours, probe: denied, bootstrapEntry })).toEqual({
      operation: 'AssociateAccessPolicy',
      request: { ...principal, policyArn, accessScope: { type: 'cluster' } },
    });
    expect(asked({ entry: ours, probe: denied, bootstrapEntry, partition: 'aws-cn' })).toMatchObject({
      request: { policyArn: 'arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' },
    });
  });

  it.each([
    ['another group alone', entryOf(principals.clusters, ['system:masters'])],
    ['no groups at all', { ...entryOf(principals.clusters), kubernetesGroups: undefined }],
  ])('is that an entry of %s goes', (_what, entry) => {
    expect(asked({ entry: entry as ObservedAccessEntry })).toEqual({
      operation: 'DeleteAccessEntry',
      request: { clusterName, principalArn: principals.clusters },
    });
  });
});

describe('what is said of it at its end', () => {
  const api = 'the Kubernetes API of shop';
  it.each<[string, Partial<SeenAccess>, string]>([
    ['ready', { entry: ours, probe: allowed }, `the fleet speaks to ${api} as eks-fleet-operators`],
    ['none', { isWanted: false, probe: undefined }, `the fleet has no access to ${api}`],
    ['none', { cluster: undefined, probe: undefined }, 'shop is gone'],
    [
      'impossible',
      { cluster: { accessConfig: { authenticationMode: 'CONFIG_MAP' } } },
      'shop takes no access entries: its authentication mode is CONFIG_MAP, and eks-fleet edits no aws-auth. Change it to API_AND_CONFIG_MAP, then apply or adopt it again',
    ],
    [
      'unreachable',
      { probe: unreachable, elapsedSeconds: 60 },
      `${api} cannot be reached: nothing came for 8 s. Open its endpoint to the fleet's functions, then apply or adopt it again`,
    ],
    [
      'unreachable',
      { probe: unreachable, noWay: 'its stack failed' },
      `${api} cannot be reached: its stack failed`,
    ],
    [
      'failed',
      { probe: denied, elapsedSeconds: 900 },
      `the fleet could not be let into ${api}: its role may not list nodes. Apply or adopt it again`,
    ],
  ])('%s: %#', (is, over, says) => {
    expect(decideAccess(seen(over))).toEqual({ do: 'settle', access: { is, says } });
  });
});

it('goes on where the API was not asked', () => {
  expect(decided({ probe: undefined })).toBe('CreateAccessEntry fleet');
  expect(decided({ probe: undefined, entry: ours })).toBe('wait');
});

it('looks at all entries from the second on at which it is given up, whatever the API says', () => {
  const worth = (elapsedSeconds: number, noWay?: string, probe: Probe = unknown) =>
    entriesToSee({ isWanted: true, probe, elapsedSeconds, noWay });
  expect(worth(899)).toEqual({ own: true, administrator: false });
  expect(worth(900)).toEqual({ own: true, administrator: true });
  expect(worth(0, 'its stack failed', unreachable)).toEqual({ own: true, administrator: true });
});

it('waits for the rights of a policy, and less for an entry that is followed by another change', () => {
  const principalArn = principals.bootstrap;
  const request = { clusterName: 'shop', principalArn };
  const accessScope = { type: 'cluster' as const };
  const policy = {
    operation: 'AssociateAccessPolicy' as const,
    request: { ...request, policyArn, accessScope },
  };
  const entry = {
    operation: 'CreateAccessEntry' as const,
    request: { ...request, type: 'STANDARD' as const },
  };
  expect([0, 100, 600].map((elapsed) => waitAfter(policy, elapsed))).toEqual([10, 20, 60]);
  expect([0, 100, 600].map((elapsed) => waitAfter(entry, elapsed))).toEqual([1, 10, 50]);
  expect(waitAfter({ operation: 'DeleteAccessEntry', request }, 100)).toBe(10);
});

describe('roles of a fleet', () => {
  it('are known whatever the stage, and nobody else is taken for one', () => {
    expect(isFleetPrincipal(principals.clusters)).toBe(true);
    expect(
      isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-dev-access-ensure-access'),
    ).toBe(true);
    expect(isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet-prod-clusters')).toBe(false);
    expect(isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-shop-nodes')).toBe(false);
    expect(isFleetPrincipal(`${principals.clusters}-of-mine`)).toBe(false);
  });
});
