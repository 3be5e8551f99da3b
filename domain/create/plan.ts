import type { InstanceKind } from '../cluster-config/instance-types.ts';
import type { Asleep } from '../scale/memory/memory.ts';

/**
 * What was observed of the account before anything was changed, for every later step of a creation to agree on. Zones and
 * given subnets have EC2's member names.
 */
export interface CreationPlan {
  /** Whether the cluster was there before the operation: then a rollback must not delete it. */
  readonly clusterExisted: boolean;
  readonly availabilityZones: readonly string[];
  /** What EC2 said of the instance types that the document names. */
  readonly instanceTypes?: Readonly<Record<string, InstanceKind>>;
  /** What may go wrong of what the document asks for, and what could not be looked up. */
  readonly warnings?: readonly { readonly path: string; readonly message: string }[];
  /** Where the cluster sleeps: what its groups were in the document when it fell asleep. */
  readonly asleep?: Asleep;
  readonly subnets: readonly {
    readonly SubnetId: string;
    readonly VpcId: string;
    readonly AvailabilityZone: string;
    readonly CidrBlock?: string;
  }[];
}
