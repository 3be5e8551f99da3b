import { AwsError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import type { Definition, StateMachine } from '../asl.ts';

const RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

/**
 * A machine that waits for executions (`states:startExecution.sync`) learns of their end through a rule that
 * Step Functions manages as the machine's role; without the permission CreateStateMachine refuses it (guide,
 * "IAM policies for nested workflow executions").
 */
export function assertManagedRule(
  region: Region,
  definition: Definition,
  roleArn: string,
  machineArn: string,
): void {
  if (!waitsForExecutions(definition)) return;
  const role = region.roles.assume(roleArn, 'states.amazonaws.com', 'CreateStateMachine', machineArn);
  const resource = region.arn('events', `rule/${RULE}`);
  try {
    for (const action of ['events:PutTargets', 'events:PutRule', 'events:DescribeRule']) {
      region.authorize(role, { action, resource });
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('AccessDeniedException', `'${roleArn}' is not authorized to create managed-rule.`, {
      statusCode: 400,
    });
  }
}

function waitsForExecutions(machine: StateMachine): boolean {
  return Object.values(machine.States).some((state) => {
    if (state.Type === 'Task') return state.Resource.includes(':states:startExecution.sync');
    if (state.Type === 'Parallel') return state.Branches.some(waitsForExecutions);
    return state.Type === 'Map' && waitsForExecutions(state.ItemProcessor);
  });
}
