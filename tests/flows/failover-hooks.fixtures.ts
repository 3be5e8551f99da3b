import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { S } from './failover.fixtures.ts';

/** A person's call in the standby's region. */
export const byHand = (service: 'iam' | 'states', operation: string, request: object): Step => ({
  administrator: { region: S, calls: [{ service, operation, request: request as never }] },
});
const statesMayAssume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
/** The ARN of a state machine of the user's in the standby's region. */
export const machineArn = (name: string) => `arn:aws:states:${S}:111122223333:stateMachine:eks-hook-${name}`;
/** A state machine of the user's with one state. */
export const machine = (name: string, state: object): Step =>
  byHand('states', 'CreateStateMachine', {
    name: `eks-hook-${name}`,
    roleArn: 'arn:aws:iam::111122223333:role/hook',
    definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Do', States: { Do: state } }),
  });

/** The role that the user's state machines run with. */
export const hookRole = byHand('iam', 'CreateRole', {
  RoleName: 'hook',
  AssumeRolePolicyDocument: JSON.stringify(statesMayAssume),
});
