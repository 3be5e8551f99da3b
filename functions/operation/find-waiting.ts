import type { Standing } from '../../domain/ports/operations.ts';
import { holdsLease } from '../runtime/change.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { waiting } from '../runtime/ports/state/waiting.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** The most that a workflow may pass on (256 KiB); the others are found by the next look. */
const MOST = 400;
/** Looks at once: a region has hundreds of clusters at most. */
const AT_ONCE = 25;

/**
 * Finds the states whose wait is to end: nothing holds their cluster any more, or their operation has lost its lease,
 * because it was stopped or another took it over. It goes by the table alone, so it does not matter who lifted which
 * pause, and how.
 */
export const handler = task(operationTasks.findWaiting, { operations, waiting }, async (_input, ports) => {
  const all = await ports.waiting.list();
  const arns = [...new Set(all.map(({ operation }) => operation.cluster.arn))];
  const standings = new Map<string, Standing>();
  for (let from = 0; from < arns.length; from += AT_ONCE)
    await Promise.all(
      arns
        .slice(from, from + AT_ONCE)
        .map(async (arn) => standings.set(arn, await ports.operations.readStanding(arn))),
    );
  const over = all.filter(({ operation }) => {
    const standing = standings.get(operation.cluster.arn);
    return !standing?.pause || !holdsLease(operation, standing.lease);
  });
  return { outcome: 'Found' as const, waiting: over.slice(0, MOST) };
});
