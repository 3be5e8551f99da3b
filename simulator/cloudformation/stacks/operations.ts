import { AwsError } from '../../aws-error.ts';
import { ROLE_NOT_ASSUMABLE } from '../../iam/roles/assume.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Call, Caller } from '../../service.ts';
import { changesOf } from '../change-sets/changes.ts';
import { sameValue } from '../change-sets/property-changes.ts';
import { type DeploymentInput, prepareDeployment } from '../deployment.ts';
import type { Engine } from '../engine.ts';
import { noSuchStack, validationError } from '../errors.ts';
import { stopRun } from '../resources/create.ts';
import { startCreation } from './create.ts';
import { startDeletion } from './delete.ts';
import { addStack, newStackId } from './new-stack.ts';
import { continueRollback } from './roll-back-update.ts';
import { checkRollbackConfiguration } from './rollback-configuration.ts';
import { type Deployment, findStack, type OnFailure, type Run, type Stack } from './stack.ts';
import { startUpdate } from './update.ts';

const DEPLOYMENT = [
  'StackName',
  'TemplateBody',
  'TemplateURL',
  'Parameters',
  'Capabilities',
  'Tags',
  'NotificationARNs',
  'ResourceTypes',
  'RoleARN',
  'ClientRequestToken',
  'DisableRollback',
  'RollbackConfiguration',
];

interface StackInput {
  readonly StackName: string;
  readonly RoleARN?: string;
  readonly ClientRequestToken?: string;
}

interface CreateStackInput extends StackInput, DeploymentInput {
  readonly DisableRollback?: boolean;
  readonly OnFailure?: OnFailure;
  readonly TimeoutInMinutes?: number;
  readonly EnableTerminationProtection?: boolean;
  readonly RollbackConfiguration?: unknown;
}

interface UpdateStackInput extends StackInput, DeploymentInput {
  readonly DisableRollback?: boolean;
  readonly RollbackConfiguration?: unknown;
}

/** Statuses from which a stack may be updated (CloudFormation guide, "Stack status codes"). */
const UPDATABLE = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
];

export function newRun(caller: Caller, token: string | undefined): Run {
  return {
    caller,
    token,
    inFlight: new Map(),
    failed: [],
    stopReason: undefined,
    stopped: Promise.withResolvers<void>(),
  };
}

/** The identity that CloudFormation acts as: the role given, else the stack's role, else the caller. */
export function actingCaller(engine: Engine, caller: Caller, roleArn: string | undefined): Caller {
  if (roleArn === undefined) return caller;
  return engine.region.roles.assume(roleArn, 'cloudformation.amazonaws.com', 'AWSCloudFormation');
}

export function assertRole(engine: Engine, caller: Caller, roleArn: string | undefined): void {
  if (roleArn === undefined) return;
  try {
    engine.region.roles.assertPassable(caller, roleArn, 'cloudformation.amazonaws.com');
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== ROLE_NOT_ASSUMABLE) throw error;
    throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  }
}

/** The stack whose call is repeated with its token; a token used for another operation is refused. */
function repeated(stack: Stack | undefined, operation: string, token: string | undefined): Stack | undefined {
  const used = token === undefined ? undefined : stack?.tokens.get(token);
  if (used === undefined || used === operation) return used === undefined ? undefined : stack;
  throw new AwsError('TokenAlreadyExistsException', `A client request token already exists for ${used}`, {
    statusCode: 400,
  });
}

function useToken(stack: Stack, operation: string, token: string | undefined): void {
  if (token !== undefined) stack.tokens.set(token, operation);
}

export function assertUpdatable(stack: Stack): void {
  if (UPDATABLE.includes(stack.status)) return;
  throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}

export function stackOperations(engine: Engine): Record<string, ModelledOperation> {
  return {
    CreateStack: {
      members: [...DEPLOYMENT, 'OnFailure', 'TimeoutInMinutes', 'EnableTerminationProtection'],
      run: (input: CreateStackInput, { caller }: Call) => createStack(engine, input, caller),
    },
    UpdateStack: {
      members: [...DEPLOYMENT, 'UsePreviousTemplate'],
      run: (input: UpdateStackInput, { caller }: Call) => updateStack(engine, input, caller),
    },
    DeleteStack: {
      members: ['StackName', 'RetainResources', 'RoleARN', 'ClientRequestToken'],
      run: (input: StackInput & { RetainResources?: readonly string[] }, { caller }: Call) =>
        deleteStack(engine, input, caller),
    },
    CancelUpdateStack: {
      members: ['StackName', 'ClientRequestToken'],
      run: ({ StackName }: StackInput) => {
        const stack = liveStack(engine, StackName);
        if (stack.status !== 'UPDATE_IN_PROGRESS' || !stack.run) {
          throw validationError(`CancelUpdateStack cannot be called from current stack status`);
        }
        stopRun(engine, stack, stack.run, 'User Initiated');
        return {};
      },
    },
    ContinueUpdateRollback: {
      members: ['StackName', 'ResourcesToSkip', 'RoleARN', 'ClientRequestToken'],
      run: (input: StackInput & { ResourcesToSkip?: readonly string[] }, { caller }: Call) => {
        const stack = liveStack(engine, input.StackName);
        if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
          throw validationError(
            `Stack:${stack.stackId} is in ${stack.status} state and can not continue update rollback.`,
          );
        }
        assertRole(engine, caller, input.RoleARN);
        stack.roleArn = input.RoleARN ?? stack.roleArn;
        const run = newRun(actingCaller(engine, caller, stack.roleArn), input.ClientRequestToken);
        continueRollback(engine, stack, run, input.ResourcesToSkip ?? []);
        return {};
      },
    },
    UpdateTerminationProtection: {
      members: ['StackName', 'EnableTerminationProtection'],
      run: (input: StackInput & { EnableTerminationProtection: boolean }) => {
        const stack = liveStack(engine, input.StackName);
        stack.terminationProtection = input.EnableTerminationProtection;
        return { StackId: stack.stackId };
      },
    },
  };
}

export function liveStack(engine: Engine, name: string): Stack {
  const stack = findStack(engine.store, name);
  if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${name}] does not exist`);
  return stack;
}

async function createStack(
  engine: Engine,
  input: CreateStackInput,
  caller: Caller,
): Promise<{ StackId: string }> {
  const { StackName } = input;
  const existing = findStack(engine.store, StackName);
  const again = repeated(existing, 'CreateStack', input.ClientRequestToken);
  if (again) return { StackId: again.stackId };
  if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
    throw new AwsError('AlreadyExistsException', `Stack [${StackName}] already exists`, { statusCode: 400 });
  }
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw validationError('You may only specify either DisableRollback or OnFailure');
  }
  checkRollbackConfiguration(input.RollbackConfiguration);
  const stackId = existing?.stackId ?? newStackId(engine, StackName);
  const identity = { stackId, stackName: StackName };
  assertRole(engine, caller, input.RoleARN);
  const acting = actingCaller(engine, caller, input.RoleARN);
  const deployment = await prepareDeployment(engine.region, engine.providers, input, {
    identity,
    before: undefined,
    caller: acting,
  });
  assertStackQuota(engine, existing);
  const stack = existing ?? addStack(engine, StackName, stackId);
  stack.roleArn = input.RoleARN;
  stack.disableRollback = input.DisableRollback ?? false;
  stack.terminationProtection = input.EnableTerminationProtection ?? false;
  stack.timeoutInMinutes = input.TimeoutInMinutes;
  useToken(stack, 'CreateStack', input.ClientRequestToken);
  const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
  outdateChangeSets(stack);
  startCreation(engine, stack, deployment, newRun(acting, input.ClientRequestToken), onFailure);
  return { StackId: stackId };
}

/** Change sets made before the stack was changed otherwise can no longer be executed. */
function outdateChangeSets(stack: Stack): void {
  for (const changeSet of stack.changeSets.values()) {
    if (changeSet.executionStatus === 'AVAILABLE') changeSet.executionStatus = 'OBSOLETE';
  }
}

function assertStackQuota({ region, store }: Engine, existing: Stack | undefined): void {
  const quota = region.settings.quotas['cloudformation/stacks'] ?? 2000;
  const count = [...store.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE').length;
  if (existing || count < quota) return;
  throw new AwsError('LimitExceededException', `Limit for stack has been exceeded`, { statusCode: 400 });
}

async function updateStack(
  engine: Engine,
  input: UpdateStackInput,
  caller: Caller,
): Promise<{ StackId: string }> {
  const stack = liveStack(engine, input.StackName);
  if (repeated(stack, 'UpdateStack', input.ClientRequestToken)) return { StackId: stack.stackId };
  checkRollbackConfiguration(input.RollbackConfiguration);
  assertRole(engine, caller, input.RoleARN);
  const roleArn = input.RoleARN ?? stack.roleArn;
  const acting = actingCaller(engine, caller, roleArn);
  const next = await prepareDeployment(engine.region, engine.providers, input, {
    identity: stack,
    before: stack,
    caller: acting,
  });
  assertUpdatable(stack);
  if (!hasChanges(engine, stack, next)) throw validationError('No updates are to be performed.');
  stack.roleArn = roleArn;
  useToken(stack, 'UpdateStack', input.ClientRequestToken);
  outdateChangeSets(stack);
  startUpdate(engine, stack, next, newRun(acting, input.ClientRequestToken), input.DisableRollback ?? false);
  return { StackId: stack.stackId };
}

/** Whether an update would do anything: a resource, an output or a tag differs. */
export function hasChanges(engine: Engine, stack: Stack, next: Deployment): boolean {
  const before = stack.deployment;
  if (!before) return true;
  const outputs = (deployment: Deployment) =>
    Object.entries(deployment.template.Outputs).filter(
      ([, { Condition }]) => Condition === undefined || deployment.condition(Condition),
    );
  const values = (deployment: Deployment) =>
    [...deployment.parameters].map(([name, { value }]) => [name, value]);
  const outputsDiffer =
    !sameValue(outputs(before), outputs(next)) ||
    (outputs(next).length > 0 && !sameValue(values(before), values(next)));
  return outputsDiffer || !sameValue(before.tags, next.tags) || changesOf(engine, stack, next).length > 0;
}

function deleteStack(
  engine: Engine,
  input: StackInput & { readonly RetainResources?: readonly string[] },
  caller: Caller,
): Record<string, never> {
  const stack = findStack(engine.store, input.StackName);
  // A deletion succeeds if the stack is not there, or is being deleted already.
  if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
  if (stack.terminationProtection) {
    throw validationError(
      `Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`,
    );
  }
  const retain = input.RetainResources ?? [];
  if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.stackId}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  }
  if (/^UPDATE_.*IN_PROGRESS$|^ROLLBACK_IN_PROGRESS$/.test(stack.status)) {
    throw validationError(`Stack [${stack.stackName}] cannot be deleted while in status ${stack.status}`);
  }
  assertRole(engine, caller, input.RoleARN);
  const acting = actingCaller(engine, caller, input.RoleARN ?? stack.roleArn);
  startDeletion(engine, stack, newRun(acting, input.ClientRequestToken), retain);
  return {};
}

export function existingStack(engine: Engine, name: string): Stack {
  const stack = findStack(engine.store, name);
  if (!stack) throw noSuchStack(name);
  return stack;
}
