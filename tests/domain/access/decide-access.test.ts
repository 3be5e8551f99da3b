import { describe, expect, it } from '@jest/globals';
import {
  decideAccess,
  entriesToSee,
  type Probe,
  type SeenAccess,
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

describe('roles of a fleet', () => {
  it('are known whatever the stage, and nobody else is taken for one', () => {
    expect(isFleetPrincipal(principals.clusters)).toBe(true);
    expect(
      isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-dev-access-ensure-access'),
    ).toBe(true);
    expect(isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet-prod-clusters')).toBe(false);
    expect(isFleetPrincipal('arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-shop-nodes')).toBe(false);
  });
});
