import type { NodegroupRequest, Taint } from './managed.ts';

/** A node group as DescribeNodegroup shows it, as far as it is decided on. */
export interface ObservedNodegroup {
  readonly nodegroupArn: string;
  readonly nodegroupName: string;
  readonly status:
    | 'CREATING'
    | 'ACTIVE'
    | 'UPDATING'
    | 'DELETING'
    | 'CREATE_FAILED'
    | 'DELETE_FAILED'
    | 'DEGRADED';
  readonly scalingConfig: NodegroupRequest['scalingConfig'];
  readonly nodeRole: string;
  readonly subnets: readonly string[];
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly instanceTypes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly launchTemplate?: NodegroupRequest['launchTemplate'];
  readonly updateConfig?: NodegroupRequest['updateConfig'];
  readonly nodeRepairConfig?: NodegroupRequest['nodeRepairConfig'];
  readonly warmPoolConfig?: Readonly<Record<string, unknown>>;
  readonly releaseVersion?: string;
  readonly version?: string;
  readonly diskSize?: number;
  readonly remoteAccess?: { readonly ec2SshKey?: string; readonly sourceSecurityGroups?: readonly string[] };
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly modifiedAt?: string;
  /** EKS makes one Auto Scaling group of its own a node group. */
  readonly resources?: { readonly autoScalingGroups?: readonly { readonly name: string }[] };
  /** `health.issues`. */
  readonly issues?: readonly { readonly code: string; readonly message: string }[];
}
