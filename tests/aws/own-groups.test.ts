import * as clientAutoScaling from '@aws-sdk/client-auto-scaling';
import * as clientEc2 from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import { Ec2OwnGroups } from '../../aws/ec2/own-groups.ts';
import { AwsScalingGroups } from '../../aws/ec2/scaling-groups.ts';
import { successorName } from '../../domain/upgrade/nodes/image-names.ts';
import { publicImages } from '../../simulator/ec2/images/public-images.ts';
import { ec2World } from '../simulator/ec2/world.ts';
import { wireClient } from '../simulator/wire-client.ts';

type Group = clientAutoScaling.AutoScalingGroup;

/** Auto Scaling that has these groups, and what it was asked to change. */
function autoScalingOf(...groups: readonly Partial<Group>[]) {
  const changed: object[] = [];
  const send = async (command: {
    readonly input: { readonly AutoScalingGroupNames?: readonly string[] };
  }) => {
    if (!(command instanceof clientAutoScaling.DescribeAutoScalingGroupsCommand)) {
      changed.push(command.input);
      return {};
    }
    const names = command.input.AutoScalingGroupNames;
    return {
      AutoScalingGroups: groups.filter(
        ({ AutoScalingGroupName = '' }) => !names || names.includes(AutoScalingGroupName),
      ),
    };
  };
  // A paginator takes only clients of the SDK.
  const client = Object.assign(Object.create(clientAutoScaling.AutoScalingClient.prototype), { send });
  return { client: client as clientAutoScaling.AutoScalingClient, changed };
}

const ROLE = 'arn:aws:iam::111122223333:role/eks-fleet/shop-workers';
const PROFILE = 'arn:aws:iam::111122223333:instance-profile/own/workers';
/** IAM that has one instance profile. */
const iam = () => {
  const send = async ({ input }: { readonly input: { readonly InstanceProfileName: string } }) => {
    if (input.InstanceProfileName !== 'workers')
      throw Object.assign(new Error('none'), { name: 'NoSuchEntityException' });
    return { InstanceProfile: { Roles: [{ Arn: ROLE }] } };
  };
  return { send } as unknown as IAMClient;
};

const tags = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([Key, Value]) => ({ Key, Value }));
const JOINS = { 'kubernetes.io/cluster/shop': 'owned' };
const FLEET = { ...JOINS, 'alpha.eksctl.io/nodegroup-name': 'workers', 'eks-fleet.dev/cluster': 'shop' };

const instances = (...ids: readonly string[]) =>
  ids.map((InstanceId) => ({
    InstanceId,
    AvailabilityZone: 'us-west-2a',
    LifecycleState: 'InService' as const,
    HealthStatus: 'Healthy',
    ProtectedFromScaleIn: false,
  }));

/** A launch template of the newest image of the name, at version 2 of three. */
async function withTemplate(imageName: RegExp) {
  const world = ec2World();
  const image = [...publicImages('us-west-2', world.kernel.now()).images.values()].find(({ Name }) =>
    imageName.test(Name),
  );
  const { LaunchTemplate } = await world.call('CreateLaunchTemplate', {
    LaunchTemplateName: 'own',
    LaunchTemplateData: { ImageId: 'ami-00000000000000001', InstanceType: 'm5.large' },
  });
  const id = LaunchTemplate?.LaunchTemplateId ?? '';
  const given = {
    LaunchTemplateId: id,
    SourceVersion: '1',
    LaunchTemplateData: { ImageId: image?.ImageId, IamInstanceProfile: { Arn: PROFILE } },
  };
  await world.call('CreateLaunchTemplateVersion', given);
  await world.call('CreateLaunchTemplateVersion', {
    ...given,
    LaunchTemplateData: { InstanceType: 'm5.xlarge' },
  });
  return { world, ec2: () => wireClient(clientEc2, clientEc2.EC2Client, world.ec2), id, image };
}

describe('groups of self-managed nodes', () => {
  it('are those of the cluster that EKS does not manage, with their template and its image', async () => {
    const { ec2, id, image } = await withTemplate(/al2023-x86_64-standard-1\.35/);
    const LaunchTemplate = { LaunchTemplateId: id, Version: '2' };
    const { client } = autoScalingOf(
      {
        AutoScalingGroupName: 'asg',
        MaxSize: 3,
        Tags: tags(FLEET),
        LaunchTemplate,
        Instances: instances('i-1', 'i-2'),
      },
      { AutoScalingGroupName: 'eks-web', Tags: tags({ ...JOINS, 'eks:nodegroup-name': 'web' }) },
      { AutoScalingGroupName: 'going', Status: 'Delete in progress', Tags: tags(JOINS) },
      { AutoScalingGroupName: 'old-kind', MaxSize: 1, Tags: tags(JOINS) },
    );
    const template = {
      id,
      version: 2,
      latest: 3,
      image: { id: image?.ImageId, name: image?.Name, owner: image?.OwnerId },
      roles: [ROLE],
    };
    expect(await new Ec2OwnGroups(client, ec2, iam).groups('shop')).toEqual([
      { name: 'asg', nodeGroup: 'workers', isOfFleet: true, maxSize: 3, instances: ['i-1', 'i-2'], template },
      { name: 'old-kind', nodeGroup: 'old-kind', isOfFleet: false, maxSize: 1, instances: [] },
    ]);
  });

  it.each([{ Version: '$Latest', version: 3 }, { Version: '$Default', version: 1 }, { version: 1 }])(
    'start from the version that is meant by $Version',
    async ({ Version, version }) => {
      const { ec2, id } = await withTemplate(/al2023/);
      const specification = { LaunchTemplateId: id, ...(Version && { Version }) };
      const { client } = autoScalingOf({
        AutoScalingGroupName: 'asg',
        Tags: tags(FLEET),
        MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: specification } },
      });
      const [group] = await new Ec2OwnGroups(client, ec2, iam).groups('shop');
      // The image of the first version is nobody's.
      expect(group?.template).toEqual({
        id,
        version,
        latest: 3,
        roles: [],
        image: { id: 'ami-00000000000000001' },
      });
    },
  );

  it.each([
    /^amazon-eks-node-al2023-x86_64-standard-1\.35/,
    /^bottlerocket-aws-k8s-1\.35-arm64/,
    /^Windows_Server-2022-English-Core-EKS_Optimized-1\.35/,
    /^ubuntu-eks\/k8s_1\.35.*24\.04-amd64/,
  ])('have an image of their kind for the next minor: %p', async (name) => {
    const { world, ec2, image } = await withTemplate(name);
    const { client } = autoScalingOf();
    const found = { id: image?.ImageId ?? '', name: image?.Name ?? '' };
    const wanted = successorName(found, '1.36') ?? '';
    const id = await new Ec2OwnGroups(client, ec2, iam).newestImage(image?.OwnerId ?? '', wanted);
    const { Images } = await world.call('DescribeImages', { ImageIds: [id] });
    expect(Images?.[0]?.Name).toMatch(new RegExp(name.source.replace('1\\.35', '1\\.36')));
    expect(await new Ec2OwnGroups(client, ec2, iam).newestImage('111122223333', wanted)).toBeUndefined();
  });
});

describe('a group that starts from another version of its template', () => {
  const template = { id: 'lt-1', version: '4' };

  it('keeps the policy by which its instances are mixed', async () => {
    const MixedInstancesPolicy = {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '3' },
        Overrides: [{ InstanceType: 'm5.large' }],
      },
      InstancesDistribution: { OnDemandBaseCapacity: 1 },
    };
    const { client, changed } = autoScalingOf({ AutoScalingGroupName: 'asg', MixedInstancesPolicy });
    const groups = new AwsScalingGroups(client);
    const [group] = await groups.find(['asg']);
    expect(group).toMatchObject({ launchTemplate: { id: 'lt-1', version: '3' } });
    if (group) await groups.useTemplate(group, template);
    const LaunchTemplateSpecification = { LaunchTemplateId: 'lt-1', Version: '4' };
    expect(changed).toEqual([
      {
        AutoScalingGroupName: 'asg',
        MixedInstancesPolicy: {
          ...MixedInstancesPolicy,
          LaunchTemplate: { ...MixedInstancesPolicy.LaunchTemplate, LaunchTemplateSpecification },
        },
      },
    ]);
  });

  it('is given that version alone where they are not', async () => {
    const LaunchTemplate = { LaunchTemplateId: 'lt-1', Version: '3' };
    const { client, changed } = autoScalingOf({ AutoScalingGroupName: 'asg', LaunchTemplate });
    const groups = new AwsScalingGroups(client);
    const [group] = await groups.find(['asg']);
    if (group) await groups.useTemplate(group, template);
    expect(changed).toEqual([
      { AutoScalingGroupName: 'asg', LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '4' } },
    ]);
    expect(await groups.find([])).toEqual([]);
  });
});
