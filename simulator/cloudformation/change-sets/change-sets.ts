import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Call, Caller } from '../../service.ts';
import { type DeploymentInput, prepareDeployment } from '../deployment.ts';
import type { Engine } from '../engine.ts';
import { validationError } from '../errors.ts';
import { startCreation } from '../stacks/create.ts';
import { setStackStatus } from '../stacks/events.ts';
import { addStack, checkStackName, newStackId } from '../stacks/new-stack.ts';
import { actingCaller, assertRole, assertUpdatable, hasChanges, newRun } from '../stacks/operations.ts';
import { checkRollbackConfiguration } from '../stacks/rollback-configuration.ts';
import { type ChangeSet, findStack, type OnFailure, type Stack } from '../stacks/stack.ts';
import { startUpdate } from '../stacks/update.ts';
import { changesOf } from './changes.ts';
import { changeSetOutput, type Found, summaryOutput } from './output.ts';

interface CreateChangeSetInput extends DeploymentInput {
  readonly StackName: string;
  readonly ChangeSetName: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly Description?: string;
  readonly RoleARN?: string;
  readonly ClientToken?: string;
  readonly OnStackFailure?: OnFailure | 'ROLLBACK';
  readonly RollbackConfiguration?: unknown;
  readonly IncludeNestedStacks?: boolean;
}

interface ChangeSetInput {
  readonly ChangeSetName: string;
  readonly StackName?: string;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

const isArn = (name: string): boolean => name.startsWith('arn:');

const notFound = (name: string): AwsError =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { statusCode: 404 });

function findChangeSet(engine: Engine, { ChangeSetName, StackName }: ChangeSetInput): Found {
  if (isArn(ChangeSetName)) {
    for (const stack of engine.store.stacks.values()) {
      const changeSet = [...stack.changeSets.values()].find(({ id }) => id === ChangeSetName);
      if (changeSet) return { stack, changeSet };
    }
    throw notFound(ChangeSetName);
  }
  if (StackName === undefined) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = findStack(engine.store, StackName);
  if (!stack) throw validationError(`Stack [${StackName}] does not exist`);
  const changeSet = stack.changeSets.get(ChangeSetName);
  if (!changeSet) throw notFound(ChangeSetName);
  return { stack, changeSet };
}

export function changeSetOperations(engine: Engine): Record<string, ModelledOperation> {
  return {
    CreateChangeSet: {
      members: [
        'StackName',
        'TemplateBody',
        'TemplateURL',
        'UsePreviousTemplate',
        'Parameters',
        'Capabilities',
        'ResourceTypes',
        'RoleARN',
        'RollbackConfiguration',
        'NotificationARNs',
        'Tags',
        'ChangeSetName',
        'ClientToken',
        'Description',
        'ChangeSetType',
        'IncludeNestedStacks',
        'OnStackFailure',
      ],
      run: (input: CreateChangeSetInput, { caller }: Call) => createChangeSet(engine, input, caller),
    },
    DescribeChangeSet: {
      members: ['ChangeSetName', 'StackName', 'NextToken', 'IncludePropertyValues'],
      run: (input: ChangeSetInput & { IncludePropertyValues?: boolean }) =>
        changeSetOutput(engine, findChangeSet(engine, input), input.IncludePropertyValues ?? false),
    },
    ListChangeSets: {
      members: ['StackName', 'NextToken'],
      run: ({ StackName }: { StackName: string }) => {
        const stack = findStack(engine.store, StackName);
        if (!stack) throw validationError(`Stack [${StackName}] does not exist`);
        return {
          Summaries: [...stack.changeSets.values()].map((changeSet) => summaryOutput(stack, changeSet)),
        };
      },
    },
    DeleteChangeSet: {
      members: ['ChangeSetName', 'StackName'],
      run: (input: ChangeSetInput) => {
        try {
          const { stack, changeSet } = findChangeSet(engine, input);
          stack.changeSets.delete(changeSet.name);
        } catch (error) {
          // Deleting a change set that is gone succeeds.
          if (!(error instanceof AwsError && error.code === 'ChangeSetNotFound')) throw error;
        }
        return {};
      },
    },
    ExecuteChangeSet: {
      members: ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback'],
      run: (
        input: ChangeSetInput & { ClientRequestToken?: string; DisableRollback?: boolean },
        { caller }: Call,
      ) => executeChangeSet(engine, input, caller),
    },
  };
}

function changeSetStack(engine: Engine, input: CreateChangeSetInput): Stack | undefined {
  const name = isArn(input.StackName) ? input.StackName : checkStackName(input.StackName);
  const stack = findStack(engine.store, name);
  const live = stack && stack.status !== 'DELETE_COMPLETE' ? stack : undefined;
  if (input.ChangeSetType === 'CREATE') {
    // A deleted stack is found by its id and still cannot be created again.
    if (stack && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw validationError(
        `Stack [${name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
      );
    }
    return live;
  }
  if (!live) throw validationError(`Stack [${name}] does not exist`);
  assertUpdatable(live);
  return live;
}

async function createChangeSet(
  engine: Engine,
  input: CreateChangeSetInput,
  caller: Caller,
): Promise<{ Id: string; StackId: string }> {
  const { region } = engine;
  const type = input.ChangeSetType ?? 'UPDATE';
  if (type === 'IMPORT')
    throw new AwsError('ValidationError', 'Imports are not modelled', { statusCode: 400 });
  if (type === 'CREATE' && input.Parameters?.some(({ UsePreviousValue }) => UsePreviousValue)) {
    throw validationError('Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE');
  }
  const existing = changeSetStack(engine, input);
  if (existing?.changeSets.has(input.ChangeSetName)) {
    const text = `ChangeSet [${input.ChangeSetName}] already exists`;
    throw new AwsError('AlreadyExistsException', text, { statusCode: 400 });
  }
  checkRollbackConfiguration(input.RollbackConfiguration);
  assertRole(engine, caller, input.RoleARN);
  const stackName = existing?.stackName ?? input.StackName;
  const identity = { stackId: existing?.stackId ?? newStackId(engine, stackName), stackName };
  const deployment = await prepareDeployment(region, engine.providers, input, {
    identity,
    before: type === 'UPDATE' ? existing : undefined,
    caller: actingCaller(engine, caller, input.RoleARN ?? existing?.roleArn),
  });
  const stack = existing ?? addStack(engine, stackName, identity.stackId);
  if (!existing) setStackStatus(engine, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  const uuid = region.kernel.random('cloudformation/change-set-ids').uuid();
  const changeSet: ChangeSet = {
    id: region.arn('cloudformation', `changeSet/${input.ChangeSetName}/${uuid}`),
    name: input.ChangeSetName,
    type,
    creationTime: new Date(region.kernel.now()),
    description: input.Description,
    deployment,
    roleArn: input.RoleARN,
    onStackFailure: input.OnStackFailure,
    status: 'CREATE_PENDING',
    statusReason: undefined,
    executionStatus: 'UNAVAILABLE',
    changes: [],
  };
  stack.changeSets.set(changeSet.name, changeSet);
  region.kernel.after(
    sampleDurationMs(region.kernel, 'cloudformation/change-set', region.settings.durationScale),
    () => finishChangeSet(engine, stack, changeSet),
  );
  return { Id: changeSet.id, StackId: stack.stackId };
}

function finishChangeSet(engine: Engine, stack: Stack, changeSet: ChangeSet): void {
  if (changeSet.type === 'UPDATE' && !hasChanges(engine, stack, changeSet.deployment)) {
    changeSet.status = 'FAILED';
    changeSet.statusReason = NO_CHANGES;
    return;
  }
  changeSet.changes = changesOf(engine, stack, changeSet.deployment);
  changeSet.status = 'CREATE_COMPLETE';
  changeSet.executionStatus = 'AVAILABLE';
}

function executeChangeSet(
  engine: Engine,
  input: ChangeSetInput & { readonly ClientRequestToken?: string; readonly DisableRollback?: boolean },
  caller: Caller,
): Record<string, never> {
  const { stack, changeSet } = findChangeSet(engine, input);
  if (changeSet.executionStatus !== 'AVAILABLE') {
    const text = `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`;
    throw new AwsError('InvalidChangeSetStatus', text, { statusCode: 400 });
  }
  if (changeSet.type === 'UPDATE') assertUpdatable(stack);
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  stack.changeSetId = changeSet.id;
  stack.roleArn = changeSet.roleArn ?? stack.roleArn;
  stack.disableRollback = input.DisableRollback ?? false;
  // The other change sets were made against the former state of the stack (CloudFormation guide, "Execute a change
  // set").
  for (const other of stack.changeSets.values()) if (other !== changeSet) stack.changeSets.delete(other.name);
  const run = newRun(actingCaller(engine, caller, stack.roleArn), input.ClientRequestToken);
  const keep = input.DisableRollback ?? false;
  if (changeSet.type === 'UPDATE') {
    startUpdate(engine, stack, changeSet.deployment, run, keep);
  } else {
    stack.lastUpdatedTime = new Date(engine.region.kernel.now());
    startCreation(
      engine,
      stack,
      changeSet.deployment,
      run,
      changeSet.onStackFailure ?? (keep ? 'DO_NOTHING' : 'ROLLBACK'),
    );
  }
  changeSet.executionStatus = 'EXECUTE_COMPLETE';
  return {};
}
