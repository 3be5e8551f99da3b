import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { byHand, eks, legacy, REGION, roleArn, SUBNETS } from './adopt-cluster/legacy.ts';
import { deployedFleet } from './deployed-fleet.ts';

// IAM is reached through us-east-1, wherever one is.
const regions = [REGION, 'us-east-1'];
const ofLegacy = { cluster: 'legacy', region: REGION };
const DAY = 86_400;
const { simulate } = deployedFleet({ seed: 1, regions });
/** A fleet whose EKS takes the looks at five clusters at once, with those for the end of support, and then one in a second. */
const narrow = deployedFleet({
  seed: 1,
  regions,
  settings: { buckets: { eks: { capacity: 50, refillPerSecond: 8 } } },
});

/** Runs steps in a process of its own; the clusters that they adopt are made by hand before. */
const run = (...steps: readonly Step[]) => runWith([], steps);

const runWith = (faults: readonly PlannedFault[], steps: readonly Step[]) =>
  simulate([...legacy, ...steps], faults);

const drifted = (...differences: readonly string[]): Step => ({
  expect: { drifted: { region: REGION, differences: [...differences], skipped: [] } },
});

describe('looking for drift', () => {
  it('publishes what somebody changed by hand, once, and changes nothing', async () => {
    const clusterName = 'legacy';
    await run(
      { adopt: ofLegacy },
      { wait: DAY },
      drifted(),
      byHand(
        eks('UpdateNodegroupConfig', {
          clusterName,
          nodegroupName: 'web',
          scalingConfig: { minSize: 1, maxSize: 9, desiredSize: 2 },
          labels: { addOrUpdateLabels: { tier: 'api' } },
        }),
        eks('CreateAddon', { clusterName, addonName: 'metrics-server' }),
        eks('AssociateAccessPolicy', {
          clusterName,
          principalArn: roleArn('operators'),
          policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
          accessScope: { type: 'cluster' },
        }),
      ),
      { wait: DAY },
      drifted(
        '"path":"nodeGroup/web.scalingConfig.maxSize","wanted":"3","found":"9"',
        '"path":"nodeGroup/web.labels.tier","wanted":"web","found":"api"',
        '"path":"addon/metrics-server","wanted":"nothing","found":"there"',
        'AmazonEKSViewPolicy\\"]","wanted":"nothing","found":"{\\"type\\":\\"cluster\\"',
      ),
      { wait: DAY },
      drifted(),
      { expect: { untouched: true } },
    );
  }, 60_000);

  it('tells what a document that was applied does not say, and applying it again leaves that', async () => {
    const document = {
      source: 'shop.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region: REGION, version: '1.34' },
        accessConfig: { accessEntries: [{ principalARN: roleArn('operators') }] },
        managedNodeGroups: [{ name: 'web' }],
      },
    };
    const differences = [
      '"path":"controlPlane.logging","wanted":"nothing","found":"[\\"audit\\"]"',
      '"path":"nodeGroup/web.updateConfig.updateStrategy","wanted":"DEFAULT","found":"MINIMAL"',
      '.kubernetesGroups","wanted":"nothing","found":"[\\"admins\\"]"',
    ];
    await run(
      { apply: [document] },
      { wait: DAY },
      drifted(),
      byHand(
        eks('UpdateClusterConfig', {
          name: 'shop',
          logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
        }),
        eks('UpdateNodegroupConfig', {
          clusterName: 'shop',
          nodegroupName: 'web',
          updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
        }),
        eks('UpdateAccessEntry', {
          clusterName: 'shop',
          principalArn: roleArn('operators'),
          kubernetesGroups: ['admins'],
        }),
      ),
      { wait: DAY },
      drifted(...differences),
      { apply: [document] },
      { wait: DAY },
      // After the document was applied again, the same drift is told once more.
      drifted(...differences),
    );
  }, 60_000);

  it('passes over a cluster whose comparison gives no answer, and says so', async () => {
    const lost = { kind: 'lose-result', functionName: 'driftCompareCluster' } as const;
    await runWith(
      // The first time, and each of ten retries.
      Array.from({ length: 11 }, () => lost),
      [
        { adopt: ofLegacy },
        { wait: DAY },
        { expect: { drifted: { region: REGION, differences: [], skipped: ['Lambda.ServiceException'] } } },
      ],
    );
  }, 60_000);

  it('looks at clusters alone where a look at several gives no answer, so that the right one is passed over', async () => {
    const lost = { kind: 'lose-result', functionName: 'driftCompareCluster' } as const;
    const resourcesVpcConfig = { subnetIds: SUBNETS };
    await runWith(
      // For both clusters: the first time, and each of ten retries.
      Array.from({ length: 11 }, () => lost),
      [
        byHand(
          eks('CreateCluster', { name: 'other', roleArn: roleArn('legacy-cluster'), resourcesVpcConfig }),
        ),
        { wait: 1800 },
        { adopt: ofLegacy },
        { adopt: { cluster: 'other', region: REGION } },
        byHand(eks('CreateAddon', { clusterName: 'other', addonName: 'kube-proxy' })),
        { wait: DAY },
        drifted('"path":"addon/kube-proxy","wanted":"nothing","found":"there"'),
      ],
    );
  }, 60_000);

  it('leaves EKS room between a few clusters and the next, so that no look is throttled and asked for again', async () => {
    const names = [...'abcdefghij'];
    const made = names.map((name) => {
      const resourcesVpcConfig = { subnetIds: SUBNETS };
      return eks('CreateCluster', { name, roleArn: roleArn('legacy-cluster'), resourcesVpcConfig });
    });
    const adopted = names.map((cluster): Step => ({ adopt: { cluster, region: REGION } }));
    const { awsCalls } = await narrow.simulate([
      ...legacy,
      byHand(...made),
      { wait: 1800 },
      ...adopted,
      { wait: DAY },
      drifted(),
    ]);
    const ofEks = Object.entries(awsCalls).filter(([call]) => call.startsWith('eks:'));
    expect(ofEks.filter(([, { throttled }]) => throttled > 0)).toEqual([]);
  }, 60_000);

  it('takes no autoscaling for drift', async () => {
    const scaled = { minSize: 1, maxSize: 3, desiredSize: 3 };
    await run(
      { adopt: ofLegacy },
      byHand(
        eks('UpdateNodegroupConfig', {
          clusterName: 'legacy',
          nodegroupName: 'web',
          scalingConfig: scaled,
        }),
      ),
      { wait: DAY },
      drifted(),
    );
  }, 60_000);
});
