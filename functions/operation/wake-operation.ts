import { waiting } from '../runtime/ports/state/waiting.ts';
import { taskTokens } from '../runtime/ports/workflows/task-tokens.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/**
 * Ends one wait. It asks for no lease and no pause: who wakes looks and decides again, and waits again where something
 * holds it.
 */
export const handler = task(
  operationTasks.wakeOperation,
  { taskTokens, waiting },
  async ({ waiting: ref }, ports) => {
    const found = await ports.waiting.read(ref);
    if (!found) return { outcome: 'Gone' as const };
    const isWoken = await ports.taskTokens.succeed(found.token);
    await ports.waiting.remove(found);
    return { outcome: isWoken ? ('Woken' as const) : ('Gone' as const) };
  },
);
