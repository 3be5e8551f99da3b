import {
  type AutoScalingClient,
  type AutoScalingGroup,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { AccountFacts, ByName } from '../../domain/account-facts/facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import { allOf, asked, each, unasked } from './asked.ts';

/** The tag by which eksctl and eks-fleet know a self-managed group. */
const NAME = 'alpha.eksctl.io/nodegroup-name';

const tagsOf = ({ Tags = [] }: AutoScalingGroup) =>
  new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The images that self-managed groups of a cluster start their nodes from. */
export class GroupImages {
  readonly #autoScaling: AutoScalingClient;
  readonly #ec2: EC2Client;

  constructor(autoScaling: AutoScalingClient, ec2: EC2Client) {
    this.#autoScaling = autoScaling;
    this.#ec2 = ec2;
  }

  async read({ imagesOf }: FactsWanted): Promise<Pick<AccountFacts, 'groupImages'>> {
    const groupImages =
      imagesOf === undefined
        ? unasked<ByName<string>>({})
        : asked('autoscaling:DescribeAutoScalingGroups', () => this.#imagesOf(imagesOf));
    return { groupImages: await groupImages };
  }

  /** By name of the group, as its document has it. */
  async #imagesOf(clusterName: string): Promise<ByName<string>> {
    const Filters = [{ Name: 'tag:eks-fleet.dev/cluster', Values: [clusterName] }];
    const pages = paginateDescribeAutoScalingGroups(
      { client: this.#autoScaling },
      { Filters, MaxRecords: 100 },
    );
    const found = await allOf(pages, ({ AutoScalingGroups }) => AutoScalingGroups);
    const groups = new Map(
      found
        .filter(({ Status }) => Status === undefined)
        .flatMap((group) => {
          const name = tagsOf(group).get(NAME);
          return name === undefined ? [] : [[name, group] as const];
        }),
    );
    const images = await each([...groups.keys()], (name) => this.#imageOf(groups.get(name)));
    return Object.fromEntries(
      Object.entries(images).flatMap(([name, image]) => (image === undefined ? [] : [[name, image]])),
    );
  }

  async #imageOf(group: AutoScalingGroup | undefined): Promise<string | undefined> {
    const used =
      group?.LaunchTemplate ?? group?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    if (used?.LaunchTemplateId === undefined) return undefined;
    const { LaunchTemplateVersions: [version] = [] } = await this.#ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: used.LaunchTemplateId,
        Versions: [used.Version ?? '$Default'],
      }),
    );
    return version?.LaunchTemplateData?.ImageId;
  }
}
