import type { PlanHook } from '../../../domain/policy/failover.ts';
import type { Step } from '../../scenario/steps/all.ts';
import { ACCOUNT } from '../story.ts';

const ROLE = 'hook';
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const machineOf = (name: string): string => `eks-hook-${name}`;

/** A step of the user's, as a plan names it. */
export const hookTo = (name: string, region: string): PlanHook => ({
  name,
  stateMachineArn: `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${machineOf(name)}`,
  timeout: '10m',
});

const byHand = (region: string, service: 'iam' | 'states', operation: string, request: object): Step => ({
  administrator: { region, calls: [{ service, operation, request: request as never }] },
});

/** The role of the machines: it takes some seconds until one may be made with it. */
export const hookRole = (region: string): Step =>
  byHand(region, 'iam', 'CreateRole', {
    RoleName: ROLE,
    AssumeRolePolicyDocument: JSON.stringify(TRUST),
  });

/** State machines of the user's, each of which takes so many seconds. */
export const hookMachines = (hooks: Readonly<Record<string, number>>, region: string): readonly Step[] =>
  Object.entries(hooks).map(([name, seconds]) =>
    byHand(region, 'states', 'CreateStateMachine', {
      name: machineOf(name),
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}`,
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Do',
        States: { Do: { Type: 'Wait', Seconds: seconds, End: true } },
      }),
    }),
  );
