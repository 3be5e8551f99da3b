import type { ControlPlane } from '../../kubernetes/control-plane.ts';
import { remembered } from '../../remembered.ts';
import { identityIn } from '../access/kubernetes-access.ts';
import type { EksAccount } from '../account.ts';
import type { ClusterRecord } from '../records.ts';

const PUBLIC_CIDRS = ['0.0.0.0/0'];

/** The control plane behind an endpoint's host name, which is told without regard to case. */
export function controlPlane(account: EksAccount, hostname: string): ControlPlane | undefined {
  const wanted = `https://${hostname}`.toLowerCase();
  for (const cluster of account.clusters.values()) {
    if (cluster.description.endpoint?.toLowerCase() === wanted) return planeOf(account, cluster);
  }
  return undefined;
}

const decoded = remembered((base64) => Buffer.from(base64, 'base64').toString('utf8'));

function planeOf(account: EksAccount, cluster: ClusterRecord): ControlPlane {
  const { description, kubernetes, name, arn, vpcId } = cluster;
  const { certificateAuthority, resourcesVpcConfig: vpc = {}, version = '' } = description;
  return {
    clusterName: name,
    clusterArn: arn,
    kubernetesVersion: version,
    certificateAuthority: decoded(certificateAuthority?.data ?? ''),
    access: {
      isPublic: vpc.endpointPublicAccess !== false,
      isPrivate: vpc.endpointPrivateAccess === true,
      publicAccessCidrs: vpc.publicAccessCidrs ?? PUBLIC_CIDRS,
      vpcId,
      interfaceIds: cluster.networkInterfaceIds,
    },
    server: kubernetes.server,
    identityOf: (caller) => identityIn(account, cluster, caller),
  };
}
