import { type AnyNodeGroup, type ClusterConfig, isWindows } from '../../cluster-config/config.ts';
import { nodeLabels } from '../../contents/node-group/user-data/node.ts';
import { managedKey, selfManagedKey } from './document.ts';
import type { ScalableGroup } from './group.ts';

/** A cluster's groups as its document has them, to try a resizing on before the time comes. */
export function documentGroups(config: ClusterConfig): readonly ScalableGroup[] {
  const groupOf = (group: AnyNodeGroup, kind: ScalableGroup['kind']): ScalableGroup => ({
    key: kind === 'managed' ? managedKey(group.name) : selfManagedKey(group.name),
    kind,
    name: group.name,
    status: 'ACTIVE',
    sizes: { minSize: group.minSize, desiredSize: group.desiredCapacity, maxSize: group.maxSize },
    labels: nodeLabels(config, group),
    isWindows: isWindows(group),
    tags: group.tags ?? {},
    autoScalingGroupName: '',
    instances: [],
    issues: [],
  });
  return [
    ...config.managedNodeGroups.map((group) => groupOf(group, 'managed')),
    ...config.nodeGroups.map((group) => groupOf(group, 'selfManaged')),
  ];
}
