import { awsErrorOf, type Engine, failureReason, startOperation } from '../engine.ts';
import { contextOf, providerOf } from '../resources/actions.ts';
import { type Deletion, deletePhysical, deleteResources } from '../resources/delete.ts';
import { runInOrder } from '../schedule.ts';
import { setResourceStatus, setStackStatus } from './events.ts';
import type { Deployment, Physical, Run, Stack, StackResource } from './stack.ts';

/** The state of the stack that a rollback leads back to. */
interface Target {
  readonly run: Run;
  readonly before: Deployment;
  readonly snapshot: ReadonlyMap<string, Physical>;
}

/** Brings every resource of a failed update back, then deletes the new ones. */
export async function rollBackUpdate(
  engine: Engine,
  stack: Stack,
  target: Target,
  reason: string,
): Promise<void> {
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  await restoreAll(engine, stack, target, new Set());
}

/** ContinueUpdateRollback: takes up a rollback that failed, leaving out the resources to skip. */
export function continueRollback(engine: Engine, stack: Stack, run: Run, skip: readonly string[]): void {
  const unfinished = stack.unfinishedRollback;
  if (!unfinished) return;
  const target: Target = { run, before: unfinished.before, snapshot: unfinished.resources };
  startOperation(engine, stack, 'rollback', run, async () => {
    await engine.region.kernel.sleep(1000);
    await restoreAll(engine, stack, target, new Set(skip));
  });
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
}

async function restoreAll(
  engine: Engine,
  stack: Stack,
  target: Target,
  skip: ReadonlySet<string>,
): Promise<void> {
  const { run, before, snapshot } = target;
  const failed: string[] = [];
  const leftOver: Deletion[] = [];
  await runInOrder(
    [...snapshot.keys()],
    (logicalId) => before.dependsOn.get(logicalId) ?? [],
    async (logicalId) => {
      const resource = stack.resources.get(logicalId);
      const physical = snapshot.get(logicalId);
      if (!resource || !physical) return true;
      await run.inFlight.get(logicalId);
      const restored = await restore(engine, stack, target, resource, physical, skip, leftOver);
      if (!restored) failed.push(logicalId);
      return restored;
    },
  );
  if (failed.length > 0) {
    stack.unfinishedRollback = { before, resources: snapshot };
    const reason = `The following resource(s) failed to update: [${failed.join(', ')}]. `;
    setStackStatus(engine, stack, 'UPDATE_ROLLBACK_FAILED', reason);
    return;
  }
  stack.unfinishedRollback = undefined;
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await removeNew(engine, stack, target, leftOver);
  stack.deployment = before;
  setStackStatus(engine, stack, 'UPDATE_ROLLBACK_COMPLETE');
}

async function removeNew(
  engine: Engine,
  stack: Stack,
  target: Target,
  leftOver: readonly Deletion[],
): Promise<void> {
  for (const deletion of leftOver) {
    const { status } = deletion.resource;
    await deletePhysical(engine, stack, target.run, deletion);
    deletion.resource.status = status;
    deletion.resource.reason = undefined;
  }
  const added = [...stack.resources.keys()].filter((logicalId) => !target.snapshot.has(logicalId));
  const failed = await deleteResources(engine, stack, target.run, added, {
    retain: new Set(),
    when: 'rollback',
  });
  for (const logicalId of added) if (!failed.includes(logicalId)) stack.resources.delete(logicalId);
}

/** Brings one resource back; one that the update never touched is left alone. */
async function restore(
  engine: Engine,
  stack: Stack,
  target: Target,
  resource: StackResource,
  before: Physical,
  skip: ReadonlySet<string>,
  leftOver: Deletion[],
): Promise<boolean> {
  const current = resource.physical ?? before;
  const definition = target.before.active.get(resource.logicalId);
  if (definition) resource.definition = definition;
  resource.dependsOn = target.before.dependsOn.get(resource.logicalId) ?? [];
  if (current === before && !resource.status.endsWith('_FAILED')) return true;
  if (skip.has(resource.logicalId)) {
    setResourceStatus(engine, stack, resource, 'UPDATE_COMPLETE', {
      reason: 'Resource skipped during rollback',
    });
    return true;
  }
  const { physicalId, properties } = before;
  setResourceStatus(engine, stack, resource, 'UPDATE_IN_PROGRESS', { physicalId, properties });
  if (current.physicalId !== physicalId) {
    leftOver.push({ resource, physical: current, retained: false });
    resource.physical = before;
  } else {
    try {
      const context = contextOf(engine, stack, resource.logicalId, target.before, target.run.caller);
      await providerOf(engine, before.type).update(physicalId, properties, current.properties, context);
      resource.physical = before;
    } catch (error) {
      const reason = failureReason(engine, before.type, awsErrorOf(engine, error));
      setResourceStatus(engine, stack, resource, 'UPDATE_FAILED', { reason });
      return false;
    }
  }
  setResourceStatus(engine, stack, resource, 'UPDATE_COMPLETE', { physicalId, properties });
  return true;
}
