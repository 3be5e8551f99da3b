import type { AnyNodeGroup, ClusterConfig } from '../cluster-config/config.ts';
import { defaultInstanceType } from '../cluster-config/defaults.ts';
import { instanceTypesOf } from '../cluster-config/instance-types.ts';

/** A node group with its place in the document and the parts of the cluster that are made for it. */
export interface PlacedGroup {
  readonly group: AnyNodeGroup;
  readonly path: string;
  readonly managed: boolean;
  readonly parts: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly instanceTypesPath: string;
}

function typesPath(group: AnyNodeGroup, path: string): string {
  if ('instancesDistribution' in group && group.instancesDistribution)
    return `${path}.instancesDistribution.instanceTypes`;
  return 'instanceTypes' in group && group.instanceTypes?.length
    ? `${path}.instanceTypes`
    : `${path}.instanceType`;
}

/**
 * The instance types of a group. Of a launch template of the user's own, those that the document writes beside it.
 */
function typesOf(group: AnyNodeGroup): readonly string[] {
  const written = instanceTypesOf(group);
  const isTemplates = 'launchTemplate' in group && group.launchTemplate !== undefined;
  return written.length > 0 || isTemplates ? written : [defaultInstanceType];
}

export function placedGroups({
  managedNodeGroups,
  nodeGroups,
}: Pick<ClusterConfig, 'managedNodeGroups' | 'nodeGroups'>): readonly PlacedGroup[] {
  const placed = (group: AnyNodeGroup, path: string, managed: boolean): PlacedGroup => ({
    group,
    path,
    managed,
    parts: [...(managed ? [`nodeGroup/${group.name}`] : []), `stack/nodegroup-${group.name}`],
    instanceTypes: typesOf(group),
    instanceTypesPath: typesPath(group, path),
  });
  return [
    ...managedNodeGroups.map((group, index) => placed(group, `managedNodeGroups[${index}]`, true)),
    ...nodeGroups.map((group, index) => placed(group, `nodeGroups[${index}]`, false)),
  ];
}
