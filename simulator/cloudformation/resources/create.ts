import type { AwsError } from '../../aws-error.ts';
import { awsErrorOf, type Engine, failureReason } from '../engine.ts';
import { setResourceStatus } from '../stacks/events.ts';
import type { Deployment, Run, Stack, StackResource } from '../stacks/stack.ts';
import type { ResourceDefinition } from '../template/template.ts';
import { contextOf, physicalOf, providerOf, resolvedProperties } from './actions.ts';
import { assertRequiredProperties } from './required-properties.ts';

export function newResource(
  engine: Engine,
  logicalId: string,
  definition: ResourceDefinition,
): StackResource {
  return {
    logicalId,
    type: definition.Type,
    physical: undefined,
    definition,
    dependsOn: [],
    status: 'CREATE_IN_PROGRESS',
    reason: undefined,
    updatedAt: new Date(engine.region.kernel.now()),
  };
}

/** Marks the run as failing: nothing more is started, and unfinished work is told to stop. */
export function stopRun(engine: Engine, stack: Stack, run: Run, reason: string): void {
  if (run.stopReason !== undefined) return;
  run.stopReason = reason;
  run.stopped.resolve();
  for (const logicalId of run.inFlight.keys()) {
    const resource = stack.resources.get(logicalId);
    if (!resource?.status.endsWith('_IN_PROGRESS')) continue;
    const verb = resource.status.startsWith('UPDATE') ? 'update' : 'creation';
    const status = resource.status.replace('IN_PROGRESS', 'FAILED');
    setResourceStatus(engine, stack, resource, status, { reason: `Resource ${verb} cancelled` });
  }
}

/** Keeps a piece of work where a rollback or deletion of its resource can wait for it. */
export async function inFlight(run: Run, logicalId: string, work: () => Promise<void>): Promise<void> {
  const promise = work();
  run.inFlight.set(logicalId, promise);
  try {
    await promise;
  } finally {
    run.inFlight.delete(logicalId);
  }
}

export function failResource(
  engine: Engine,
  stack: Stack,
  run: Run,
  resource: StackResource,
  failure: { readonly status: string; readonly error: AwsError },
): void {
  // A resource that another failure cancelled is already told as failed.
  if (run.stopReason !== undefined && resource.status.endsWith('_FAILED')) return;
  setResourceStatus(engine, stack, resource, failure.status, {
    reason: failureReason(engine, resource.type, failure.error),
  });
  run.failed.push(resource.logicalId);
  stopRun(engine, stack, run, `resource ${resource.logicalId} failed`);
}

/** Creates one resource of a stack; returns whether it came to CREATE_COMPLETE. */
export async function createResource(
  engine: Engine,
  stack: Stack,
  deployment: Deployment,
  run: Run,
  logicalId: string,
): Promise<boolean> {
  const definition = deployment.active.get(logicalId);
  if (!definition || run.stopReason !== undefined) return false;
  const resource = newResource(engine, logicalId, definition);
  resource.dependsOn = deployment.dependsOn.get(logicalId) ?? [];
  stack.resources.set(logicalId, resource);
  await inFlight(run, logicalId, async () => {
    try {
      const properties = await resolvedProperties(engine, stack, deployment, logicalId, run.caller);
      setResourceStatus(engine, stack, resource, 'CREATE_IN_PROGRESS', { properties });
      assertRequiredProperties(definition.Type, logicalId, properties);
      const context = contextOf(engine, stack, logicalId, deployment, run.caller);
      const made = await providerOf(engine, definition.Type).create(properties, context);
      resource.physical = physicalOf(definition.Type, properties, made);
      if (run.stopReason !== undefined) return;
      setResourceStatus(engine, stack, resource, 'CREATE_IN_PROGRESS', {
        reason: 'Resource creation Initiated',
      });
      setResourceStatus(engine, stack, resource, 'CREATE_COMPLETE');
    } catch (error) {
      failResource(engine, stack, run, resource, {
        status: 'CREATE_FAILED',
        error: awsErrorOf(engine, error),
      });
    }
  });
  return resource.status === 'CREATE_COMPLETE';
}
