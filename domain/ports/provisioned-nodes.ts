import type { NodeCount } from '../scale/groups/node-count.ts';

/** Instances that Karpenter or Auto Mode have started, as EC2 has them: the cluster is not asked. */
export interface ProvisionedNodesPort {
  /** Those of a cluster that are not terminated, by instance type. */
  nodes(clusterName: string): Promise<readonly NodeCount[]>;
}
