import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepFunctionsService } from '../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../simulator/world.ts';
import { REGION, type Workload } from './measure.ts';

const FUNCTION = 'work';
const LOOKS = 50;
const EXECUTIONS_AT_ONCE = 10;

type States = Readonly<Record<string, object>>;

/**
 * A loop like those of the fleet's phases: it looks, chooses and waits, fifty times, and starts four things each
 * time.
 */
const loop = (states: States) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { looks: 0 }, Next: 'Look' },
    ...states,
    Looked: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.outcome = 'Waiting' and $looks < 50 %}", Next: 'Start' },
        { Condition: "{% $states.input.outcome = 'Failed' %}", Next: 'Failed' },
      ],
      Default: 'Done',
    },
    Wait: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Look' },
    Failed: { Type: 'Fail', Error: 'Failed' },
    Done: { Type: 'Succeed' },
  },
});

const found = { outcome: 'Waiting', waitSeconds: 5, start: [1, 2, 3, 4], cluster: { name: 'web' } };
const counted = { looks: '{% $looks + 1 %}' };

const plain = loop({
  Look: { Type: 'Pass', Output: found, Assign: counted, Next: 'Looked' },
  Start: {
    Type: 'Map',
    Items: '{% $states.input.start %}',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Change',
      States: {
        Change: { Type: 'Pass', Output: { task: '{% $states.context.Map.Item.Value %}' }, End: true },
      },
    },
    Output: '{% $states.input %}',
    Next: 'Wait',
  },
});

const tasks = loop({
  Look: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: FUNCTION, Payload: { looks: '{% $looks %}', cluster: 'web' } },
    TimeoutSeconds: 60,
    Output: '{% $states.result.Payload %}',
    Assign: counted,
    Next: 'Looked',
  },
  Start: { Type: 'Pass', Next: 'Wait' },
});

/** A role that a service assumes, with its permissions. */
async function makeRole(world: World, RoleName: string, Service: string, Action: string): Promise<string> {
  const iam = new IAMClient({ region: REGION });
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = policy({ Action: 'sts:AssumeRole', Principal: { Service } });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const Resource = `arn:aws:lambda:${REGION}:${world.accountId}:function:${FUNCTION}`;
  const PolicyDocument = policy({ Action, Resource });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  await world.kernel.sleep(60_000); // Services see a role a little later.
  return Role?.Arn ?? '';
}

async function makeFunction(world: World): Promise<void> {
  const roleArn = await makeRole(world, FUNCTION, 'lambda.amazonaws.com', 'lambda:GetFunction');
  const Properties = {
    FunctionName: FUNCTION,
    Handler: 'work.handler',
    Runtime: 'nodejs24.x',
    Role: roleArn,
    Code: { ZipFile: 'the world loads what the measurement gives it' },
    Timeout: 30,
  };
  const template = { Resources: { Work: { Type: 'AWS::Lambda::Function', Properties } } };
  const TemplateBody = JSON.stringify(template);
  await new CloudFormationClient({ region: REGION }).send(
    new CreateStackCommand({ StackName: 'bench', TemplateBody }),
  );
  await world.kernel.sleep(600_000);
}

const workload = (definition: object): Pick<Workload, 'prepare'> => ({
  prepare: async (world) => {
    await makeFunction(world);
    const roleArn = await makeRole(world, 'states', 'states.amazonaws.com', 'lambda:InvokeFunction');
    const states = new SFNClient({ region: REGION });
    const { stateMachineArn } = await states.send(
      new CreateStateMachineCommand({ name: 'loop', definition: JSON.stringify(definition), roleArn }),
    );
    const service = world.region(REGION).service('states') as StepFunctionsService;
    const run = async (): Promise<void> => {
      const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
      while (service.execution(executionArn ?? '').status === 'RUNNING') await world.kernel.sleep(60_000);
      if (service.execution(executionArn ?? '').status !== 'SUCCEEDED')
        throw new Error('the loop did not succeed');
    };
    return async () => {
      const before = service.stateTransitions;
      await Promise.all(Array.from({ length: EXECUTIONS_AT_ONCE }, run));
      return service.stateTransitions - before;
    };
  },
});

/** States that do nothing but decide: Pass, Choice, Map and Wait. */
export const plainStates: Workload = workload(plain);

/** The same loop, looking by a function. */
export const taskStates: Workload = {
  ...workload(tasks),
  handler: (event) => {
    const { looks } = event as { readonly looks: number };
    return { ...found, outcome: looks < LOOKS ? 'Waiting' : 'Done' };
  },
};
