import { digest } from '../../domain/desired/digest.ts';
import type { Difference } from '../../domain/drift/differences.ts';
import { targetOf } from '../../domain/observe/adoption.ts';
import { compareWithDocument, type DriftPorts } from '../../domain/observe/drift.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import { asleepOf } from '../../domain/scale/memory/memory.ts';
import { invocation } from '../runtime/invocation.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { logGroups } from '../runtime/ports/resources/log-groups.ts';
import { pullThroughCache } from '../runtime/ports/resources/pull-through-cache.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { driftTasks } from './contracts.ts';

/** A fact is at most 256 KB, and a difference at most about 1 KB. */
const MOST_NAMED = 100;

interface Ports extends DriftPorts {
  readonly account: ReturnType<typeof account>;
  readonly operations: Pick<OperationStore, 'readLease'>;
  readonly records: RecordsPort;
}

const skipped = (reason: string) => ({ outcome: 'Skipped' as const, reason });

/**
 * The reason to skip a comparison, where an operation holds the lease or has held it since `before`; else undefined.
 */
function underOperation(lease: Lease | undefined, before: Lease | undefined): string | undefined {
  if (lease?.holder)
    return `under operation ${lease.holder.operationId} (${lease.holder.kind}) since ${lease.holder.takenAt}`;
  return lease?.epoch === before?.epoch ? undefined : 'an operation went over it meanwhile';
}

/** The outcome to tell of a cluster, or undefined. */
function toTell({ publishedDrift, writtenBy }: RegisteredCluster, differences: readonly Difference[]) {
  if (differences.length === 0)
    return publishedDrift === undefined ? undefined : { outcome: 'Resolved' as const, writtenBy };
  const seen = digest(JSON.stringify(differences));
  if (seen === publishedDrift) return undefined;
  const named = differences.slice(0, MOST_NAMED);
  return {
    outcome: 'Drifted' as const,
    writtenBy,
    digest: seen,
    differences: [...named],
    more: differences.length - named.length,
  };
}

/** Compares one cluster. A cluster under an operation is left alone: it is only half of what it is to be. */
async function compare(cluster: ClusterRef, ports: Ports) {
  const {
    lease: before,
    registered,
    memory,
  } = await ports.records.read(cluster, ['lease', 'registered', 'memory']);
  const held = underOperation(before, before);
  if (held !== undefined) return skipped(held);
  if (!registered) return skipped('the fleet has released it meanwhile');
  const awake = targetOf(registered, { ...ports.account, availabilityZones: [] });
  const target = memory ? { ...awake, asleep: asleepOf(memory) } : awake;
  const comparison = await compareWithDocument(registered, target, ports);
  if (comparison.outcome === 'Changing') return skipped(comparison.reason);
  const found = toTell(registered, comparison.differences);
  // Nothing is told or recorded of it, so that it does not matter whether an operation has begun meanwhile.
  if (!found) return undefined;
  const since = underOperation(await ports.operations.readLease(cluster.arn), before);
  return since === undefined ? found : skipped(since);
}

/** A look that is begun with less time than this is left for the next invocation. */
const LOOK_MS = 20_000;

/**
 * Looks for differences between clusters and their documents, up to the first cluster of which there is something to
 * say. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  driftTasks.compareCluster,
  { account, contents, eks, invocation, logGroups, operations, pullThroughCache, records, stacks },
  async ({ clusters }, ports) => {
    const [first, ...others] = clusters as [ClusterRef, ...ClusterRef[]];
    // An error about the first cluster is thrown: the workflow tries again, and at last passes the cluster over.
    const found = await compare(first, ports);
    if (found) return { ...found, cluster: first, looked: 1 };
    let looked = 1;
    for (const cluster of others) {
      if (ports.invocation.remainingMs() < LOOK_MS) break;
      const answer = await compare(cluster, ports).catch(() => 'no answer' as const);
      if (answer === 'no answer') break;
      looked++;
      if (answer) return { ...answer, cluster, looked };
    }
    return { outcome: 'NothingToTell' as const, looked };
  },
);
