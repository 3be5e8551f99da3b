import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { type AutoScalingClient, paginateDescribeAutoScalingGroups } from '@aws-sdk/client-auto-scaling';
import {
  DescribeImagesCommand,
  type EC2Client,
  type Image,
  type LaunchTemplateVersion,
  paginateDescribeImages,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { OwnGroup, OwnGroupsPort, OwnImage } from '../../domain/ports/own-groups.ts';
import { named, unlessMissing } from '../errors.ts';

/** `OwnGroupsPort` over Auto Scaling, EC2 and IAM. */
export class Ec2OwnGroups implements OwnGroupsPort {
  readonly #autoScaling: AutoScalingClient;
  readonly #ec2: () => EC2Client;

  readonly #iam: () => IAMClient;

  /** EC2 and IAM are asked only where there is such a group. */
  constructor(autoScaling: AutoScalingClient, ec2: () => EC2Client, iam: () => IAMClient) {
    this.#autoScaling = autoScaling;
    this.#ec2 = ec2;
    this.#iam = iam;
  }

  async groups(clusterName: string): Promise<readonly OwnGroup[]> {
    const found = await named(this.#groupsOf(clusterName));
    return Promise.all(found.map((group) => this.#toOwn(group)));
  }

  async newestImage(owner: string, name: string): Promise<string | undefined> {
    const Filters = [
      { Name: 'name', Values: [name] },
      { Name: 'state', Values: ['available'] },
    ];
    const found: Image[] = [];
    const pages = paginateDescribeImages({ client: this.#ec2() }, { Owners: [owner], Filters });
    const read = async () => {
      for await (const { Images = [] } of pages) found.push(...Images);
    };
    await named(read());
    const byDate = found.sort((one, other) =>
      (one.CreationDate ?? '') < (other.CreationDate ?? '') ? -1 : 1,
    );
    return byDate.at(-1)?.ImageId;
  }

  /** Kubernetes' own tag is on every group whose nodes join the cluster; EKS's groups have one of EKS's besides. */
  async #groupsOf(clusterName: string): Promise<readonly AutoScalingGroup[]> {
    const Filters = [{ Name: 'tag-key', Values: [`kubernetes.io/cluster/${clusterName}`] }];
    const found: AutoScalingGroup[] = [];
    const pages = paginateDescribeAutoScalingGroups(
      { client: this.#autoScaling },
      { Filters, MaxRecords: 100 },
    );
    for await (const { AutoScalingGroups = [] } of pages) found.push(...AutoScalingGroups);
    return found.filter(
      ({ Status, Tags = [] }) =>
        Status === undefined && !Tags.some(({ Key }) => Key === 'eks:nodegroup-name'),
    );
  }

  async #toOwn(group: AutoScalingGroup): Promise<OwnGroup> {
    const { AutoScalingGroupName: name = '', MaxSize: maxSize = 0, Tags = [], Instances = [] } = group;
    const tags = new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    const template = await this.#templateOf(group);
    return {
      name,
      nodeGroup: tags.get('alpha.eksctl.io/nodegroup-name') ?? name,
      isOfFleet: tags.has('eks-fleet.dev/cluster'),
      maxSize,
      instances: Instances.flatMap(({ InstanceId }) => InstanceId ?? []),
      ...(template ? { template } : {}),
    };
  }

  async #templateOf({ LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup) {
    const used = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    const id = used?.LaunchTemplateId;
    const versions = id === undefined ? [] : ((await unlessMissing(this.#versions(id))) ?? []);
    const latest = Math.max(0, ...versions.map(({ VersionNumber = 0 }) => VersionNumber));
    const version = versions.find(
      ({ VersionNumber, DefaultVersion }) =>
        (used?.Version === '$Latest' && VersionNumber === latest) ||
        ((used?.Version ?? '$Default') === '$Default' && DefaultVersion) ||
        String(VersionNumber) === used?.Version,
    );
    const { VersionNumber: number, LaunchTemplateData } = version ?? {};
    if (id === undefined || number === undefined) return undefined;
    const { ImageId = '', IamInstanceProfile: profile } = LaunchTemplateData ?? {};
    const [image, roles] = await Promise.all([
      this.#image(ImageId),
      this.#roles(profile?.Name ?? profile?.Arn?.split('/').at(-1)),
    ]);
    return { id, version: number, latest, image, roles };
  }

  async #roles(InstanceProfileName: string | undefined): Promise<readonly string[]> {
    if (InstanceProfileName === undefined) return [];
    const answer = await unlessMissing(
      this.#iam().send(new GetInstanceProfileCommand({ InstanceProfileName })),
    );
    return (answer?.InstanceProfile?.Roles ?? []).flatMap(({ Arn }) => Arn ?? []);
  }

  async #versions(LaunchTemplateId: string): Promise<readonly LaunchTemplateVersion[]> {
    const found: LaunchTemplateVersion[] = [];
    const pages = paginateDescribeLaunchTemplateVersions({ client: this.#ec2() }, { LaunchTemplateId });
    for await (const { LaunchTemplateVersions = [] } of pages) found.push(...LaunchTemplateVersions);
    return found;
  }

  async #image(id: string): Promise<OwnImage> {
    const answer = await unlessMissing(this.#ec2().send(new DescribeImagesCommand({ ImageIds: [id] })));
    const { Name: name, OwnerId: owner } = answer?.Images?.[0] ?? {};
    return { id, ...(name === undefined ? {} : { name }), ...(owner === undefined ? {} : { owner }) };
  }
}
