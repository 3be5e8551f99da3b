import { refuseUnmodelled } from '../../modelled-members.ts';
import type { Caller, Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import type { Engine } from '../engine.ts';
import { exportedValue } from '../stacks/exports.ts';
import type { Deployment, Physical, Run, Stack } from '../stacks/stack.ts';
import { dynamicReferences } from '../template/dynamic-references.ts';
import { resolve, type Scope } from '../template/intrinsics.ts';
import { resourceScope, templateScope } from '../template/scope.ts';
import { withRetries } from './handler-retries.ts';

export function providerOf({ region, providers }: Engine, type: string): ResourceProvider {
  const provider = providers(type) ?? refuseUnmodelled(region.kernel, `the resource type ${type}`);
  return withRetries(region, type, provider);
}

/** The scope of a running operation: resources that are there answer, imports come from other stacks. */
export function runScope(engine: Engine, stack: Stack, deployment: Deployment): Scope {
  const { template, parameters, notificationArns } = deployment;
  return resourceScope(
    templateScope(engine.region, stack, template, parameters, notificationArns),
    (logicalId) => stack.resources.get(logicalId)?.physical,
    (name) => exportedValue(engine.store, name),
  );
}

/** A resource's properties with functions and dynamic references resolved. */
export async function resolvedProperties(
  engine: Engine,
  stack: Stack,
  deployment: Deployment,
  logicalId: string,
  caller: Caller,
): Promise<Properties> {
  const written = deployment.active.get(logicalId)?.Properties ?? {};
  const resolved = resolve(written, runScope(engine, stack, deployment));
  if (!JSON.stringify(resolved).includes('{{resolve:')) return resolved as Properties;
  return (await dynamicReferences(engine.region, resolved, caller)) as Properties;
}

export function contextOf(
  { region }: Engine,
  stack: Stack,
  logicalId: string,
  deployment: Deployment | undefined,
  caller: Run['caller'],
): ResourceContext {
  return {
    stackId: stack.stackId,
    stackName: stack.stackName,
    logicalId,
    tags: {
      ...deployment?.tags,
      'aws:cloudformation:stack-name': stack.stackName,
      'aws:cloudformation:logical-id': logicalId,
      'aws:cloudformation:stack-id': stack.stackId,
    },
    updatePolicy: deployment?.active.get(logicalId)?.UpdatePolicy,
    caller,
    authorize: (authorization) => region.authorize(caller, authorization),
  };
}

export function physicalOf(type: string, properties: Properties, provisioned: Provisioned): Physical {
  const { physicalId, ref = physicalId, attributes } = provisioned;
  return { type, physicalId, ref, attributes, properties };
}
