import { describe, expect, it } from '@jest/globals';
import { TruthfulFactsChecker } from '../../../rehearsal/checkers/requests/truthful-facts.ts';
import { OwnershipChecker } from '../../../rehearsal/checkers/rights/ownership.ts';
import { WakeSizesChecker } from '../../../rehearsal/checkers/sleep/wake-sizes.ts';
import { type Has, region, watch } from './watched.ts';

const groups = (
  ...sizes: readonly (readonly [name: string, desired: number, min: number, max: number])[]
) => ({
  AutoScalingGroups: sizes.map(([name, DesiredCapacity, MinSize, MaxSize]) => ({
    AutoScalingGroupName: `asg-${name}`,
    AutoScalingGroupARN: `arn:of:${name}`,
    DesiredCapacity,
    MinSize,
    MaxSize,
    Tags: [{ Key: 'eks:nodegroup-name', Value: name }],
  })),
});
const SCALING = 'autoscaling:DescribeAutoScalingGroups';

describe('sizes after a wake', () => {
  const resizes = { functionName: 'eks-fleet-prod-scaleResizeNodeGroup' };

  /** A cluster sleeps at 2 of 1-4, `meanwhile` happens, and it wakes to `woken`. */
  async function woken(
    sizes: readonly [number, number, number],
    meanwhile = (_: ReturnType<typeof slept>) => {},
  ) {
    const has: Has = { [SCALING]: () => groups(['web', 2, 1, 4]) };
    const on = slept(has);
    on.made('eks', 'UpdateNodegroupConfig', {}, { ...resizes, for: 'o1' });
    await on.found();
    on.at(10);
    meanwhile(on);
    on.claimed('o3', 'scale', 'ClusterScaleRequested', { action: 'wake' });
    has[SCALING] = () => groups(['web', ...sizes]);
    on.told('o3', 'ClusterWoken');
    return on.found();
  }
  function slept(has: Has) {
    const on = watch((one) => new WakeSizesChecker(one), { has });
    on.claimed('o1', 'scale', 'ClusterScaleRequested', { action: 'hibernate' });
    return on;
  }

  it('are those from before the sleep', async () => {
    expect(await woken([2, 1, 4])).toEqual([]);
    expect(await woken([1, 1, 4])).toEqual([
      'us-east-1/web: web woke to 1 of 1-4, and was 2 of 1-4 before it slept',
    ]);
  });

  it('are others where somebody has asked for others, or made them, while it slept', async () => {
    const resized = (on: ReturnType<typeof slept>) =>
      on.claimed('o2', 'scale', 'ClusterScaleRequested', { action: 'resize' });
    const byHand = ({ made }: ReturnType<typeof slept>) =>
      made(
        'eks',
        'UpdateNodegroupConfig',
        { clusterName: 'web', nodegroupName: 'web' },
        { functionName: '' },
      );
    const written = (on: ReturnType<typeof slept>) => {
      on.claimed('o2', 'create', 'ClusterRequested', {
        config: { managedNodeGroups: [{ name: 'web', desiredCapacity: 1 }] },
      });
      on.told('o2', 'ClusterCreated');
    };
    for (const meanwhile of [resized, byHand, written]) expect(await woken([1, 1, 4], meanwhile)).toEqual([]);
  });
});

describe('what is deleted', () => {
  const TAGS = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  function deleting(has: Has = {}) {
    const on = watch((one) => new OwnershipChecker(one), { has });
    on.claimed('d1', 'delete', 'ClusterDeletionRequested');
    return on;
  }
  const byDeletion = { functionName: 'eks-fleet-prod-deleteDelete', for: 'd1' };
  const bySomebody = { functionName: '' };

  it('is of the cluster whose deletion was asked for, which the fleet made or was given', async () => {
    const made = deleting();
    made.made('eks', 'CreateCluster', { name: 'web' }, { for: 'c1' });
    made.made('eks', 'DeleteNodegroup', { clusterName: 'web', nodegroupName: 'any' }, byDeletion);
    made.made('eks', 'DeleteCluster', { name: 'web' }, byDeletion);
    expect(await made.found()).toEqual([]);
    const given = deleting();
    given.take('ClusterAdopted', { cluster: { name: 'web' }, level: 'all' });
    given.made('eks', 'DeleteCluster', { name: 'web' }, byDeletion);
    expect(await given.found()).toEqual([]);
  });

  it.each<readonly [string, (on: ReturnType<typeof deleting>) => void, string]>([
    [
      "somebody's cluster",
      ({ made }) => {
        made('eks', 'CreateCluster', { name: 'web' }, bySomebody);
        made('eks', 'DeleteCluster', { name: 'web' }, byDeletion);
      },
      'DeleteCluster on web, which the fleet did not make and was not given',
    ],
    [
      "another cluster's group",
      ({ made }) =>
        made('eks', 'DeleteNodegroup', { clusterName: 'other', nodegroupName: 'web' }, byDeletion),
      'DeleteNodegroup on other for an operation on us-east-1/web',
    ],
    [
      "somebody's stack",
      ({ made }) => {
        made('cloudformation', 'CreateStack', { StackName: 'eks-fleet-web-network' }, bySomebody);
        made('cloudformation', 'DeleteStack', { StackName: 'eks-fleet-web-network' }, byDeletion);
      },
      'DeleteStack on eks-fleet-web-network, which the fleet did not make',
    ],
    [
      "somebody's schedule",
      ({ made }) => made('scheduler', 'DeleteSchedule', { GroupName: 'default', Name: 'x' }, byDeletion),
      "DeleteSchedule in default, which is not the fleet's",
    ],
  ])('is not %s', async (_, happen, text) => {
    const on = deleting();
    happen(on);
    expect(await on.found()).toEqual([`eks-fleet-prod-deleteDelete called ${text}`]);
  });

  it('says of itself that it is of the cluster, or is in a network that goes with it', async () => {
    const group = async (tags: Record<string, string>, ofVpc: Record<string, string> = {}) => {
      const on = deleting({
        'ec2:DescribeSecurityGroups': () => ({ SecurityGroups: [{ Tags: TAGS(tags), VpcId: 'vpc-1' }] }),
        'ec2:DescribeVpcs': () => ({ Vpcs: [{ Tags: TAGS(ofVpc) }] }),
      });
      on.made('ec2', 'DeleteSecurityGroup', { GroupId: 'sg-1' }, byDeletion);
      return on.found();
    };
    expect(await group({ 'kubernetes.io/cluster/web': 'owned' })).toEqual([]);
    expect(await group({}, { 'eks-fleet.dev/cluster': 'web' })).toEqual([]);
    const begins =
      'eks-fleet-prod-deleteDelete called DeleteSecurityGroup for us-east-1/web with {"GroupId":"sg-1"}';
    expect(await group({ 'kubernetes.io/cluster/web': 'shared' })).toEqual([
      `${begins}, which says of no cluster that it is its own`,
    ]);
    expect(await group({ 'elbv2.k8s.aws/cluster': 'other' }, { 'eks-fleet.dev/cluster': 'web' })).toEqual([
      `${begins}, which is of other`,
    ]);
  });

  it('is by a creation only what has failed of the fleet itself', async () => {
    const cleared = async (status: string, maker: object) => {
      const on = watch((one) => new OwnershipChecker(one), {
        has: { 'eks:DescribeAddon': () => ({ addon: { status } }) },
      });
      on.claimed('c1', 'create', 'ClusterRequested');
      const addon = { clusterName: 'web', addonName: 'coredns' };
      on.made('eks', 'CreateAddon', addon, maker);
      on.made('eks', 'DeleteAddon', addon, { for: 'c1' });
      return on.found();
    };
    const begins = 'eks-fleet-prod-createApplyAddon called DeleteAddon on Addon coredns, which';
    expect(await cleared('CREATE_FAILED', { for: 'c1' })).toEqual([]);
    expect(await cleared('ACTIVE', { for: 'c1' })).toEqual([`${begins} is ACTIVE, for a create`]);
    expect(await cleared('CREATE_FAILED', bySomebody)).toEqual([
      `${begins} the fleet did not make, for a create`,
    ]);
  });

  it('is by a rollback only a cluster that its own creation has made', async () => {
    const rolledBack = async (maker: string, rollbackOnFailure: boolean) => {
      const on = watch((one) => new OwnershipChecker(one));
      on.claimed('c1', 'create', 'ClusterRequested', { rollbackOnFailure });
      on.made('eks', 'CreateCluster', { name: 'web' }, { for: maker });
      on.made(
        'events',
        'PutEvents',
        { Entries: [{ DetailType: 'ClusterDeletionRequested' }] },
        { for: 'c1', functionName: 'rollback' },
      );
      return on.found();
    };
    expect(await rolledBack('c1', true)).toEqual([]);
    expect(await rolledBack('c0', true)).toEqual([
      'rollback called PutEvents for the deletion of web, which was there before operation c1',
    ]);
    expect(await rolledBack('c1', false)).toEqual([
      'rollback called PutEvents for the deletion of web, and nobody has asked for a rollback',
    ]);
  });
});

describe('what facts tell', () => {
  const config = {
    metadata: { version: '1.35', tags: { env: 'dev' } },
    cloudWatch: { clusterLogging: { enableTypes: ['audit', 'api'] } },
    managedNodeGroups: [{ name: 'web', labels: { tier: 'web' } }],
  };
  const asWritten = {
    status: 'ACTIVE',
    version: '1.35',
    tags: { env: 'dev', other: 'any' },
    logging: { clusterLogging: [{ enabled: true, types: ['api', 'audit'] }] },
  };
  const web = { status: 'ACTIVE', labels: { tier: 'web', more: 'any' } };
  async function created(
    cluster: object | undefined,
    nodegroup: object | undefined = web,
    { meanwhile = false, isMade = true } = {},
  ) {
    const on = watch((one) => new TruthfulFactsChecker(one), {
      has: {
        'eks:DescribeCluster': () => cluster && { cluster },
        'eks:DescribeNodegroup': () => nodegroup && { nodegroup },
      },
    });
    on.claimed('c1', 'create', 'ClusterRequested', { config });
    if (isMade) on.made('eks', 'CreateCluster', { name: 'web' }, { for: 'c1' });
    on.at(5);
    if (meanwhile) on.made('eks', 'UpdateClusterConfig', { name: 'web' }, { functionName: '' });
    on.verified('c1');
    on.told('c1', 'ClusterCreated', { kubernetesVersion: '1.35' });
    return on.found();
  }
  const begins = `ClusterCreated of ${region}/web: `;

  it('of a creation is as the document says', async () => {
    expect(await created(asWritten)).toEqual([]);
    expect(await created({ ...asWritten, logging: {} })).toEqual([
      `${begins}controlPlane.logging is [], and its document says ["api","audit"]`,
    ]);
    expect(await created(asWritten, { ...web, labels: {} })).toEqual([
      `${begins}nodeGroup/web.labels is {}, and its document says {"tier":"web"}`,
    ]);
    expect(await created({ ...asWritten, version: '1.34' })).toEqual([
      `${begins}it is at 1.34, not 1.35`,
      `${begins}controlPlane.version is "1.34", and its document says "1.35"`,
    ]);
    expect(await created({ ...asWritten, status: 'DELETING' })).toEqual([`${begins}EKS has it as DELETING`]);
    expect(await created(undefined)).toEqual([`${begins}EKS has no such cluster`]);
  });

  it('is of before, where somebody has changed the cluster since it was asked for', async () => {
    expect(await created({ ...asWritten, logging: {} }, web, { meanwhile: true })).toEqual([]);
  });

  it('of a document that is applied to a cluster that is there leaves its version out', async () => {
    const older = { ...asWritten, version: '1.34' };
    expect(await created(older, web, { isMade: false })).toEqual([`${begins}it is at 1.34, not 1.35`]);
  });

  it('of a deletion is that nothing of it is left', async () => {
    const deleted = async (has: Has) => {
      const on = watch((one) => new TruthfulFactsChecker(one), { has });
      on.claimed('d1', 'delete', 'ClusterDeletionRequested');
      on.told('d1', 'ClusterDeleted');
      return on.found();
    };
    const Tags = [{ Key: 'eks-fleet.dev/cluster', Value: 'web' }];
    expect(await deleted({})).toEqual([]);
    expect(
      await deleted({
        'eks:DescribeCluster': () => ({ cluster: {} }),
        'cloudformation:DescribeStacks': () => ({ Stacks: [{ StackName: 's', Tags }] }),
      }),
    ).toEqual([
      `ClusterDeleted of ${region}/web: EKS still has it`,
      `ClusterDeleted of ${region}/web: its stack s is still there`,
    ]);
  });

  it('of an upgrade is the version of the control plane, and of all groups but those left behind', async () => {
    const upgraded = async (
      version: string,
      group: string,
      leftBehind: readonly object[] = [],
      detail = {},
    ) => {
      const on = watch((one) => new TruthfulFactsChecker(one), {
        has: {
          'eks:DescribeCluster': () => ({ cluster: { version } }),
          'eks:ListNodegroups': () => ({ nodegroups: ['web'] }),
          'eks:DescribeNodegroup': () => ({ nodegroup: { version: group } }),
        },
      });
      on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', { action: 'upgrade', ...detail });
      on.told('u1', 'ClusterUpgraded', { to: '1.35', leftBehind });
      return on.found();
    };
    const begins = `ClusterUpgraded of ${region}/web: `;
    expect(await upgraded('1.35', '1.35')).toEqual([]);
    expect(await upgraded('1.34', '1.34')).toEqual([`${begins}it is at 1.34, not 1.35`]);
    expect(await upgraded('1.35', '1.34')).toEqual([`${begins}node group web is at 1.34, not 1.35`]);
    expect(await upgraded('1.35', '1.34', [{ nodeGroup: 'web', reason: 'its image' }])).toEqual([]);
    expect(await upgraded('1.35', '1.34', [], { only: 'controlPlane' })).toEqual([]);
  });

  it('of a scaling is what Auto Scaling has, or what a group that sleeps will wake to', async () => {
    const scaled = async (desiredSize: number, nodes: string, now: readonly [number, number, number]) => {
      const has = { [SCALING]: () => groups(['web', ...now]) };
      const on = watch((one) => new TruthfulFactsChecker(one), { has });
      on.claimed('s1', 'scale', 'ClusterScaleRequested', { action: 'resize' });
      const told = { name: 'web', after: { desiredSize, minSize: 1, maxSize: 4 }, nodes };
      on.told('s1', 'ClusterScaled', { groups: [told] });
      return on.found();
    };
    const begins = `ClusterScaled of ${region}/web: web is`;
    expect(await scaled(2, '2 m6i.large', [2, 1, 4])).toEqual([]);
    expect(await scaled(3, '3 m6i.large', [2, 1, 4])).toEqual([`${begins} 2 of 1-4, not 3 of 1-4`]);
    expect(await scaled(3, 'no nodes', [0, 0, 4])).toEqual([]);
    expect(await scaled(3, 'no nodes', [1, 1, 4])).toEqual([`${begins} 1 of 1-4, not 3 of 1-4`]);
  });
});
