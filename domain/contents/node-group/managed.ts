import {
  type ClusterConfig,
  hasImageInTemplate,
  type ManagedNodeGroup,
} from '../../cluster-config/config.ts';
import { defaultInstanceType } from '../../cluster-config/defaults.ts';
import { instanceTypesOf } from '../../cluster-config/instance-types.ts';
import { keptBefore } from '../../decide/stack-image.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { clusterStack, ownTags } from '../../desired/names.ts';
import { nodeRoleArn } from '../../desired/roles/roles.ts';
import { getAtt, present, ref, template } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';
import type { DesiredContentStack } from '../stack/desired.ts';
import { allowsSsh, launchTemplateName, launchTemplateResources, stackImage } from './launch-template.ts';
import { amiType, namedImage } from './node-image.ts';
import { nodeSubnetIds } from './subnets.ts';
import { nodeLabels } from './user-data/node.ts';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NO_SCHEDULE' | 'NO_EXECUTE' | 'PREFER_NO_SCHEDULE';
}

export interface NodegroupRequest {
  readonly clusterName: string;
  readonly nodegroupName: string;
  readonly nodeRole: string;
  readonly subnets: readonly string[];
  readonly scalingConfig: {
    readonly minSize: number;
    readonly maxSize: number;
    readonly desiredSize: number;
  };
  readonly amiType?: string;
  readonly capacityType?: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  readonly instanceTypes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly launchTemplate?: { readonly id?: string; readonly name?: string; readonly version?: string };
  readonly updateConfig?: { readonly maxUnavailable?: number; readonly maxUnavailablePercentage?: number };
  readonly nodeRepairConfig?: Readonly<Record<string, unknown>>;
  readonly releaseVersion?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DesiredNodeGroup extends ContentBase {
  readonly kind: 'nodeGroup';
  readonly request: NodegroupRequest;
  /** The image that a launch template of the fleet's has, as the document names it: its own, or its family's for any minor. */
  readonly image?: string;
  /** The image that its launch template's stack has been given in place of the document's. */
  readonly keptImage?: string;
  /** Its cluster sleeps: one that is there keeps its sizes. */
  readonly keepsSizes?: boolean;
}

const isCapacityBlock = (group: ManagedNodeGroup) =>
  group.instanceMarketOptions?.marketType === 'capacity-block';

/** The stack of a managed group's launch template, unless the document names one of its own. */
export function launchTemplateStack(
  config: ClusterConfig,
  facts: ContentFacts,
  group: ManagedNodeGroup,
): DesiredContentStack[] {
  if (group.launchTemplate) return [];
  const attached = group.securityGroups?.attachIDs ?? [];
  // Naming any group, EKS no longer adds its own: it has to be named with them.
  const own = attached.length > 0 || allowsSsh(group) ? [facts.cluster.clusterSecurityGroupId] : [];
  const [instanceType] = instanceTypesOf(group);
  const resources = () =>
    launchTemplateResources({
      config,
      facts,
      group,
      managed: true,
      securityGroupIds: [...own, ...attached],
      // EKS wants the type of a capacity block in the template, and all others in its own request.
      ...(isCapacityBlock(group) && instanceType ? { instanceType } : {}),
    });
  const body = () =>
    template(`Launch template of node group ${group.name}, made by eks-fleet`, resources(), {
      LaunchTemplateId: ref('LaunchTemplate'),
      LaunchTemplateVersion: getAtt('LaunchTemplate', 'LatestVersionNumber'),
    });
  const stack = clusterStack(
    config,
    `nodegroup-${group.name}`,
    body,
    hasImageInTemplate(group) ? stackImage(facts, group) : {},
  );
  return [{ kind: 'stack', key: stack.key, stack, needs: [] }];
}

export function taintsOf(group: ManagedNodeGroup): Taint[] {
  const effects = {
    NoSchedule: 'NO_SCHEDULE',
    NoExecute: 'NO_EXECUTE',
    PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  } as const;
  return (group.taints ?? []).map(({ key, value, effect }) =>
    present({ key, value, effect: effects[effect] }),
  );
}

/**
 * The launch template of a group's request. A fresh template has version 1, which is its default, so that the
 * version is only needed (and known) once the stack says which is the latest.
 */
function launchTemplateOf(config: ClusterConfig, facts: ContentFacts, group: ManagedNodeGroup) {
  if (group.launchTemplate)
    return present({ id: group.launchTemplate.id, version: group.launchTemplate.version });
  const outputs = facts.stackOutputs?.[`stack/nodegroup-${group.name}`];
  return present({ name: launchTemplateName(config, group), version: outputs?.LaunchTemplateVersion });
}

function capacityType(group: ManagedNodeGroup): NodegroupRequest['capacityType'] {
  if (isCapacityBlock(group)) return 'CAPACITY_BLOCK';
  return group.spot ? 'SPOT' : undefined;
}

function instanceTypes(group: ManagedNodeGroup): readonly string[] | undefined {
  if (isCapacityBlock(group)) return undefined;
  const written = instanceTypesOf(group);
  if (written.length > 0) return written;
  // A launch template of the user's own may name the type itself.
  return group.launchTemplate ? undefined : [defaultInstanceType];
}

/** The image that a document names for a group, and the one that its stack has kept. */
function imagesOf(
  { stackOutputs, account }: ContentFacts,
  group: ManagedNodeGroup,
): Pick<DesiredNodeGroup, 'image' | 'keptImage'> {
  if (group.launchTemplate || !hasImageInTemplate(group)) return {};
  const named = namedImage(group, account.instanceTypes);
  const keptImage = keptBefore(named, stackOutputs?.[`stack/nodegroup-${group.name}`] ?? {});
  return { image: named, ...(keptImage === undefined ? {} : { keptImage }) };
}

/** A managed node group as EKS is asked for it. */
export function managedNodeGroup(
  config: ClusterConfig,
  facts: ContentFacts,
  group: ManagedNodeGroup,
): DesiredNodeGroup {
  const { minSize, maxSize, desiredCapacity: desiredSize } = group;
  const request: NodegroupRequest = {
    clusterName: config.metadata.name,
    nodegroupName: group.name,
    nodeRole: nodeRoleArn(config, facts.account, group) ?? '',
    subnets: nodeSubnetIds(facts.network, group),
    scalingConfig: { minSize, maxSize, desiredSize },
    labels: nodeLabels(config, group),
    launchTemplate: launchTemplateOf(config, facts, group),
    tags: { ...ownTags(config), ...group.tags },
    ...present({
      amiType: group.launchTemplate ? undefined : amiType(group, facts.account.instanceTypes),
      capacityType: capacityType(group),
      instanceTypes: instanceTypes(group),
      taints: group.taints?.length ? taintsOf(group) : undefined,
      updateConfig: group.updateConfig ? present(group.updateConfig) : undefined,
      nodeRepairConfig: group.nodeRepairConfig,
      releaseVersion: group.releaseVersion,
    }),
  };
  const stack = group.launchTemplate
    ? []
    : [{ keys: [`stack/nodegroup-${group.name}`], until: 'ready' as const }];
  return {
    kind: 'nodeGroup',
    key: `nodeGroup/${group.name}`,
    request,
    needs: stack,
    ...imagesOf(facts, group),
    ...(facts.isAsleep ? { keepsSizes: true } : {}),
  };
}
