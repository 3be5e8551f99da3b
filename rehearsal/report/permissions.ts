import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { StepFunctionsService } from '../../simulator/stepfunctions/stepfunctions.ts';
import type { World } from '../../simulator/world.ts';
import type { PermissionUse, SimulationReport, SimulationSpec } from '../simulation-spec.ts';

/** True where an action pattern of IAM covers an action: `*` stands for anything, and case does not matter. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}

/** Each action that each statement of the fleet's own roles allows, with how often calls needed it. */
function usesOf(world: World, stage: string): readonly PermissionUse[] {
  const fleetRole = new RegExp(`:role/eks-fleet/(forwarder/)?eks-fleet-${stage}-`);
  return world
    .iam()
    .usage()
    .filter(({ roleArn, effect }) => effect === 'Allow' && fleetRole.test(roleArn))
    .flatMap(({ roleArn, policy, index, actions, usedActions }) =>
      actions.map((action) => ({
        role: roleArn.split('/').at(-1) as string,
        policy: policy.split('/').at(-1) as string,
        statement: index,
        action,
        used: Object.entries(usedActions).reduce(
          (sum, [called, count]) => sum + (covers(action, called) ? count : 0),
          0,
        ),
      })),
    );
}

/** Errors of the events that could not be delivered. */
async function deadLetterErrors({ regions, stage }: SimulationSpec): Promise<readonly string[]> {
  const found = regions.map(async (region) => {
    const client = new SQSClient({ region });
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: `eks-fleet-${stage}-dead-letters` }),
    );
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    return Messages.map(({ MessageAttributes: attributes = {} }) => {
      const said = ['ERROR_CODE', 'ERROR_MESSAGE'].map((name) => attributes[name]?.StringValue ?? '');
      return `dead letter of ${region}: ${said.join(': ')}`;
    });
  });
  return (await Promise.all(found)).flat();
}

/** Firings of schedules that their dead-letter queue did not take: a metric is all that tells of them. */
async function lostFirings({ regions }: SimulationSpec, now: number): Promise<readonly string[]> {
  const MetricName = 'InvocationsFailedToBeSentToDeadLetterCount_AccessDenied';
  const DAYS = 7;
  const found = regions.map(async (region) => {
    const { Datapoints = [] } = await new CloudWatchClient({ region }).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Scheduler',
        MetricName,
        StartTime: new Date(now - DAYS * 86_400_000),
        EndTime: new Date(now + 60_000),
        Period: (DAYS + 1) * 86_400,
        Statistics: ['Sum'],
      }),
    );
    return Datapoints.map(({ Sum }) => `metric AWS/Scheduler ${MetricName} of ${region}: ${Sum}`);
  });
  return (await Promise.all(found)).flat();
}

/** True where a log group has a line; undefined if the group was deleted with its stack. */
async function isLogged(region: string, logGroupName: string): Promise<boolean | undefined> {
  try {
    const { logStreams = [] } = await new CloudWatchLogsClient({ region }).send(
      new DescribeLogStreamsCommand({ logGroupName, limit: 1 }),
    );
    return logStreams.some(({ lastEventTimestamp }) => lastEventTimestamp !== undefined);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Functions that ended by themselves, and so printed a line, but have none in their log group. */
async function unlogged(entries: readonly TraceEntry[]): Promise<readonly string[]> {
  const ran = new Map<string, { readonly region: string; readonly functionName: string }>();
  for (const { kind, region, functionName, outcome } of entries) {
    if (kind !== 'invocation' || functionName === undefined) continue;
    if (outcome !== 'returned' && outcome !== 'threw') continue;
    ran.set(`${region} ${functionName}`, { region: String(region), functionName: String(functionName) });
  }
  const found = [...ran.values()].map(async ({ region, functionName }) => {
    const logged = await isLogged(region, `/aws/lambda/${functionName}`);
    return logged === false
      ? [`logs of ${functionName} in ${region}: it ran, and no line of it is there`]
      : [];
  });
  return (await Promise.all(found)).flat();
}

/** Failures of executions and of their tasks, caught ones too, and what was passed over, as texts. */
function failedExecutions(world: World, entries: readonly TraceEntry[]): readonly string[] {
  const ended = entries.filter(
    ({ kind, transition, status }) =>
      kind === 'transition' && transition === 'execution' && status !== 'RUNNING',
  );
  return ended.flatMap(({ region, execution, stateMachine }) => {
    const states = world.region(region).service('states') as StepFunctionsService;
    const { error, cause, history, output = '' } = states.execution(String(execution));
    const tasks = history.events.flatMap(({ taskFailedEventDetails, lambdaFunctionFailedEventDetails }) => {
      const failed = taskFailedEventDetails ?? lambdaFunctionFailedEventDetails;
      return failed ? [`task of ${String(stateMachine)}: ${failed.error ?? ''}: ${failed.cause ?? ''}`] : [];
    });
    const end = error === undefined ? [] : [`execution of ${String(stateMachine)}: ${error}: ${cause ?? ''}`];
    // Housekeeping that passes over what it cannot see says so in its output.
    const said = PASSED_OVER.test(output) ? [`output of ${String(stateMachine)}: ${output}`] : [];
    return [...end, ...tasks, ...said];
  });
}

const PASSED_OVER = /"reason":"[^"]*AccessDenied/;

/**
 * Permissions that the fleet's roles were given and used, and everything that failed for want of one: operations and
 * executions, refused requests, dead letters, lost firings and lost log lines.
 */
export async function permissionsOf(
  spec: SimulationSpec,
  world: World,
  { operations, refused }: Pick<SimulationReport, 'operations' | 'refused'>,
): Promise<NonNullable<SimulationReport['permissions']>> {
  const uses = usesOf(world, spec.stage);
  return {
    uses,
    failures: [
      ...operations.flatMap(({ kind, outcome, reason }) =>
        reason === undefined ? [] : [`${kind} ${outcome}: ${reason}`],
      ),
      ...operations.flatMap(({ kind, warnings = [] }) =>
        warnings.map(({ path, message }) => `${kind} warns: ${path}: ${message}`),
      ),
      ...refused.map(({ path, reason }) => `refused: ${path}: ${reason}`),
      ...failedExecutions(world, world.kernel.trace.entries),
      ...(await deadLetterErrors(spec)),
      ...(await lostFirings(spec, world.kernel.now())),
      ...(await unlogged(world.kernel.trace.entries)),
    ],
  };
}
