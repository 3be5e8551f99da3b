import { holdsLease } from '../runtime/change.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { waiting } from '../runtime/ports/state/waiting.ts';
import { taskTokens } from '../runtime/ports/workflows/task-tokens.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/**
 * Registers the wait, and only then looks whether anything still holds it. That look sees a pause that was lifted
 * before it; a pause that is lifted later finds the wait registered. A lost lease ends the wait, too: the next change
 * says so. What if it ends between these two? The state is retried under another token.
 */
export const handler = task(
  operationTasks.awaitResume,
  { operations, taskTokens, waiting },
  async ({ operation, state, token, at }, ports) => {
    const entry = { operation, state, token, since: at };
    await ports.waiting.put(entry);
    const standing = await ports.operations.readStanding(operation.cluster.arn);
    if (standing.pause && holdsLease(operation, standing.lease)) return { outcome: 'Waiting' as const };
    await ports.taskTokens.succeed(token);
    await ports.waiting.remove(entry);
    return { outcome: 'Resumed' as const };
  },
);
