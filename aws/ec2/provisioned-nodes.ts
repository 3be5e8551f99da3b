import { type EC2Client, type Filter, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { ProvisionedNodesPort } from '../../domain/ports/provisioned-nodes.ts';
import type { NodeCount } from '../../domain/scale/groups/node-count.ts';
import { named } from '../errors.ts';

const ALIVE: Filter = {
  Name: 'instance-state-name',
  Values: ['pending', 'running', 'shutting-down', 'stopping', 'stopped'],
};

/**
 * Filters by the tags of Auto Mode's instances (EKS guide, "Managed instances": `eks:eks-cluster-name`), and of
 * Karpenter's (Karpenter, "Tags": its pool and the cluster).
 */
const FILTERS = [
  (cluster: string): Filter[] => [{ Name: 'tag:eks:eks-cluster-name', Values: [cluster] }],
  (cluster: string): Filter[] => [
    { Name: 'tag-key', Values: ['karpenter.sh/nodepool'] },
    { Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] },
  ],
];

/** `ProvisionedNodesPort` over EC2. */
export class Ec2ProvisionedNodes implements ProvisionedNodesPort {
  /** Made when it is first needed: few clusters have such nodes. */
  readonly #client: () => EC2Client;

  constructor(client: () => EC2Client) {
    this.#client = client;
  }

  async nodes(clusterName: string): Promise<readonly NodeCount[]> {
    const found = await Promise.all(FILTERS.map((filters) => named(this.#types(filters(clusterName)))));
    const counts = new Map<string, number>();
    for (const instanceType of new Map(found.flat()).values())
      counts.set(instanceType, (counts.get(instanceType) ?? 0) + 1);
    return [...counts].map(([instanceType, count]) => ({ instanceType, count }));
  }

  /** Types by instance. */
  async #types(filters: readonly Filter[]): Promise<readonly (readonly [string, string])[]> {
    const types: (readonly [string, string])[] = [];
    const pages = paginateDescribeInstances({ client: this.#client() }, { Filters: [ALIVE, ...filters] });
    for await (const { Reservations = [] } of pages)
      for (const { Instances = [] } of Reservations)
        for (const { InstanceId = '', InstanceType = '' } of Instances)
          types.push([InstanceId, InstanceType]);
    return types;
  }
}
