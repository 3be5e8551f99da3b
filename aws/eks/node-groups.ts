import {
  type Activity,
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeScalingActivitiesCommand,
  paginateDescribeAutoScalingGroups,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { type EKSClient, ListFargateProfilesCommand } from '@aws-sdk/client-eks';
import type { ObservedNodegroup } from '../../domain/contents/node-group/observed.ts';
import type { Change } from '../../domain/decide/decision.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { NamedGroup, NodeGroupsPort } from '../../domain/ports/node-groups.ts';
import { managedKey, selfManagedKey } from '../../domain/scale/groups/document.ts';
import type { GroupInstance, ResizableGroup, ScalableGroup } from '../../domain/scale/groups/group.ts';
import { named } from '../errors.ts';
import { Eks } from './eks.ts';

/** Launches that failed as far back as this are read: the newest say why capacity is missing. */
const ACTIVITIES_READ = 20;

const tagsOf = ({ Tags = [] }: AutoScalingGroup): Record<string, string> =>
  Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));

const instancesOf = ({ Instances = [] }: AutoScalingGroup): readonly GroupInstance[] =>
  Instances.map(({ InstanceId, InstanceType, AvailabilityZone, LifecycleState, HealthStatus }) => ({
    instanceId: InstanceId ?? '',
    instanceType: InstanceType ?? '',
    zone: AvailabilityZone ?? '',
    state: LifecycleState ?? '',
    isHealthy: HealthStatus?.toLowerCase() === 'healthy',
  }));

/** `NodeGroupsPort` over EKS and Auto Scaling. */
export class AwsNodeGroups implements NodeGroupsPort {
  readonly #eks: EKSClient;
  readonly #contents: ContentsPort;
  readonly #autoScaling: AutoScalingClient;

  constructor(eks: EKSClient, autoScaling: AutoScalingClient) {
    this.#eks = eks;
    this.#contents = new Eks(eks);
    this.#autoScaling = autoScaling;
  }

  async groups(clusterName: string, among?: readonly NamedGroup[]): Promise<readonly ScalableGroup[]> {
    const known = among?.filter(({ kind }) => kind === 'managed').map(({ name }) => name);
    const [managed, scaling] = await Promise.all([
      this.#managed(clusterName, known),
      this.#autoScalingGroups(clusterName),
    ]);
    const byName = new Map(scaling.map((group) => [group.AutoScalingGroupName, group]));
    const ofEks = new Set(managed.map(autoScalingGroupName));
    const found = [
      ...managed.map((group) => toManaged(group, byName.get(autoScalingGroupName(group)))),
      ...scaling
        // One that EKS has made and no longer lists goes with its node group.
        .filter(
          (group) => !ofEks.has(group.AutoScalingGroupName ?? '') && !('eks:nodegroup-name' in tagsOf(group)),
        )
        .map(toSelfManaged),
    ];
    const wanted = among && new Set(among.map(({ key }) => key));
    const seen = found.filter(({ key }) => !wanted || wanted.has(key));
    return seen.sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  async sizesOf(clusterName: string, group: NamedGroup): Promise<ResizableGroup | undefined> {
    // EKS knows the sizes of a managed group. Those of others are Auto Scaling's, which answers with everything.
    if (group.kind === 'selfManaged') return (await this.groups(clusterName, [group]))[0];
    const [found] = await this.#managed(clusterName, [group.name]);
    return found && toManaged(found, undefined);
  }

  async withFailedLaunches(groups: readonly ScalableGroup[]): Promise<readonly ScalableGroup[]> {
    return Promise.all(
      groups.map(async (group) => {
        const there = group.instances.filter(({ state }) => state === 'InService').length;
        if (group.autoScalingGroupName === '' || there >= group.sizes.desiredSize) return group;
        return { ...group, issues: [...group.issues, ...(await this.#failedLaunches(group))] };
      }),
    );
  }

  async hasFargateProfiles(clusterName: string): Promise<boolean> {
    const page = await named(this.#eks.send(new ListFargateProfilesCommand({ clusterName, maxResults: 1 })));
    return (page.fargateProfileNames?.length ?? 0) > 0;
  }

  async change(change: Change, token: string): Promise<void> {
    if (change.operation === 'UpdateAutoScalingGroup')
      await named(this.#autoScaling.send(new UpdateAutoScalingGroupCommand(change.request as never)));
    else await this.#contents.change(change, token);
  }

  async #managed(clusterName: string, known?: readonly string[]): Promise<readonly ObservedNodegroup[]> {
    const names = known ?? (await this.#contents.list('nodeGroup', clusterName)) ?? [];
    const read = names.map((name) => this.#contents.read('nodeGroup', clusterName, name));
    return (await Promise.all(read)).filter((group) => group !== undefined);
  }

  /** Kubernetes' own tag is on every group whose nodes join the cluster (EKS user guide, "Self-managed nodes"). */
  async #autoScalingGroups(clusterName: string): Promise<readonly AutoScalingGroup[]> {
    const Filters = [{ Name: 'tag-key', Values: [`kubernetes.io/cluster/${clusterName}`] }];
    const read = async () => {
      const groups: AutoScalingGroup[] = [];
      const pages = paginateDescribeAutoScalingGroups(
        { client: this.#autoScaling },
        { Filters, MaxRecords: 100 },
      );
      for await (const { AutoScalingGroups = [] } of pages) groups.push(...AutoScalingGroups);
      return groups;
    };
    return named(read());
  }

  async #failedLaunches({ autoScalingGroupName }: ScalableGroup): Promise<readonly string[]> {
    const { Activities = [] } = await named(
      this.#autoScaling.send(
        new DescribeScalingActivitiesCommand({
          AutoScalingGroupName: autoScalingGroupName,
          MaxRecords: ACTIVITIES_READ,
        }),
      ),
    );
    return failuresOf(Activities);
  }
}

function toManaged(group: ObservedNodegroup, scaling: AutoScalingGroup | undefined): ScalableGroup {
  const { nodegroupName: name, scalingConfig, issues = [], amiType = '' } = group;
  const { minSize, desiredSize, maxSize } = scalingConfig;
  return {
    key: managedKey(name),
    kind: 'managed',
    name,
    status: group.status,
    sizes: { minSize, desiredSize, maxSize },
    labels: group.labels ?? {},
    isWindows: amiType.startsWith('WINDOWS'),
    tags: group.tags ?? {},
    autoScalingGroupName: autoScalingGroupName(group),
    ...(scaling
      ? { autoScaling: { desiredSize: scaling.DesiredCapacity ?? 0, maxSize: scaling.MaxSize ?? 0 } }
      : {}),
    instances: scaling ? instancesOf(scaling) : [],
    issues: issues.map(({ code, message }) => `${code}: ${message}`),
  };
}

function toSelfManaged(group: AutoScalingGroup): ScalableGroup {
  const tags = tagsOf(group);
  const own = group.AutoScalingGroupName ?? '';
  const name = tags['alpha.eksctl.io/nodegroup-name'] ?? own;
  return {
    key: selfManagedKey(name),
    kind: 'selfManaged',
    name,
    // A group that is being deleted says so, and has no status otherwise.
    status: group.Status === undefined ? 'ACTIVE' : 'DELETING',
    sizes: {
      minSize: group.MinSize ?? 0,
      desiredSize: group.DesiredCapacity ?? 0,
      maxSize: group.MaxSize ?? 0,
    },
    labels: {},
    isWindows: false,
    tags,
    autoScalingGroupName: own,
    instances: instancesOf(group),
    issues: [],
  };
}

const autoScalingGroupName = ({ resources }: ObservedNodegroup): string =>
  resources?.autoScalingGroups?.[0]?.name ?? '';

/**
 * Auto Scaling tries again after a quarter of an hour at the latest (observed): an older failure is another matter.
 */
const RECENT_MS = 15 * 60_000;

/** The reasons why launches failed lately; activities come newest first. */
function failuresOf(activities: readonly Activity[]): readonly string[] {
  const newest = activities[0]?.StartTime?.getTime() ?? 0;
  return activities
    .filter(({ StartTime }) => newest - (StartTime?.getTime() ?? 0) <= RECENT_MS)
    .filter(({ StatusCode }) => StatusCode === 'Failed' || StatusCode === 'Cancelled')
    .flatMap(({ StatusMessage }) => StatusMessage ?? []);
}
