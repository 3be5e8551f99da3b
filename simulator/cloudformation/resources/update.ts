import { needsReplacement, sameValue } from '../change-sets/property-changes.ts';
import { awsErrorOf, type Engine } from '../engine.ts';
import { setResourceStatus } from '../stacks/events.ts';
import type { Deployment, Physical, Run, Stack, StackResource } from '../stacks/stack.ts';
import { contextOf, physicalOf, providerOf, resolvedProperties } from './actions.ts';
import { createResource, failResource, inFlight } from './create.ts';
import type { Deletion } from './delete.ts';
import { assertRequiredProperties } from './required-properties.ts';

/** An update of a stack that is under way. */
export interface Update {
  readonly run: Run;
  readonly before: Deployment;
  readonly next: Deployment;
  /** Every resource as it stood before. */
  readonly snapshot: ReadonlyMap<string, Physical>;
  readonly tagsChanged: boolean;
  /** Resources that were replaced, to be deleted at the end. */
  readonly replaced: Deletion[];
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** Brings one resource to the next deployment: creates, updates, replaces it, or leaves it as it is. */
export async function updateResource(
  engine: Engine,
  stack: Stack,
  update: Update,
  logicalId: string,
): Promise<boolean> {
  const { run, next } = update;
  const resource = stack.resources.get(logicalId);
  if (!resource?.physical) return createResource(engine, stack, next, run, logicalId);
  if (run.stopReason !== undefined) return false;
  const physical = resource.physical;
  await inFlight(run, logicalId, () => bringUpToDate(engine, stack, update, resource, physical));
  return !resource.status.endsWith('_FAILED');
}

async function bringUpToDate(
  engine: Engine,
  stack: Stack,
  update: Update,
  resource: StackResource,
  physical: Physical,
): Promise<void> {
  const { run, next } = update;
  const { logicalId } = resource;
  const definition = next.active.get(logicalId);
  if (!definition) return;
  try {
    const properties = await resolvedProperties(engine, stack, next, logicalId, run.caller);
    const provider = providerOf(engine, definition.Type);
    const replace =
      definition.Type !== physical.type ||
      needsReplacement(provider.replacementProperties, physical.properties, properties);
    const old = resource.definition;
    resource.definition = definition;
    resource.dependsOn = next.dependsOn.get(logicalId) ?? [];
    if (!replace && !update.tagsChanged && sameValue(physical.properties, properties)) return;
    setResourceStatus(engine, stack, resource, 'UPDATE_IN_PROGRESS', {
      properties,
      ...(replace ? { reason: REPLACING } : {}),
    });
    assertRequiredProperties(definition.Type, logicalId, properties);
    const context = contextOf(engine, stack, logicalId, next, run.caller);
    const made = replace
      ? await provider.create(properties, context)
      : await provider.update(physical.physicalId, properties, physical.properties, context);
    resource.physical = physicalOf(definition.Type, properties, made);
    if (replace || made.physicalId !== physical.physicalId) {
      const retained =
        old.UpdateReplacePolicy === 'Retain' || old.UpdateReplacePolicy === 'RetainExceptOnCreate';
      update.replaced.push({ resource, physical, retained });
    }
    if (run.stopReason !== undefined) return;
    if (replace) {
      setResourceStatus(engine, stack, resource, 'UPDATE_IN_PROGRESS', {
        reason: 'Resource creation Initiated',
      });
    }
    setResourceStatus(engine, stack, resource, 'UPDATE_COMPLETE');
  } catch (error) {
    failResource(engine, stack, run, resource, { status: 'UPDATE_FAILED', error: awsErrorOf(engine, error) });
  }
}
