import { sameValue } from '../change-sets/property-changes.ts';
import { type Engine, startOperation, untilStopped } from '../engine.ts';
import { validationError } from '../errors.ts';
import { runScope } from '../resources/actions.ts';
import { type Deletion, deletePhysical, deleteResources, isRetained } from '../resources/delete.ts';
import { type Update, updateResource } from '../resources/update.ts';
import { runInOrder } from '../schedule.ts';
import { attempt, failureText } from './create.ts';
import { setStackStatus } from './events.ts';
import { assertImports, exportInUse, outputsOf } from './exports.ts';
import { rollBackUpdate } from './roll-back-update.ts';
import type { Deployment, Physical, Run, Stack } from './stack.ts';

/** Starts the update of a stack to a deployment that was checked. */
export function startUpdate(
  engine: Engine,
  stack: Stack,
  next: Deployment,
  run: Run,
  disableRollback: boolean,
): void {
  const before = stack.deployment ?? next;
  const update: Update = {
    run,
    before,
    next,
    snapshot: snapshotOf(stack),
    tagsChanged: !sameValue(before.tags, next.tags),
    replaced: [],
  };
  startOperation(engine, stack, 'update', run, () => updateAll(engine, stack, update, disableRollback));
  stack.lastUpdatedTime = new Date(engine.region.kernel.now());
  stack.deployment = next;
  setStackStatus(engine, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
}

export function snapshotOf(stack: Stack): Map<string, Physical> {
  const entries = [...stack.resources].flatMap(([logicalId, { physical }]) =>
    physical ? [[logicalId, physical] as const] : [],
  );
  return new Map(entries);
}

async function updateAll(
  engine: Engine,
  stack: Stack,
  update: Update,
  disableRollback: boolean,
): Promise<void> {
  const { run, next } = update;
  await engine.region.kernel.sleep(1000);
  const problem = await attempt(async () => {
    assertImports(engine.store, next);
    const work = runInOrder(
      [...next.active.keys()],
      (logicalId) => next.dependsOn.get(logicalId) ?? [],
      (logicalId) => updateResource(engine, stack, update, logicalId),
    );
    await untilStopped(engine, run, work);
    if (run.stopReason !== undefined) return;
    const outputs = outputsOf(engine.store, stack, next, runScope(engine, stack, next));
    const inUse = exportInUse(engine.store, stack, outputs);
    if (inUse !== undefined) throw validationError(inUse);
    stack.outputs = outputs;
  });
  if (run.stopReason === undefined && problem === undefined) {
    await cleanUp(engine, stack, update);
    return;
  }
  const reason = problem ?? failureText(run, 'update');
  if (disableRollback) {
    setStackStatus(engine, stack, 'UPDATE_FAILED', reason);
    return;
  }
  await rollBackUpdate(engine, stack, update, reason);
}

/**
 * Deletes the resources that the update no longer needs. The update stands even where one cannot be deleted: that one
 * is reported and stays.
 */
async function cleanUp(engine: Engine, stack: Stack, update: Update): Promise<void> {
  const { run, next } = update;
  setStackStatus(engine, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !next.active.has(logicalId));
  await deleteReplaced(engine, stack, run, update.replaced);
  const failed = await deleteResources(
    engine,
    stack,
    run,
    removed.map(({ logicalId }) => logicalId),
    { retain: new Set(), when: 'delete' },
  );
  for (const resource of removed) {
    const gone = !resource.physical || isRetained(resource, 'delete');
    if (gone && !failed.includes(resource.logicalId)) stack.resources.delete(resource.logicalId);
  }
  setStackStatus(engine, stack, 'UPDATE_COMPLETE');
}

/** Deletes replaced resources; each keeps the status of the one that replaced it. */
export async function deleteReplaced(
  engine: Engine,
  stack: Stack,
  run: Run,
  replaced: readonly Deletion[],
): Promise<void> {
  const statuses = new Map(replaced.map(({ resource }) => [resource, resource.status]));
  await Promise.all([...replaced].reverse().map((deletion) => deletePhysical(engine, stack, run, deletion)));
  for (const [resource, status] of statuses) {
    resource.status = status;
    resource.reason = undefined;
  }
}
