import type { KubernetesAccess } from '../access/kubernetes-access.ts';
import type { Lease, RequestClaim } from '../operation/lease.ts';
import type { Pause } from '../operation/pause.ts';
import type { OperationRecord } from '../operation/record.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import type { LastSizes, Memory } from '../scale/memory/memory.ts';
import type { StoredFleet } from './fleets.ts';

/** The region's records of a cluster, and of requests about it; undefined where there is none. */
export interface Records {
  readonly lease: Lease | undefined;
  /** All that holds the cluster: of its own, and of the whole fleet. */
  readonly pause: Pause | undefined;
  /** The claim of the request that is named. */
  readonly claim: RequestClaim | undefined;
  /** The one that is named. */
  readonly operation: OperationRecord | undefined;
  readonly registered: RegisteredCluster | undefined;
  /** The state of the fleet's access to its Kubernetes API. */
  readonly access: KubernetesAccess | undefined;
  /** The memory of a cluster that is asleep, or falls asleep; no other cluster has one. */
  readonly memory: Memory | undefined;
  /** The sizes that the last operation left. */
  readonly left: LastSizes | undefined;
  /** The Fleet document that is named. */
  readonly fleet: StoredFleet | undefined;
}

/** The subject of records: a cluster or another thing with a lease, and requests about it. */
export interface Subject {
  readonly arn: string;
  readonly requestId?: string;
  readonly operationId?: string;
  readonly fleet?: string;
}

export interface RecordsPort {
  /**
   * The records of a subject that a task goes by: strongly consistent within the region, of one moment and in one
   * call. Throws `Throttled` where one of them is just being written. Records that the subject does not name are
   * undefined.
   */
  read<Name extends keyof Records>(subject: Subject, names: readonly Name[]): Promise<Pick<Records, Name>>;
}
