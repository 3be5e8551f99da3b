import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { CredentialStore } from '../credentials.ts';
import type { InvocationContext } from '../kernel/invocation-context.ts';
import type { Region } from '../region.ts';
import type { Caller } from '../service.ts';
import type { ExecutionEnvironment } from './environment.ts';
import type { DeployedFunction } from './function.ts';
import type { HandlerLoader } from './handler.ts';

/** Credentials of a function's role last longer than any environment of ours lives. */
const CREDENTIALS_MS = 12 * 3600 * 1000;

/**
 * A writer of an environment's log lines, as the function's role. If the role may not write them, the function runs
 * all the same and nothing is logged (Lambda guide, "Sending Lambda function logs to CloudWatch Logs").
 */
function logWriter(region: Region, group: string, stream: string, role: Caller): (text: string) => void {
  const resource = region.arn('logs', `log-group:${group}:log-stream:${stream}`);
  try {
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      region.authorize(role, { action, resource });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return () => undefined;
  }
  return (text) => region.logs.write(group, stream, text.trimEnd());
}

const RUNTIME_VERSION = 'nodejs:24.v1';
const RUNTIME_ID = createHash('sha256').update(RUNTIME_VERSION).digest('hex');

/**
 * The line that Lambda logs of each new environment (Lambda guide, "Identifying Lambda runtime version changes"); the
 * version is made up.
 */
const initStart = (region: Region): string =>
  `INIT_START Runtime Version: ${RUNTIME_VERSION}\tRuntime Version ARN: arn:${region.partition}:lambda:${region.name}::runtime:${RUNTIME_ID}`;

/**
 * Numbers of the worlds that this process has held. Worlds of one seed draw the same ids, and modules are loaded once
 * for all worlds of a process. The names of log streams begin with the world's number, so that code which keeps
 * something for each environment does not find it in a later world. No decision and no trace depends on these names.
 */
const worlds = new WeakMap<CredentialStore, string>();
let worldsSeen = 0;

function numberOf(world: CredentialStore): string {
  const known = worlds.get(world) ?? (++worldsSeen).toString(16).padStart(8, '0');
  worlds.set(world, known);
  return known;
}

/**
 * Starts an environment: assumes the role, sets the variables (those of Lambda guide, "Defined runtime environment
 * variables", and the function's own), and imports the handler. As on AWS, each environment has a log stream of its
 * own, by which code can tell environments apart.
 */
export async function startEnvironment(
  region: Region,
  fn: DeployedFunction,
  credentials: CredentialStore,
  load: HandlerLoader,
): Promise<ExecutionEnvironment> {
  const caller = region.roles.assume(fn.roleArn, 'lambda.amazonaws.com', fn.functionName);
  const issued = credentials.issue(caller, CREDENTIALS_MS);
  const day = new Date(region.kernel.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = region.kernel.random('log-streams').text(24, '0123456789abcdef');
  const logStreamName = `${day}/[$LATEST]${numberOf(credentials)}${id}`;
  const environment: Record<string, string> = {
    ...fn.variables,
    AWS_REGION: region.name,
    AWS_DEFAULT_REGION: region.name,
    AWS_ACCESS_KEY_ID: issued.accessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySizeMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    // The SDK would look for these files in the home directory of whoever runs the simulation.
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    TZ: ':UTC',
  };
  const started: { environment?: ExecutionEnvironment } = {};
  const context: InvocationContext = {
    environment,
    alive: true,
    clockStepMs: () => region.faults.clockStepMs(region.name),
    log: logWriter(region, `/aws/lambda/${fn.functionName}`, logStreamName, caller),
    crash: () => {
      context.alive = false;
      started.environment?.onCrash?.();
    },
  };
  context.log(initStart(region));
  const handler = await region.kernel.work(load(fn.handler));
  started.environment = {
    logStreamName,
    revision: fn.revision,
    handler,
    context,
    onCrash: undefined,
    lastUsedAt: region.kernel.now(),
    startedAt: region.kernel.now(),
  };
  return started.environment;
}
