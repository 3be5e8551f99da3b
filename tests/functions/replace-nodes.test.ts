import * as clientAutoScaling from '@aws-sdk/client-auto-scaling';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsScalingGroups } from '../../aws/ec2/scaling-groups.ts';
import type { LaunchTemplatesPort } from '../../domain/ports/launch-templates.ts';
import { createAutoScaling } from '../../simulator/autoscaling/autoscaling.ts';
import { NODES, PODS } from '../../simulator/kubernetes/api/resources.ts';
import type { Service } from '../../simulator/service.ts';
import { administrator, role } from '../simulator/eks/world.ts';
import { budget, deployment } from '../simulator/kubernetes/manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS } from '../simulator/kubernetes/world.ts';
import { wireClient } from '../simulator/wire-client.ts';
import { driveNodes } from './upgrade-nodes.fixtures.ts';

let world: KubernetesWorld;
afterEach(() => world?.close());

const STEP = { key: '1.36/nodes', kind: 'nodes', to: '1.36' } as const;
const OLD = 'ami-old';
const NEW = 'ami-new';
const UserData = Buffer.from("/etc/eks/bootstrap.sh 'shop'").toString('base64');

const iam: Service = {
  signingName: 'iam',
  authorize: () => [],
  operations: {
    GetInstanceProfile: () => ({ InstanceProfile: { Roles: [{ Arn: role('node') }] } }),
  },
};
/** EC2 knows every image and type. */
const ec2: Service = {
  signingName: 'ec2',
  authorize: () => [],
  operations: { DescribeImages: () => ({}), DescribeInstanceTypes: () => ({}) },
};

const store = () => world.eks.inCluster.kubernetes('shop').store;
const minors = () =>
  store()
    .list(NODES)
    .map(({ status }) => /^v(1\.\d+)/.exec(status.nodeInfo?.kubeletVersion ?? '')?.[1]);
const readyPods = () =>
  store()
    .list(PODS)
    .filter(({ status, metadata }) => status.phase === 'Running' && !metadata.deletionTimestamp).length;

/** A cluster on 1.36 with a group of nodes of an image of 1.35. */
async function withWorkers(size = 2, maxSize = 2) {
  world = await kubernetesWorld({ version: '1.36' });
  await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
  world.call('CreateAccessEntry', { clusterName: 'shop', principalArn: role('node'), type: 'EC2_LINUX' });
  world.network.images.set(OLD, 'amazon-eks-node-al2023-x86_64-standard-1.35-v20261029');
  world.network.images.set(NEW, 'amazon-eks-node-al2023-x86_64-standard-1.36-v20261105');
  const base = { InstanceType: 'm5.large', UserData, IamInstanceProfile: { Name: 'node' } };
  const versions = [{ ...base, ImageId: OLD }];
  const launchTemplate = () => ({
    ...{ launchTemplateId: 'lt-1', launchTemplateName: 'workers' },
    ...{ defaultVersion: 1, latestVersion: versions.length },
    data: (version: number) => versions[version - 1],
  });
  const services: Record<string, Service> = { eks: world.eks, iam, ec2 };
  const autoscaling = createAutoScaling({
    ...world.region,
    network: { ...world.region.network, launchTemplate },
    service: (key) => services[key] as Service,
  });
  const call = (operation: string, input: object) =>
    autoscaling.operations[operation]?.(input, { operation, caller: administrator, requestId: 'r' });
  await call('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'workers',
    MinSize: 0,
    MaxSize: maxSize,
    DesiredCapacity: size,
    VPCZoneIdentifier: 'subnet-a,subnet-b',
    LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' },
  });
  await world.pass(10 * 60_000);
  const launchTemplates: LaunchTemplatesPort = {
    versionWith: async (image, _like, from = 0) => {
      const at = versions.findLastIndex(({ ImageId }) => ImageId === image) + 1;
      return at === 0 || at < from ? undefined : String(at);
    },
    addVersion: async (ImageId) => String(versions.push({ ...base, ImageId })),
  };
  const client = wireClient(clientAutoScaling, clientAutoScaling.AutoScalingClient, autoscaling);
  const scalingGroups = new AwsScalingGroups(client);
  const pin = {
    name: 'workers',
    change: { image: NEW, like: { id: 'lt-1', version: '1' } },
    newFrom: 2,
    maxSize,
  };
  const group = async () => (await world.run(scalingGroups.find(['workers'])))[0];
  const drive = (alarm: 'OK' | 'ALARM' = 'OK') =>
    driveNodes(world, {
      alarm,
      hop: { autoScalingGroups: [pin] },
      step: STEP,
      own: { launchTemplates, scalingGroups },
    });
  return { drive, group, call, versions };
}

describe('self-managed nodes', () => {
  it('are replaced one by one, and never fewer than they were', async () => {
    const { drive, group } = await withWorkers(3, 3);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 6 }),
      budget('web', { minAvailable: 5 }),
    ]);
    await world.pass(MOMENT_MS);
    expect(minors()).toEqual(['1.35', '1.35', '1.35']);
    const counts: number[] = [];
    const pods: number[] = [];
    const { outcome } = await drive().run(() => {
      counts.push(
        store()
          .list(NODES)
          .filter(({ spec }) => !spec.unschedulable).length,
      );
      pods.push(readyPods());
    });
    expect(outcome).toBe('Done');
    await world.pass(MOMENT_MS);
    expect(minors()).toEqual(['1.36', '1.36', '1.36']);
    expect(Math.min(...pods)).toBeGreaterThanOrEqual(5);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(await group()).toMatchObject({ maxSize: 3, desiredCapacity: 3 });
  });

  it('are left alone while an alarm is going', async () => {
    const { drive, versions } = await withWorkers(1);
    const held = drive('ALARM');
    expect(await held.apply('replace-node', 'autoScalingGroup/workers')).toEqual({ outcome: 'Unchanged' });
    expect(versions).toHaveLength(1);
  });

  it('are left alone the second time', async () => {
    const { drive, versions } = await withWorkers(1);
    await drive().run();
    expect(await drive().run()).toMatchObject({ outcome: 'Done', rounds: 0 });
    expect(versions).toHaveLength(2);
  });

  it('whose replacement was begun by another operation are gone on with', async () => {
    const { drive, group } = await withWorkers(1);
    const first = drive();
    for (let rounds = 0; rounds < 4; rounds++) await first.round(() => undefined);
    expect((await group())?.desiredCapacity).toBe(2);
    expect((await drive().run()).outcome).toBe('Done');
    await world.pass(MOMENT_MS);
    expect(minors()).toEqual(['1.36']);
    expect(await group()).toMatchObject({ desiredCapacity: 1 });
  });

  it('that a budget holds for good stay, and the pod and its budget are named', async () => {
    const { drive } = await withWorkers(1);
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 1 }),
      budget('web', { maxUnavailable: 0 }),
    ]);
    await world.pass(MOMENT_MS);
    const progress = await drive().run(() => expect(readyPods()).toBe(1));
    expect(progress).toMatchObject({
      outcome: 'Failed',
      failures: [
        {
          key: expect.stringMatching(/^autoScalingGroup\/workers\//),
          reason: expect.stringMatching(
            /^pod default\/web-\S+ on \S+: PodDisruptionBudget default\/web needs 1 healthy pods and has 1$/,
          ),
        },
      ],
    });
    expect(minors().sort()).toEqual(['1.35', '1.36']);
  });

  it('wait for a node that does not come, and say so in the end', async () => {
    const { drive, call } = await withWorkers(1);
    await call('SuspendProcesses', { AutoScalingGroupName: 'workers', ScalingProcesses: ['Launch'] });
    const progress = await drive().run();
    expect(progress).toMatchObject({
      outcome: 'Failed',
      failures: [
        { reason: expect.stringMatching(/^no node of the new image has become Ready in place of /) },
      ],
    });
    expect(minors()).toEqual(['1.35']);
  });

  it('of a group without instances start from the new image later', async () => {
    const { drive, group } = await withWorkers(0);
    expect((await drive().run()).outcome).toBe('Done');
    expect(await group()).toMatchObject({ launchTemplate: { id: 'lt-1', version: '2' } });
  });
});
