import { afterEach, expect, it } from '@jest/globals';
import { createAutoScaling } from '../../../simulator/autoscaling/autoscaling.ts';
import { registrationOf } from '../../../simulator/autoscaling/user-data.ts';
import type { Service } from '../../../simulator/service.ts';
import { administrator, role } from '../eks/world.ts';
import { budget, deployment } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world?.close());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const script =
  "/etc/eks/bootstrap.sh 'shop' --kubelet-extra-args '--node-labels=tier=back,a=b --register-with-taints=own=x:NoSchedule'";

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

it('nodes of a self-managed group register as their user data says, and go undrained', async () => {
  world = await kubernetesWorld();
  await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
  world.call('CreateAccessEntry', { clusterName: 'shop', principalArn: role('node'), type: 'EC2_LINUX' });
  const services: Record<string, Service> = { eks: world.eks, iam, ec2 };
  const autoscaling = createAutoScaling({ ...world.region, service: (key) => services[key] as Service });
  const call = (operation: string, input: object) =>
    autoscaling.operations[operation]?.(input, { operation, caller: administrator, requestId: 'r' });
  world.network.templates.set('nodes', {
    ImageId: 'ami-1',
    InstanceType: 'm5.large',
    UserData: base64(script),
    IamInstanceProfile: { Name: 'node' },
  });
  await call('CreateAutoScalingGroup', {
    AutoScalingGroupName: 'workers',
    MinSize: 0,
    MaxSize: 2,
    DesiredCapacity: 1,
    VPCZoneIdentifier: 'subnet-a',
    LaunchTemplate: { LaunchTemplateName: 'nodes' },
  });
  await world.pass(10 * 60_000);
  const [node] = await world.run(world.client().nodes(world.api));
  expect(node).toMatchObject({
    ready: true,
    zone: 'us-east-1a',
    instanceType: 'm5.large',
    labels: { tier: 'back', a: 'b', 'kubernetes.io/os': 'linux' },
  });
  const { body } = await world.raw('GET', '/api/v1/nodes');
  expect(body.items).toMatchObject([
    { status: { nodeInfo: { kubeletVersion: expect.stringMatching(/^v1\.34\.2-eks-/) } } },
  ]);
  expect(node?.nodegroupName).toBeUndefined();

  const tolerations = [{ key: 'own', operator: 'Exists' }];
  world.eks.inCluster.plant('shop', [
    deployment('web', { pod: { tolerations } }),
    deployment('kept-out'),
    budget('web', { minAvailable: 1 }),
  ]);
  await world.pass(MOMENT_MS);
  const ready = async () =>
    (await world.run(world.client().pods(world.api, {})))
      .filter((pod) => pod.ready)
      .map(({ labels }) => labels.app);
  expect(await ready()).toEqual(['web']);
  await call('UpdateAutoScalingGroup', { AutoScalingGroupName: 'workers', DesiredCapacity: 0 });
  await world.pass(4 * 60_000);
  expect(await world.run(world.client().nodes(world.api))).toEqual([]);
  expect(await ready()).toEqual([]);
});

it.each([
  [
    'flags of the kubelet',
    script,
    { tier: 'back', a: 'b' },
    [{ key: 'own', value: 'x', effect: 'NoSchedule' }],
  ],
  [
    "Bottlerocket's settings",
    '[settings.kubernetes]\ncluster-name = "shop"\n[settings.kubernetes.node-labels]\n"tier" = "back"\n' +
      '[settings.kubernetes.node-taints]\n"own" = ["x:NoExecute"]\n',
    { tier: 'back' },
    [{ key: 'own', value: 'x', effect: 'NoExecute' }],
  ],
  ['nothing', '#!/bin/sh', {}, []],
])('a registration is read from %s', (_what, userData, labels, taints) => {
  expect(registrationOf(base64(userData))).toEqual({ os: 'linux', labels, taints });
});
