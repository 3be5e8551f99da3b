import type { InstanceKind } from '../cluster-config/instance-types.ts';
import type { Asleep } from '../scale/memory/memory.ts';

/**
 * The account as it was observed before anything was changed, so that every later step of a creation goes by the same
 * facts. Zones and given subnets have EC2's member names.
 */
export interface CreationPlan {
  /** True where the cluster was there before the operation: then a rollback must not delete it. */
  readonly clusterExisted: boolean;
  readonly availabilityZones: readonly string[];
  /** EC2's answer about the instance types that the document names. */
  readonly instanceTypes?: Readonly<Record<string, InstanceKind>>;
  /** Things that the document asks for and that may go wrong, and things that could not be looked up. */
  readonly warnings?: readonly { readonly path: string; readonly message: string }[];
  /** See `Target.images`. */
  readonly images?: Readonly<Record<string, string>>;
  /** For a cluster that sleeps: its groups as they were in the document when it fell asleep. */
  readonly asleep?: Asleep;
  readonly subnets: readonly {
    readonly SubnetId: string;
    readonly VpcId: string;
    readonly AvailabilityZone: string;
    readonly CidrBlock?: string;
  }[];
}
