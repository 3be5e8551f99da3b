import type { PutPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../aws-error.ts';
import { parsePolicy } from '../../iam/policies/document.ts';
import { validationError } from '../errors.ts';
import type { EventBridgeState, EventBus } from '../state.ts';
import type { BusPolicy, PolicyStatement } from './policy-document.ts';

/** Limit of a bus's policy (SDK typing of `PolicyLengthExceededException`, EventBridge quotas: 10,240). */
const MAXIMUM_POLICY_CHARACTERS = 10_240;

const noSuchStatement = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.', {
    statusCode: 400,
  });

/** Grants by statement, or replaces the whole policy where one is given. */
export function putPermission(state: EventBridgeState, input: PutPermissionRequest): void {
  const bus = state.bus(input.EventBusName);
  if (input.Policy !== undefined) {
    if (input.StatementId !== undefined || input.Action !== undefined || input.Principal !== undefined) {
      throw validationError('Parameter Policy cannot be combined with Action, Principal or StatementId.');
    }
    setPolicy(state, bus, policyOf(input.Policy));
    return;
  }
  putStatement(state, bus, statementOf(state, bus, input));
}

/** Adds a statement, or replaces the one of the same id. */
export function putStatement(state: EventBridgeState, bus: EventBus, statement: PolicyStatement): void {
  const others = statementsOf(bus).filter(({ Sid }) => Sid !== statement.Sid);
  setPolicy(state, bus, { Version: '2012-10-17', Statement: [...others, statement] });
}

export function removePermission(state: EventBridgeState, input: RemovePermissionRequest): void {
  const bus = state.bus(input.EventBusName);
  if (input.RemoveAllPermissions) {
    setPolicy(state, bus, undefined);
    return;
  }
  if (input.StatementId === undefined) {
    throw validationError('Parameter StatementId must be specified.');
  }
  removeStatement(state, bus, input.StatementId);
}

export function removeStatement(state: EventBridgeState, bus: EventBus, statementId: string): void {
  const statements = statementsOf(bus);
  const kept = statements.filter(({ Sid }) => Sid !== statementId);
  if (kept.length === statements.length) throw noSuchStatement();
  setPolicy(state, bus, kept.length === 0 ? undefined : { Version: '2012-10-17', Statement: kept });
}

function statementsOf(bus: EventBus): readonly PolicyStatement[] {
  return bus.policy?.Statement ?? [];
}

function setPolicy(state: EventBridgeState, bus: EventBus, policy: BusPolicy | undefined): void {
  if (JSON.stringify(policy ?? '').length > MAXIMUM_POLICY_CHARACTERS) {
    throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.', {
      statusCode: 400,
    });
  }
  bus.policy = policy;
  bus.lastModifiedAt = state.region.kernel.now();
}

function statementOf(state: EventBridgeState, bus: EventBus, input: PutPermissionRequest): PolicyStatement {
  const { StatementId, Action, Principal, Condition } = input;
  if (StatementId === undefined || Action === undefined || Principal === undefined) {
    throw validationError('Parameters StatementId, Action and Principal must be specified.');
  }
  if (Action !== 'events:PutEvents') {
    throw validationError(`Provided value in parameter 'action' is not supported.`);
  }
  if (Principal !== '*' && !/^\d{12}$/.test(Principal)) {
    throw validationError(`Provided value in parameter 'principal' is not supported.`);
  }
  const account = `arn:${state.region.partition}:iam::${Principal}:root`;
  const condition = Condition
    ? { Condition: { [`${Condition.Type}`]: { [`${Condition.Key}`]: Condition.Value } } }
    : {};
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: account },
    Action,
    Resource: bus.arn,
    ...condition,
  };
}

/** Reads a policy document, held against IAM's grammar. */
export function policyOf(text: string): BusPolicy {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    throw error instanceof AwsError
      ? validationError(`Provided policy is not valid. ${error.message}`)
      : error;
  }
  const { Version = '2012-10-17', Statement } = JSON.parse(text) as Partial<BusPolicy>;
  return { Version, Statement: [Statement ?? []].flat() as readonly PolicyStatement[] };
}
