import type { Engine } from '../engine.ts';
import { parametersOutput } from '../stacks/describe.ts';
import { isExported } from '../stacks/exports.ts';
import type { ChangeSet, Stack } from '../stacks/stack.ts';

export interface Found {
  readonly stack: Stack;
  readonly changeSet: ChangeSet;
}

export function summaryOutput(stack: Stack, changeSet: ChangeSet): Record<string, unknown> {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: changeSet.creationTime,
    Description: changeSet.description,
    IncludeNestedStacks: false,
  };
}

export function changeSetOutput(
  engine: Engine,
  { stack, changeSet }: Found,
  withValues: boolean,
): Record<string, unknown> {
  const { deployment } = changeSet;
  const warning =
    withValues && changeSet.status === 'CREATE_COMPLETE' ? warningOf(engine, changeSet) : undefined;
  const parameters = parametersOutput(deployment.parameters);
  const tags = Object.entries(deployment.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    ...summaryOutput(stack, changeSet),
    ...(warning === undefined ? {} : { StatusReason: warning }),
    ...(parameters.length > 0 ? { Parameters: parameters } : {}),
    NotificationARNs: [...deployment.notificationArns],
    RollbackConfiguration: {},
    Capabilities: [...deployment.capabilities],
    ...(tags.length > 0 ? { Tags: tags } : {}),
    OnStackFailure: changeSet.onStackFailure,
    Changes: changeSet.changes.map((change) => ({
      Type: 'Resource',
      ResourceChange: withValues ? change : withoutValues(change),
    })),
  };
}

/**
 * CloudFormation's warning beside a change set whose values are incomplete, because an export that a resource imports
 * is missing.
 */
function warningOf(engine: Engine, { deployment }: ChangeSet): string | undefined {
  for (const [logicalId, names] of deployment.imports) {
    const missing = names.find((name) => !isExported(engine.store, name));
    if (missing === undefined) continue;
    const cause = `ChangeSet creation failed for resource [${logicalId}] because: No export named ${missing} found.`;
    return `[WARN] --include-property-values option can return incomplete ChangeSet data because: ${cause}`;
  }
  return undefined;
}

/** A change as it is answered without `IncludePropertyValues`. */
function withoutValues(change: ChangeSet['changes'][number]): Record<string, unknown> {
  const { BeforeContext: _before, AfterContext: _after, Details, ...rest } = change;
  return {
    ...rest,
    Details: Details.map(({ Target, ...detail }) => {
      const { Attribute, Name, RequiresRecreation } = Target;
      return { ...detail, Target: { Attribute, Name, RequiresRecreation } };
    }),
  };
}
