import type { InstanceKind } from '../cluster-config/instance-types.ts';

/** The place of a cluster. Everything here is known before anything is created. */
export interface Account {
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  /** The region's availability zones (not its local zones) that this account may use, sorted. */
  readonly availabilityZones: readonly string[];
  /**
   * EC2's answer about the document's instance types. Absent where EC2 was not asked, as names tell much the same.
   */
  readonly instanceTypes?: Readonly<Record<string, InstanceKind>>;
  /** The boundary that every role we create carries, unless the document names one for it. */
  readonly permissionsBoundaryArn?: string;
  /** The policy that a role with a boundary of the document's own carries beside it: it denies what the former does. */
  readonly limitsPolicyArn?: string;
}

/** The DNS suffix of service principals and endpoints: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix({ partition }: Pick<Account, 'partition'>): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** The ARN of a policy that AWS manages. */
export function awsManagedPolicy(account: Pick<Account, 'partition'>, name: string): string {
  return `arn:${account.partition}:iam::aws:policy/${name}`;
}
