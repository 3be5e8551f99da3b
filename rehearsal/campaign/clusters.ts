import type { AppliedDocument } from '../applied-document.ts';
import { FLEET_TAGS } from './fleets.ts';

/** The Kubernetes minor of most documents, the one before it, and the one that clusters are upgraded to. */
export const MINOR = '1.35';
export const FORMER_MINOR = '1.34';
export const NEXT_MINOR = '1.36';

/** The part of a ClusterConfig below its metadata, and the metadata that is the cluster's own. */
export interface Body {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The Kubernetes minor that it is made at; `MINOR` if absent. */
  readonly minor?: string;
  /** The minor that its last version says, where EKS may take no new cluster of the first one by then. */
  readonly lastMinor?: string;
  /** Members that its last version says otherwise: without them it would never come up. */
  readonly mend?: Readonly<Record<string, unknown>>;
}

/**
 * The maker of a cluster: the fleet, by its document; somebody with plain calls to AWS; or eksctl, which leaves its
 * tags on a cluster. Clusters that the fleet did not make are adopted, or left alone.
 */
export type Origin = 'fleet' | 'by hand' | 'eksctl';

export interface DrawnCluster {
  readonly name: string;
  readonly region: string;
  readonly origin: Origin;
  readonly body: Body;
  /** The additions of later versions of its document, one after the other. */
  readonly edits: readonly Body['spec'][];
}

/** The Kubernetes minor that a cluster is made at. */
export const minorOf = ({ body }: DrawnCluster): string => body.minor ?? MINOR;

const lists = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (value: unknown): unknown => (value as { readonly name?: unknown }).name;

/** Lists grow, or have one of a name in place of another; anything else is the later one's. */
function merged(body: Body['spec'], edit: Body['spec']): Body['spec'] {
  const all = { ...body };
  for (const [member, value] of Object.entries(edit)) {
    const named = lists(value).map(nameOf);
    const kept = lists(body[member]).filter((one) => !named.includes(nameOf(one)));
    all[member] = Array.isArray(value) ? [...kept, ...value] : value;
  }
  return all;
}

/** The spec of a cluster after so many of its edits; all of them if absent. */
export const specOf = ({ body, edits }: DrawnCluster, versions = edits.length): Body['spec'] =>
  edits.slice(0, versions).reduce(merged, body.spec);

/** The cluster's document after so many edits. */
export function documentOf(cluster: DrawnCluster, versions?: number): AppliedDocument {
  const { name, region, body } = cluster;
  const { annotations } = body;
  const isLast = versions === undefined || versions === cluster.edits.length;
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: {
      name,
      region,
      version: isLast ? (body.lastMinor ?? minorOf(cluster)) : minorOf(cluster),
      tags: { ...FLEET_TAGS, cluster: name },
      ...(annotations ? { annotations } : {}),
    },
    ...specOf(cluster, versions),
  };
  return { source: `${name}.yaml`, value };
}

/** The node groups that a cluster may be scaled by, by kind and name: none beside Auto Mode's own nodes. */
export function groupsOf(cluster: DrawnCluster, versions?: number) {
  const { autoModeConfig, managedNodeGroups, nodeGroups } = specOf(cluster, versions);
  const names = (groups: unknown): readonly string[] =>
    autoModeConfig === undefined ? lists(groups).map((group) => String(nameOf(group))) : [];
  return { managed: names(managedNodeGroups), own: names(nodeGroups) };
}

export const allGroupsOf = (cluster: DrawnCluster): readonly string[] => {
  const { managed, own } = groupsOf(cluster);
  return [...managed, ...own];
};

/** True where a cluster has anything that can be put to sleep. */
export const canSleep = (cluster: DrawnCluster): boolean =>
  specOf(cluster).autoModeConfig !== undefined || allGroupsOf(cluster).length > 0;

/** The add-ons that its document names. */
export const addonsOf = (cluster: DrawnCluster): readonly string[] =>
  lists(specOf(cluster).addons).map((addon) => String(nameOf(addon)));
