import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import type { Lease, RequestClaim } from '../operation/lease.ts';
import type { Pause } from '../operation/pause.ts';
import type { OperationRecord } from '../operation/record.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import type { LastSizes, Memory } from '../scale/memory/memory.ts';
import type { StoredFleet } from './fleets.ts';

/** What the region has on record of a cluster, and of what is asked of it; undefined where there is nothing. */
export interface Records {
  readonly lease: Lease | undefined;
  /** All that holds the cluster: of its own, and of the whole fleet. */
  readonly pause: Pause | undefined;
  /** Of the request that is named. */
  readonly claim: RequestClaim | undefined;
  /** The one that is named. */
  readonly operation: OperationRecord | undefined;
  readonly registered: RegisteredCluster | undefined;
  /** What became of the fleet's access to its Kubernetes API. */
  readonly access: KubernetesAccess | undefined;
  /** What it wakes to; only a cluster that is asleep, or falls asleep, has one. */
  readonly memory: Memory | undefined;
  /** The sizes that the last operation left. */
  readonly left: LastSizes | undefined;
  /** The Fleet document that is named. */
  readonly fleet: StoredFleet | undefined;
}

/** What records are of: a cluster or what else has a lease, and what is asked of it. */
export interface Subject {
  readonly arn: string;
  readonly requestId?: string;
  readonly operationId?: string;
  readonly fleet?: string;
}

export interface RecordsPort {
  /**
   * Those records of a subject that a task goes by: strongly consistent within the region, of one moment and in one
   * call. Throws `Throttled` where one of them is just being written. What the subject does not name is undefined.
   */
  read<Name extends keyof Records>(subject: Subject, names: readonly Name[]): Promise<Pick<Records, Name>>;
}
