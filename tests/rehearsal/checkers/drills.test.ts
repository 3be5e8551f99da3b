import { describe, expect, it } from '@jest/globals';
import { DrillsChecker } from '../../../rehearsal/checkers/failover/drills.ts';
import { bodyOf, plan, written } from './plans.fixtures.ts';
import { watch } from './watched.ts';

const STANDBY = plan.to.region;

/** A drill of a standby of one node and one pod; what it has is changed in between. */
function drilling() {
  const there = { nodes: 1, pods: 1 };
  const on = watch((watched) => new DrillsChecker(watched), {
    has: {
      'autoscaling:DescribeAutoScalingGroups': () => ({
        AutoScalingGroups: [
          {
            ...{ AutoScalingGroupName: 'asg', DesiredCapacity: there.nodes, MinSize: 1, MaxSize: 9 },
            ...{ Tags: [{ Key: 'eks:nodegroup-name', Value: 'web' }], Instances: [] },
          },
        ],
      }),
      inCluster: () => ({
        ...{ nodes: [], version: '1.34' },
        deployments: [
          { metadata: { namespace: 'default', name: 'shop' }, spec: { replicas: there.pods }, status: {} },
        ],
      }),
    },
  });
  const { item } = written(on);
  item(1, 'primary');
  const told = (detailType: string, more: object = {}) =>
    on.take(detailType, { plan: plan.name, ...more }, STANDBY);
  return {
    item,
    found: on.found,
    begun: async (): Promise<void> => {
      told('FailoverDrillRequested');
      await new Promise((resolve) => setImmediate(resolve));
    },
    told: (notes: readonly string[] = []) => told('FailoverDrilled', { notes }),
    has: (nodes: number, pods: number) => Object.assign(there, { nodes, pods }),
    resized: (desiredSize: number, functionName: string) =>
      on.made(
        'eks',
        'UpdateNodegroupConfig',
        { clusterName: plan.to.cluster, nodegroupName: 'web', scalingConfig: { desiredSize } },
        { functionName, region: STANDBY },
      ),
    shadow: (side: 'primary' | 'standby') =>
      on.made('s3', 'PutObject', {
        ...{ Bucket: `eks-fleet-prod-words-1-${STANDBY}`, Key: 'plans/shop.drill' },
        Body: bodyOf(1, side),
      }),
  };
}

describe('a drill', () => {
  it('leaves its standby as it was', async () => {
    const on = drilling();
    await on.begun();
    on.has(3, 3);
    on.shadow('standby');
    on.shadow('primary');
    on.has(1, 1);
    on.told();
    expect(await on.found()).toEqual([]);
  });

  it('is found where nodes or pods stay', async () => {
    const on = drilling();
    await on.begun();
    on.has(3, 2);
    on.told();
    expect(await on.found()).toEqual([
      'plan shop was drilled, and is not as before: group web is 3 of 1-9, and was 1 of 1-9',
      'plan shop was drilled, and is not as before: pods of default/shop is 2, and was 1',
    ]);
  });

  it('may leave pods that it could not put back, where it says so, until the end', async () => {
    const on = drilling();
    await on.begun();
    on.has(1, 2);
    on.told(['replicas were not put back: no answer']);
    expect(await on.found()).toEqual([
      'plan shop was drilled, and was never put back: pods of default/shop is 2, and was 1',
    ]);
  });

  it.each([
    ['leaves what a person has given the standby', 5, []],
    [
      'is found where it lowers that',
      1,
      ['plan shop was drilled, and is not as before: group web is 1 of 1-9, and was 5'],
    ],
  ])('%s', async (_what, nodes, found) => {
    const on = drilling();
    await on.begun();
    on.resized(5, '');
    on.has(nodes, 1);
    on.told();
    expect(await on.found()).toEqual(found);
  });

  it('that nobody came to the end of is found, unless the plan has moved since', async () => {
    const stopped = drilling();
    await stopped.begun();
    stopped.has(3, 1);
    stopped.shadow('standby');
    expect(await stopped.found()).toEqual([
      'plan shop was drilled, and was never put back: group web is 3 of 1-9, and was 1 of 1-9',
      'eks-fleet-prod-words-1-us-west-2/shop.drill says that the standby serves, and no drill is under way',
    ]);
    const moved = drilling();
    await moved.begun();
    moved.has(3, 1);
    moved.shadow('standby');
    moved.item(2, 'standby', 'fencing');
    moved.item(2, 'standby');
    expect(await moved.found()).toEqual([]);
  });

  it('makes nothing smaller and says no word while the plan is moved', async () => {
    const on = drilling();
    await on.begun();
    on.item(2, 'standby', 'fencing');
    on.resized(1, 'eks-fleet-prod-failoverDrillLowerNodeGroup');
    on.shadow('standby');
    expect(await on.found()).toEqual([
      'a drill of plan shop made its standby smaller while the plan was moved',
      'a drill of plan shop said a word while the plan was moved',
    ]);
  });
});
