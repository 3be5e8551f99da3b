import type { Step } from '../../scenario/steps/all.ts';
import type { DrawnCluster } from '../clusters.ts';
import { ACCOUNT, type Story } from '../story.ts';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];

const TIMEOUT_MINUTES = 10;
/** The ends of a hook: well, with an error, or too late. */
const MACHINES = {
  fine: { Type: 'Wait', Seconds: 60, End: true },
  broken: { Type: 'Fail', Error: 'Smoke', Cause: 'no answer' },
  late: { Type: 'Wait', Seconds: 3600, End: true },
} as const;
type Machine = keyof typeof MACHINES;
const NAMES = ['before', 'afterControlPlane', 'afterNodes'] as const;

/** The hooks of an upgrade: the steps that make them, the member of the request, and the steps that take them away. */
export function hooks({ name, region }: DrawnCluster, { random }: Story) {
  const role = `hooks-of-${name}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const machine = (which: Machine): string => `eks-hook-${which}-${name}`;
  const arnOf = (which: Machine): string =>
    `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${machine(which)}`;
  const one = random.pick(NAMES);
  const named = NAMES.filter((hook) => hook === one || random.chance(0.5)).map(
    (hook) => [hook, random.pick<Machine>(['fine', 'fine', 'fine', 'broken', 'late'])] as const,
  );
  const tried = (...calls: readonly Call[]): Step => ({
    administrator: { region, maybe: true, calls: [...calls] },
  });
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const made = (Object.keys(MACHINES) as Machine[]).map((which): Call => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Look',
      States: { Look: MACHINES[which] },
    });
    const request = { name: machine(which), roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, definition };
    return { service: 'states', operation: 'CreateStateMachine', request };
  });
  const forgotten = random.chance(0.1)
    ? {
        afterNodes: {
          arn: `arn:aws:lambda:${region}:${ACCOUNT}:function:eks-hook-nobody`,
          timeoutMinutes: 5,
        },
      }
    : {};
  return {
    before: [
      tried({
        service: 'iam',
        operation: 'CreateRole',
        request: { RoleName: role, AssumeRolePolicyDocument },
      }),
      // A role is known everywhere a little later.
      { wait: 60 },
      tried(...made),
    ] as readonly Step[],
    named: {
      ...Object.fromEntries(
        named.map(([hook, which]) => [hook, { arn: arnOf(which), timeoutMinutes: TIMEOUT_MINUTES }]),
      ),
      ...forgotten,
    },
    after: [
      tried({ service: 'iam', operation: 'DeleteRole', request: { RoleName: role } }),
    ] as readonly Step[],
  };
}
