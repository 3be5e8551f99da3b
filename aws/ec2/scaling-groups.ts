import {
  type AutoScalingClient,
  type AutoScalingGroup,
  type LaunchTemplateSpecification,
  type MixedInstancesPolicy,
  paginateDescribeAutoScalingGroups,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { TemplateVersion } from '../../domain/ports/launch-templates.ts';
import type { ObservedScalingGroup, ScalingGroupsPort } from '../../domain/ports/scaling-groups.ts';
import { named } from '../errors.ts';

/** The launch template of a group, whether its instances are mixed or not. */
const templateOf = ({ LaunchTemplate, MixedInstancesPolicy }: AutoScalingGroup) =>
  LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;

/** "If you specify neither, the default version" (API reference, LaunchTemplateSpecification). */
const versionOf = ({
  LaunchTemplateId: id = '',
  Version: version = '$Default',
}: LaunchTemplateSpecification) => ({
  id,
  version,
});

function observed(group: AutoScalingGroup): ObservedScalingGroup {
  const { MaxSize, DesiredCapacity, MixedInstancesPolicy, Status, Instances = [] } = group;
  const { AutoScalingGroupName: name = '' } = group;
  const template = templateOf(group);
  return {
    name,
    maxSize: MaxSize ?? 0,
    desiredCapacity: DesiredCapacity ?? 0,
    // A group that is being deleted says so, and has no status otherwise.
    isDeleting: Status !== undefined,
    ...(template ? { launchTemplate: versionOf(template) } : {}),
    ...(MixedInstancesPolicy ? { mixedInstances: { ...MixedInstancesPolicy } } : {}),
    instances: Instances.map(
      ({ InstanceId: instanceId = '', LifecycleState: state = '', LaunchTemplate }) => ({
        instanceId,
        state,
        ...(LaunchTemplate?.Version === undefined ? {} : { templateVersion: Number(LaunchTemplate.Version) }),
      }),
    ),
  };
}

/** `ScalingGroupsPort` over Auto Scaling. */
export class AwsScalingGroups implements ScalingGroupsPort {
  readonly #client: AutoScalingClient;

  constructor(client: AutoScalingClient) {
    this.#client = client;
  }

  async find(names: readonly string[]): Promise<readonly ObservedScalingGroup[]> {
    return names.length === 0 ? [] : (await this.#describe(names)).map(observed);
  }

  async useTemplate(
    { name, mixedInstances }: Parameters<ScalingGroupsPort['useTemplate']>[0],
    { id, version }: TemplateVersion,
  ): Promise<void> {
    const specification = { LaunchTemplateId: id, Version: version };
    const mixed = mixedInstances as MixedInstancesPolicy | undefined;
    const LaunchTemplate = { ...mixed?.LaunchTemplate, LaunchTemplateSpecification: specification };
    await this.#update(
      name,
      mixed ? { MixedInstancesPolicy: { ...mixed, LaunchTemplate } } : { LaunchTemplate: specification },
    );
  }

  async resize(
    name: string,
    { desiredCapacity, maxSize }: Parameters<ScalingGroupsPort['resize']>[1],
  ): Promise<void> {
    await this.#update(name, {
      ...(desiredCapacity === undefined ? {} : { DesiredCapacity: desiredCapacity }),
      ...(maxSize === undefined ? {} : { MaxSize: maxSize }),
    });
  }

  async end(InstanceId: string, { withItsPlace }: { readonly withItsPlace: boolean }): Promise<void> {
    const ShouldDecrementDesiredCapacity = withItsPlace;
    await named(
      this.#client.send(
        new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity }),
      ),
    );
  }

  async #update(AutoScalingGroupName: string, change: object): Promise<void> {
    await named(this.#client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...change })));
  }

  #describe(names: readonly string[]): Promise<readonly AutoScalingGroup[]> {
    const read = async () => {
      const found: AutoScalingGroup[] = [];
      const pages = paginateDescribeAutoScalingGroups(
        { client: this.#client },
        { AutoScalingGroupNames: [...names], MaxRecords: 100 },
      );
      for await (const { AutoScalingGroups = [] } of pages) found.push(...AutoScalingGroups);
      return found;
    };
    return named(read());
  }
}
