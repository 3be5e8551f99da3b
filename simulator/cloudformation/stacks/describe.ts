import type { ModelledOperation } from '../../modelled-members.ts';
import type { Engine } from '../engine.ts';
import { validationError } from '../errors.ts';
import { importersOf } from './exports.ts';
import { existingStack } from './operations.ts';
import type { Stack, StackEvent, StackResource } from './stack.ts';

const PAGE = 100;
const NOT_CHECKED = { StackResourceDriftStatus: 'NOT_CHECKED' };

interface PageInput {
  readonly NextToken?: string;
}

function page<T>(
  items: readonly T[],
  { NextToken }: PageInput,
): { items: readonly T[]; next: { NextToken?: string } } {
  const start = NextToken === undefined ? 0 : Number.parseInt(NextToken, 36);
  if (Number.isNaN(start)) throw validationError('Invalid NextToken');
  const end = start + PAGE;
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: end.toString(36) } : {} };
}

/** The members that have a value. */
function given<T extends object>(members: T): Partial<T> {
  const held: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) held[name] = members[name];
  return held;
}

/** Parameters as the API answers them: a secret one is masked. */
export function parametersOutput(
  parameters: NonNullable<Stack['deployment']>['parameters'],
): Record<string, string>[] {
  return [...parameters].map(([ParameterKey, { value, resolved, noEcho, isSsm }]) => ({
    ParameterKey,
    ParameterValue: noEcho ? '****' : value,
    ...(isSsm ? { ResolvedValue: Array.isArray(resolved) ? resolved.join(',') : String(resolved) } : {}),
  }));
}

function stackOutput(stack: Stack): Record<string, unknown> {
  const { deployment } = stack;
  const parameters = deployment ? parametersOutput(deployment.parameters) : [];
  const outputs = stack.outputs.map(({ key, value, description, exportName }) =>
    given({ OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }),
  );
  return given({
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: stack.changeSetId,
    Description: deployment?.template.Description,
    Parameters: parameters.length > 0 ? parameters : undefined,
    CreationTime: stack.creationTime,
    LastUpdatedTime: stack.lastUpdatedTime,
    DeletionTime: stack.deletionTime,
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...(deployment?.notificationArns ?? [])],
    TimeoutInMinutes: stack.timeoutInMinutes,
    Capabilities: deployment && deployment.capabilities.length > 0 ? [...deployment.capabilities] : undefined,
    Outputs: outputs.length > 0 ? outputs : undefined,
    RoleARN: stack.roleArn,
    Tags: Object.entries(deployment?.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  });
}

function eventOutput(stack: Stack, event: StackEvent): Record<string, unknown> {
  return given({
    StackId: stack.stackId,
    EventId: event.eventId,
    StackName: stack.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.timestamp,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  });
}

function resourceOutput(resource: StackResource): Record<string, unknown> {
  return given({
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physical?.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
    DriftInformation: NOT_CHECKED,
  });
}

/** Resources of a stack that exist or are on their way; those that a later template dropped are not listed. */
function resourcesOf(stack: Stack): StackResource[] {
  return [...stack.resources.values()];
}

export function describeOperations(engine: Engine): Record<string, ModelledOperation> {
  const { store } = engine;
  const live = (stack: Stack) => stack.status !== 'DELETE_COMPLETE';
  return {
    DescribeStacks: {
      members: ['StackName', 'NextToken'],
      run: (input: PageInput & { StackName?: string }) => {
        const stacks =
          input.StackName === undefined
            ? [...store.stacks.values()].filter(live).reverse()
            : [existingStack(engine, input.StackName)];
        const { items, next } = page(stacks, input);
        return { Stacks: items.map(stackOutput), ...next };
      },
    },
    ListStacks: {
      members: ['NextToken', 'StackStatusFilter'],
      run: (input: PageInput & { StackStatusFilter?: readonly string[] }) => {
        const wanted = input.StackStatusFilter;
        const stacks = [...store.stacks.values()].filter(
          ({ status }) => !wanted?.length || wanted.includes(status),
        );
        const { items, next } = page(stacks.reverse(), input);
        const summaries = items.map((stack) =>
          given({
            StackId: stack.stackId,
            StackName: stack.stackName,
            TemplateDescription: stack.deployment?.template.Description,
            CreationTime: stack.creationTime,
            LastUpdatedTime: stack.lastUpdatedTime,
            DeletionTime: stack.deletionTime,
            StackStatus: stack.status,
            StackStatusReason: stack.statusReason,
            DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
          }),
        );
        return { StackSummaries: summaries, ...next };
      },
    },
    DescribeStackEvents: {
      members: ['StackName', 'NextToken'],
      run: (input: PageInput & { StackName: string }) => {
        const stack = existingStack(engine, input.StackName);
        const { items, next } = page([...stack.events].reverse(), input);
        return { StackEvents: items.map((event) => eventOutput(stack, event)), ...next };
      },
    },
    DescribeStackResources: {
      members: ['StackName', 'LogicalResourceId', 'PhysicalResourceId'],
      run: (input: { StackName?: string; LogicalResourceId?: string; PhysicalResourceId?: string }) => {
        const stack = stackOfResources(engine, input);
        const { LogicalResourceId } = input;
        const resources = resourcesOf(stack)
          .filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId)
          .slice(0, PAGE);
        const described = resources.map((resource) => ({
          ...resourceOutput(resource),
          StackName: stack.stackName,
          StackId: stack.stackId,
          Timestamp: resource.updatedAt,
        }));
        return { StackResources: described };
      },
    },
    DescribeStackResource: {
      members: ['StackName', 'LogicalResourceId'],
      run: (input: { StackName: string; LogicalResourceId: string }) => {
        const stack = existingStack(engine, input.StackName);
        const resource = stack.resources.get(input.LogicalResourceId);
        if (!resource) {
          throw validationError(
            `Resource ${input.LogicalResourceId} does not exist for stack ${stack.stackName}`,
          );
        }
        const { Metadata } = resource.definition;
        return {
          StackResourceDetail: {
            ...resourceOutput(resource),
            StackName: stack.stackName,
            StackId: stack.stackId,
            LastUpdatedTimestamp: resource.updatedAt,
            Metadata: JSON.stringify(Metadata ?? {}),
          },
        };
      },
    },
    ListStackResources: {
      members: ['StackName', 'NextToken'],
      run: (input: PageInput & { StackName: string }) => {
        const stack = existingStack(engine, input.StackName);
        const { items, next } = page(resourcesOf(stack), input);
        const summaries = items.map((resource) => ({
          ...resourceOutput(resource),
          LastUpdatedTimestamp: resource.updatedAt,
        }));
        return { StackResourceSummaries: summaries, ...next };
      },
    },
    ListExports: {
      members: ['NextToken'],
      run: (input: PageInput) => {
        const exported = [...store.stacks.values()]
          .filter(live)
          .flatMap((stack) =>
            stack.outputs.flatMap(({ exportName, value }) =>
              exportName === undefined
                ? []
                : [{ ExportingStackId: stack.stackId, Name: exportName, Value: value }],
            ),
          );
        const { items, next } = page(exported, input);
        return { Exports: [...items], ...next };
      },
    },
    ListImports: {
      members: ['ExportName', 'NextToken'],
      run: (input: PageInput & { ExportName: string }) => {
        const { items, next } = page(importersOf(store, input.ExportName), input);
        if (items.length === 0)
          throw validationError(`Export '${input.ExportName}' is not imported by any stack.`);
        return { Imports: [...items], ...next };
      },
    },
  };
}

function stackOfResources(
  engine: Engine,
  { StackName, PhysicalResourceId }: { readonly StackName?: string; readonly PhysicalResourceId?: string },
): Stack {
  if (StackName !== undefined) return existingStack(engine, StackName);
  if (PhysicalResourceId === undefined) {
    throw validationError('Either StackName or PhysicalResourceId must be specified.');
  }
  const found = [...engine.store.stacks.values()].find((stack) =>
    resourcesOf(stack).some(({ physical }) => physical?.physicalId === PhysicalResourceId),
  );
  if (!found) throw validationError(`Stack for ${PhysicalResourceId} does not exist`);
  return found;
}
