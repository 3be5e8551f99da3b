import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { byHand, eks, legacy, REGION } from './adopt-cluster/legacy.ts';
import { deployedFleet } from './deployed-fleet.ts';

// IAM is reached through us-east-1, wherever one is.
const regions = [REGION, 'us-east-1'];
const ofLegacy = { cluster: 'legacy', region: REGION };
const DAY = 86_400;
const { simulate } = deployedFleet({ seed: 1, regions });
/** Runs steps in a process of its own; the clusters that they adopt are made by hand before. */
const run = (...steps: readonly Step[]) => runWith([], steps);

async function runWith(faults: readonly PlannedFault[], steps: readonly Step[]) {
  const { operations } = await simulate([...legacy, ...steps], faults);
  return operations.map(({ kind, outcome }) => `${kind} ${outcome}`);
}

const fleetHas = (level: 'observe' | 'all' | 'absent'): Step => ({
  expect: { registered: { name: 'legacy', region: REGION, level } },
});
const rejected = (reason: string): Step => ({ expect: { rejected: { region: REGION, reason } } });
const drifted = (...differences: readonly string[]): Step => ({
  expect: { drifted: { region: REGION, differences: [...differences], skipped: [] } },
});

describe('adopting a cluster', () => {
  it('takes it into the fleet at level observe, and releases it, without touching it', async () => {
    const ended = await run(
      fleetHas('absent'),
      { adopt: ofLegacy },
      { expect: { registered: { name: 'legacy', region: REGION, level: 'observe', origin: 'adopted' } } },
      { forget: ofLegacy },
      fleetHas('absent'),
      { expect: { untouched: true, cluster: { name: 'legacy', region: REGION, status: 'ACTIVE' } } },
    );
    expect(ended).toEqual(['adopt Succeeded', 'release Succeeded']);
  }, 60_000);

  it('refuses a cluster that is not there, one that the fleet has, and to release one that it has not', async () => {
    const ended = await run(
      { adopt: { cluster: 'nobody', region: REGION } },
      rejected('there is no cluster nobody in us-west-2'),
      { forget: ofLegacy },
      rejected('the fleet has no cluster legacy in us-west-2'),
      { adopt: ofLegacy },
      { adopt: ofLegacy },
      rejected('the fleet has legacy in us-west-2 already, at level observe'),
      { adopt: { ...ofLegacy, level: 'everything' } },
      rejected('detail.level'),
      { expect: { untouched: true } },
    );
    expect(ended).toEqual(['adopt Rejected', 'adopt Succeeded', 'adopt Rejected']);
  }, 60_000);

  it('lets nothing be created in it or deleted below level all, and says how to raise it', async () => {
    const document = {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'legacy', region: REGION, version: '1.34' },
    };
    const advice = 'eks-fleet adopt legacy --region us-west-2 --level all';
    const ended = await run(
      { apply: [{ source: 'legacy.yaml', value: document }] },
      rejected('something else made legacy in us-west-2, and the fleet does not have it'),
      { adopt: ofLegacy },
      { apply: [{ source: 'legacy.yaml', value: document }] },
      rejected(advice),
      { delete: ofLegacy },
      rejected('legacy in us-west-2 is managed at level observe, and this needs all'),
      { expect: { untouched: true } },
      { adopt: { ...ofLegacy, level: 'all' } },
      fleetHas('all'),
    );
    expect(ended).toEqual(['create Rejected', 'adopt Succeeded', 'adopt Succeeded']);
  }, 60_000);
});

describe('a cluster of the fleet that somebody has deleted', () => {
  const forget = 'eks-fleet release legacy --region us-west-2';
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'legacy', region: REGION, version: '1.34' },
  };
  const gone: readonly Step[] = [
    byHand(
      eks('DeleteNodegroup', { clusterName: 'legacy', nodegroupName: 'web' }),
      eks('DeleteAddon', { clusterName: 'legacy', addonName: 'kube-proxy' }),
    ),
    { wait: 3600 },
    byHand(eks('DeleteCluster', { name: 'legacy' })),
    { wait: 3600 },
    { expect: { cluster: { name: 'legacy', region: REGION, status: 'absent' } } },
  ];

  it('is forgotten, as each refusal says, and then its document is no more held to a level', async () => {
    const ended = await run(
      { adopt: ofLegacy },
      ...gone,
      { apply: [{ source: 'legacy.yaml', value: document }] },
      rejected(forget),
      { delete: ofLegacy },
      rejected(forget),
      { adopt: { ...ofLegacy, level: 'all' } },
      rejected(`any more; for the fleet to forget it: ${forget}`),
      { forget: ofLegacy },
      fleetHas('absent'),
      { apply: [{ source: 'legacy.yaml', value: document }] },
      { expect: { cluster: { name: 'legacy', region: REGION, status: 'ACTIVE' } } },
    );
    expect(ended).toEqual(['adopt Succeeded', 'adopt Rejected', 'release Succeeded', 'create Succeeded']);
  }, 60_000);

  it('is not deleted at level all either, where nothing of it is left', async () => {
    const ended = await run(
      { adopt: ofLegacy },
      { adopt: { ...ofLegacy, level: 'all' } },
      ...gone,
      { delete: ofLegacy },
      rejected(`nothing that eks-fleet made for it; for the fleet to forget it: ${forget}`),
    );
    expect(ended).toEqual(['adopt Succeeded', 'adopt Succeeded', 'delete Rejected']);
  }, 60_000);
});

describe('deleting an adopted cluster', () => {
  it('takes it once somebody has raised it to level all, and leaves the network that it was given', async () => {
    const ended = await run(
      { adopt: { ...ofLegacy, level: 'all' } },
      { delete: ofLegacy },
      { expect: { cluster: { name: 'legacy', region: REGION, status: 'absent' } } },
      fleetHas('absent'),
    );
    expect(ended).toEqual(['adopt Succeeded', 'delete Succeeded']);
  }, 60_000);
});

describe('a cluster that eks-fleet made', () => {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'made', region: REGION, version: '1.35' },
    addons: [{ name: 'vpc-cni', useDefaultPodIdentityAssociations: true }, { name: 'coredns' }],
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 2 }],
  };
  const made = { cluster: 'made', region: REGION };
  const apply: Step = { apply: [{ source: 'made.yaml', value: document }] };
  const has = (level: 'all' | 'absent'): Step => ({
    expect: { registered: { name: 'made', region: REGION, level } },
  });

  it('is in the fleet at level all, is as its document says, and leaves the fleet when it is deleted', async () => {
    const endpoint = { endpointPrivateAccess: true };
    const ended = await run(
      apply,
      has('all'),
      { wait: DAY },
      drifted(),
      byHand(eks('UpdateClusterConfig', { name: 'made', resourcesVpcConfig: endpoint })),
      { wait: DAY },
      drifted(
        '"path":"controlPlane.resourcesVpcConfig.endpointPrivateAccess","wanted":"false","found":"true"',
      ),
      apply,
      { wait: DAY },
      drifted(),
      { delete: made },
      has('absent'),
    );
    expect(ended).toEqual(['create Succeeded', 'create Succeeded', 'delete Succeeded']);
  }, 60_000);

  it('is left out while an operation has it, and the look says so', async () => {
    const changed = { ...document, cloudWatch: { clusterLogging: { enableTypes: ['api'] } } };
    await run(
      apply,
      { wait: DAY * 0.75 },
      { pause: { region: REGION, id: 'p1', owner: 'ann', reason: 'an incident' } },
      { apply: [{ source: 'made.yaml', value: changed }], followForSeconds: DAY / 4 },
      {
        expect: {
          drifted: { region: REGION, differences: [], skipped: ['made', 'under operation', '(create)'] },
        },
      },
      { resume: { region: REGION, id: 'p1' } },
      { wait: DAY },
      drifted(),
    );
  }, 60_000);

  it('can be released and adopted again, and is then as it was described', async () => {
    const ended = await run(
      apply,
      { forget: made },
      has('absent'),
      { adopt: made },
      { wait: DAY },
      drifted(),
    );
    expect(ended).toEqual(['create Succeeded', 'release Succeeded', 'adopt Succeeded']);
  }, 60_000);
});

describe.each(['crash-before', 'crash-after', 'lose-reply', 'lose-result'] as const)(
  'every task of adoption, release and drift, once hit by %s',
  (kind) => {
    const tasks = [
      'adoptAcceptRequest',
      'adoptRegisterCluster',
      'adoptPublishAdopted',
      'releaseAcceptRequest',
      'operationUnregisterCluster',
      'releasePublishReleased',
      'driftListClusters',
      'driftCompareCluster',
      'driftPublishDrift',
      'driftRecordDrift',
      'operationEndOperation',
    ];

    it('comes to the same end', async () => {
      const addon = { clusterName: 'legacy', addonName: 'metrics-server' };
      const ended = await runWith(
        tasks.map((functionName) => ({ kind, functionName })),
        [
          { adopt: ofLegacy },
          fleetHas('observe'),
          byHand(eks('CreateAddon', addon)),
          { wait: DAY },
          drifted('"path":"addon/metrics-server","wanted":"nothing","found":"there"'),
          { wait: DAY },
          drifted(),
          { forget: ofLegacy },
          fleetHas('absent'),
          { expect: { untouched: true } },
        ],
      );
      expect(ended).toEqual(['adopt Succeeded', 'release Succeeded']);
    }, 60_000);
  },
);
