import { awsErrorOf, type Engine, failureReason } from '../engine.ts';
import { runInOrder } from '../schedule.ts';
import { setResourceStatus } from '../stacks/events.ts';
import type { Physical, Run, Stack, StackResource } from '../stacks/stack.ts';
import { contextOf, providerOf } from './actions.ts';

/** One physical resource to be deleted, and whether the template says to leave it. */
export interface Deletion {
  readonly resource: StackResource;
  readonly physical: Physical;
  readonly retained: boolean;
}

/** Whether a policy of the template keeps a resource that an operation would delete. */
export function isRetained(resource: StackResource, when: 'delete' | 'rollback'): boolean {
  const policy = resource.definition.DeletionPolicy;
  return policy === 'Retain' || (policy === 'RetainExceptOnCreate' && when === 'delete');
}

/** Deletes one physical resource; returns whether nothing is left to do. */
export async function deletePhysical(
  engine: Engine,
  stack: Stack,
  run: Run,
  { resource, physical, retained }: Deletion,
): Promise<boolean> {
  const { physicalId, properties } = physical;
  if (retained) {
    setResourceStatus(engine, stack, resource, 'DELETE_SKIPPED', { physicalId, properties });
    return true;
  }
  setResourceStatus(engine, stack, resource, 'DELETE_IN_PROGRESS', { physicalId, properties });
  try {
    const context = contextOf(engine, stack, resource.logicalId, stack.deployment, run.caller);
    await providerOf(engine, physical.type).delete(physicalId, properties, context);
  } catch (error) {
    const reason = failureReason(engine, physical.type, awsErrorOf(engine, error));
    setResourceStatus(engine, stack, resource, 'DELETE_FAILED', { physicalId, properties, reason });
    return false;
  }
  setResourceStatus(engine, stack, resource, 'DELETE_COMPLETE', { physicalId, properties });
  return true;
}

/**
 * Deletes resources of a stack, each after those that depend on it. Returns the logical ids that could not be
 * deleted; resources on which these depend are left as well.
 */
export async function deleteResources(
  engine: Engine,
  stack: Stack,
  run: Run,
  logicalIds: readonly string[],
  options: { readonly retain: ReadonlySet<string>; readonly when: 'delete' | 'rollback' },
): Promise<string[]> {
  const failed: string[] = [];
  const dependents = dependentsOf(stack, logicalIds);
  await runInOrder(
    logicalIds,
    (logicalId) => dependents.get(logicalId) ?? [],
    async (logicalId) => {
      const resource = stack.resources.get(logicalId);
      if (!resource) return true;
      // A creation that was cancelled still has to end before its resource can go.
      await run.inFlight.get(logicalId);
      const { physical } = resource;
      if (!physical) {
        setResourceStatus(engine, stack, resource, 'DELETE_COMPLETE');
        return true;
      }
      const retained = options.retain.has(logicalId) || isRetained(resource, options.when);
      const done = await deletePhysical(engine, stack, run, { resource, physical, retained });
      if (done) resource.physical = undefined;
      else failed.push(logicalId);
      return done;
    },
  );
  return failed;
}

/** For each resource, those of the list that depend on it. */
export function dependentsOf(stack: Stack, logicalIds: readonly string[]): Map<string, string[]> {
  const dependents = new Map<string, string[]>();
  for (const logicalId of logicalIds) {
    for (const needed of stack.resources.get(logicalId)?.dependsOn ?? []) {
      dependents.set(needed, [...(dependents.get(needed) ?? []), logicalId]);
    }
  }
  return dependents;
}
