import * as z from 'zod';
import type { InstanceKind } from '../cluster-config/instance-types.ts';
import type { Asleep } from '../scale/memory.ts';

/** What workflows do; all that is told apart by it is in `kinds.ts`. */
export const CARRIED_OUT = ['apply-fleet', 'release', 'adopt', 'create', 'scale', 'delete'] as const;
export type CarriedOut = (typeof CARRIED_OUT)[number];

/** With what has its place among leases, levels and freezes, and no workflow yet. */
export const OPERATION_KINDS = [...CARRIED_OUT, 'upgrade', 'failover'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** The cluster, or the Fleet document (`fleetArn`), that an operation is about; its identity is its ARN. */
export const clusterRef = z.strictObject({ name: z.string(), region: z.string(), arn: z.string() });
export type ClusterRef = z.infer<typeof clusterRef>;

/** An operation is named by the last part of its execution's name, which the ARN of the execution ends with. */
export const operationIdOf = (executionNameOrArn: string): string =>
  executionNameOrArn.slice(executionNameOrArn.lastIndexOf('_') + 1);

/** What every task of a workflow is given of its operation; the documents stay in the fleet table. */
export const operationRef = z.strictObject({
  id: z.string(),
  kind: z.enum(CARRIED_OUT),
  cluster: clusterRef,
  /** The lease's epoch under which this operation may change the cluster. */
  epoch: z.int().positive(),
});
export type OperationRef = z.infer<typeof operationRef>;

/** An operation that was skipped before it held the lease, or after: what is told of it needs no epoch. */
export const skippedOperation = operationRef.omit({ epoch: true });

/** `Skipped`: a schedule's, which found a reason not to act. `Incomplete`: what it asked for was not there in time. */
export type OperationStatus = 'Running' | 'Succeeded' | 'Failed' | 'Rejected' | 'Skipped' | 'Incomplete';

/** An operation as the fleet table keeps it. Times are ISO 8601. */
export interface OperationRecord {
  readonly id: string;
  readonly kind: CarriedOut;
  readonly cluster: ClusterRef;
  readonly epoch: number;
  readonly executionArn: string;
  readonly requestedBy: string;
  readonly startedAt: string;
  readonly status: OperationStatus;
  readonly endedAt?: string;
  /** The step that failed, was skipped or is incomplete, and why, in words that a user can act on. */
  readonly failure?: OperationFailure;
  /** What was observed of the account before anything was changed, for every later step to agree on. */
  readonly observed?: ObservedAccount;
  /** The request's document and options, as they were validated. */
  readonly request: unknown;
}

/** Zones and given subnets, with EC2's member names. */
export interface ObservedAccount {
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

export const operationFailure = z.strictObject({
  step: z.string(),
  error: z.string(),
  reason: z.string(),
  advice: z.string(),
});
export type OperationFailure = z.infer<typeof operationFailure>;
