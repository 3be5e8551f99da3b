import { type Engine, startOperation } from '../engine.ts';
import { stopRun } from '../resources/create.ts';
import { deleteResources } from '../resources/delete.ts';
import { setStackStatus } from './events.ts';
import { exportInUse } from './exports.ts';
import type { Run, Stack } from './stack.ts';

/** Starts the deletion of a stack; a creation that is under way is cancelled. */
export function startDeletion(engine: Engine, stack: Stack, run: Run, retain: readonly string[]): void {
  const interrupted = stack.run;
  const before = interrupted ? 'DELETE_FAILED' : stack.status;
  startOperation(engine, stack, 'delete', run, () => deleteAll(engine, stack, run, before, new Set(retain)));
  setStackStatus(engine, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  if (!interrupted) return;
  stopRun(engine, stack, interrupted, 'The stack is deleted');
  for (const [logicalId, work] of interrupted.inFlight) run.inFlight.set(logicalId, work);
}

async function deleteAll(
  engine: Engine,
  stack: Stack,
  run: Run,
  before: string,
  retain: ReadonlySet<string>,
): Promise<void> {
  await engine.region.kernel.sleep(1000);
  const inUse = exportInUse(engine.store, stack, []);
  if (inUse !== undefined) {
    // Nothing was touched: the stack keeps its former status, with the reason.
    setStackStatus(engine, stack, before, inUse);
    return;
  }
  const left = [...stack.resources.values()].filter(
    ({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status),
  );
  const failed = await deleteResources(
    engine,
    stack,
    run,
    left.map(({ logicalId }) => logicalId),
    { retain, when: 'delete' },
  );
  if (failed.length > 0) {
    const reason = `The following resource(s) failed to delete: [${failed.join(', ')}]. `;
    setStackStatus(engine, stack, 'DELETE_FAILED', reason);
    return;
  }
  stack.deletionTime = new Date(engine.region.kernel.now());
  stack.changeSets.clear();
  setStackStatus(engine, stack, 'DELETE_COMPLETE');
}
