import { digest } from '../../domain/desired/digest.ts';
import type { Difference } from '../../domain/drift/differences.ts';
import { targetOf } from '../../domain/observe/adoption.ts';
import { compareWithDocument } from '../../domain/observe/drift.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import { asleepOf } from '../../domain/scale/memory.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { eks } from '../runtime/ports/eks.ts';
import { inventory } from '../runtime/ports/inventory.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { records } from '../runtime/ports/records.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { compareCluster } from './compare-cluster.contract.ts';

/** A fact is at most 256 KB, and a difference at most about 1 KB. */
const MOST_NAMED = 100;

const skipped = (reason: string) => ({ outcome: 'Skipped' as const, reason });

/** What an operation that holds the lease, or has held it since `before`, makes of a comparison; nothing if none has. */
function underOperation(lease: Lease | undefined, before: Lease | undefined): string | undefined {
  if (lease?.holder)
    return `under operation ${lease.holder.operationId} (${lease.holder.kind}) since ${lease.holder.takenAt}`;
  return lease?.epoch === before?.epoch ? undefined : 'an operation went over it meanwhile';
}

function verdict({ publishedDrift, writtenBy }: RegisteredCluster, differences: readonly Difference[]) {
  if (differences.length === 0)
    return publishedDrift === undefined
      ? { outcome: 'InSync' as const }
      : { outcome: 'Resolved' as const, writtenBy };
  const seen = digest(JSON.stringify(differences));
  if (seen === publishedDrift) return { outcome: 'Known' as const };
  const named = differences.slice(0, MOST_NAMED);
  return {
    outcome: 'Drifted' as const,
    writtenBy,
    digest: seen,
    differences: [...named],
    more: differences.length - named.length,
  };
}

/**
 * Looks for what of a cluster is not as its document says. A cluster under an operation is left alone: what is
 * found of it is half of what is to be. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(
  compareCluster,
  { account, contents, eks, inventory, logGroups, operations, pullThroughCache, records, stacks },
  async ({ cluster }, ports) => {
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
    const found = verdict(registered, comparison.differences);
    // Nothing is told or recorded of it, so that it does not matter what an operation has begun meanwhile.
    if (found.outcome === 'InSync' || found.outcome === 'Known') return found;
    const since = underOperation(await ports.operations.readLease(cluster.arn), before);
    return since === undefined ? found : skipped(since);
  },
);
