import { forwarderOf } from '../forwarder/names.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { KubernetesApi } from '../ports/kubernetes.ts';

/** The part of a cluster's configuration that tells how its API is reached, as DescribeCluster has it. */
export interface EndpointAccess {
  readonly resourcesVpcConfig?:
    | {
        readonly endpointPublicAccess?: boolean | undefined;
        readonly endpointPrivateAccess?: boolean | undefined;
        readonly publicAccessCidrs?: readonly string[] | undefined;
        readonly vpcId?: string | undefined;
        readonly subnetIds?: readonly string[] | undefined;
        readonly clusterSecurityGroupId?: string | undefined;
      }
    | undefined;
}

/** The way by which the fleet's functions, which run outside of VPCs, come to a cluster's API (ADR 12). */
export type Way =
  /** By themselves. */
  | { readonly by: 'internet' }
  /** By a function in the cluster's VPC. */
  | {
      readonly by: 'forwarder';
      readonly vpcId: string;
      readonly subnetIds: readonly string[];
      /** The cluster's security group. */
      readonly groupId: string;
    }
  | { readonly by: 'none'; readonly why: string };

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** The way to the API of a cluster, by the configuration of its endpoint. */
export function wayTo({ resourcesVpcConfig = {} }: EndpointAccess): Way {
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs, vpcId, subnetIds } =
    resourcesVpcConfig;
  const isPublic = endpointPublicAccess !== false;
  if (isPublic && (!publicAccessCidrs || publicAccessCidrs.some((cidr) => EVERYBODY.includes(cidr))))
    return { by: 'internet' };
  const { clusterSecurityGroupId: groupId } = resourcesVpcConfig;
  if (endpointPrivateAccess && vpcId !== undefined && subnetIds?.length && groupId !== undefined)
    return { by: 'forwarder', vpcId, subnetIds, groupId };
  // Nobody knows by which addresses Lambda's functions come: only trying tells.
  if (isPublic) return { by: 'internet' };
  return { by: 'none', why: 'its endpoint is private, and EKS does not say where' };
}

/**
 * The address of the API and the way to it. Undefined where the cluster has no API yet, or none that can be reached.
 */
export function apiOf(cluster: DescribedCluster, stage: string): KubernetesApi | undefined {
  const { name, endpoint, certificateAuthority } = cluster;
  if (endpoint === undefined || certificateAuthority === undefined) return undefined;
  const way = wayTo(cluster);
  if (way.by === 'none') return undefined;
  const api = { clusterName: name, endpoint, certificateAuthority };
  return way.by === 'internet' ? api : { ...api, forwarder: forwarderOf(way.vpcId, stage).functionName };
}
