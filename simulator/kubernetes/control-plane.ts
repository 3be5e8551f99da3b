import type { Caller } from '../service.ts';
import type { Identity } from './access/authorization.ts';
import type { ApiServer } from './api/api-server.ts';

/** A cluster's control plane, as a connection to its endpoint meets it. */
export interface ControlPlane {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly kubernetesVersion: string;
  /** The certificate that vouches for the endpoint, PEM. */
  readonly certificateAuthority: string;
  readonly access: {
    readonly isPublic: boolean;
    readonly isPrivate: boolean;
    readonly publicAccessCidrs: readonly string[];
    readonly vpcId: string;
    /** The interfaces by which the VPC reaches it. */
    readonly interfaceIds: readonly string[];
  };
  readonly server: ApiServer;
  /** The identity of an AWS caller in the cluster; undefined where no access entry names them. */
  identityOf(caller: Caller): Identity | undefined;
}
