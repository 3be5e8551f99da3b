import type { Contract } from '../../domain/contract.ts';
import { ERRORS, type ErrorName, type ErrorRow } from '../../domain/errors.ts';
import { errorOutput } from './expression.ts';
import type { Changes, Context, Patience, Steps, Target } from './states.ts';
import { changesOf, entryOf } from './states.ts';

const THROTTLED_BY_LAMBDA = 'Lambda.TooManyRequestsException';
const LAMBDA_FAILED = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'States.Timeout',
];
/** Errors that Lambda and Step Functions throw, whatever the task. */
export const PLATFORM = [THROTTLED_BY_LAMBDA, ...LAMBDA_FAILED];

/** Numbers of tries of a task: throttled, and after an error of a server. A try waits for two minutes at most. */
const TRIES = {
  /** Hours without AWS's leave, minutes without AWS. */
  working: { throttled: 240, failed: 10 },
  /** The same where what is done may be lost: half an hour without AWS. */
  settling: { throttled: 240, failed: 60 },
  /** An operation's end, and what tells of it: half an hour, which is less than any workflow has. */
  finishing: { throttled: 30, failed: 60 },
  /** Given up within half an hour: a request that waits is told, and of many, the others get their turn. */
  brief: { throttled: 30, failed: 10 },
  /** A task that begins anew each minute. */
  fleeting: { throttled: 1, failed: 1 },
} as const satisfies Readonly<Record<Patience, object>>;

const backoff = (errors: readonly string[], from: number, upTo: number, attempts: number) => ({
  ErrorEquals: errors,
  IntervalSeconds: from,
  BackoffRate: 2,
  MaxDelaySeconds: upTo,
  MaxAttempts: attempts,
  JitterStrategy: 'FULL',
});

/** Those of a contract's errors that `ERRORS` treats alike. */
export const thrownBy = ({ throws }: Contract, retry: ErrorRow['retry']): readonly ErrorName[] =>
  throws.filter((error) => ERRORS[error].retry === retry);

/**
 * The Retry of a task: from what its contract throws, and what `ERRORS` and the contract say of it; what a pause holds
 * back is not tried again but waited for (`pause.ts`). Hundreds of operations may be under way at once, and AWS
 * throttles all of them together: so they begin apart.
 */
export function retryOf(contract: Contract, patience: Patience) {
  const { throttled, failed } = TRIES[patience];
  const soon = thrownBy(contract, 'backoff');
  const long = soon.filter((error) => error === 'Conflict' && contract.conflicts === 'half an hour');
  const others = soon.filter((error) => error !== 'Throttled' && !long.includes(error));
  return [
    backoff([...soon.filter((error) => error === 'Throttled'), THROTTLED_BY_LAMBDA], 20, 120, throttled),
    ...(long.length > 0 ? [backoff(long, 5, 60, 60)] : []),
    backoff([...others, ...LAMBDA_FAILED], 2, 60, failed),
  ];
}

/**
 * `lasting`: what `ERRORS` says no retry mends. `thrown`: all that the contract throws. `platform`: what Lambda and
 * Step Functions throw. `any`: both of these. `all`: whatever else there may be.
 */
export interface Catcher extends Changes {
  readonly errors: 'lasting' | 'thrown' | 'platform' | 'any' | 'all' | readonly string[];
  readonly except?: readonly ErrorName[];
  readonly to: Steps;
}

/** To a failure that tells what was caught. */
export const caughtAs = (errors: Catcher['errors'], to: Steps, variable = 'caught'): Catcher => ({
  errors,
  assign: { [variable]: errorOutput },
  to,
});

function namesOf(contract: Contract, { errors, except = [] }: Catcher): readonly string[] {
  if (typeof errors !== 'string') return errors;
  const thrown = contract.throws.filter((error) => !except.includes(error));
  if (errors === 'thrown') return thrown;
  if (errors === 'any') return [...thrown, ...PLATFORM];
  if (errors === 'platform') return PLATFORM;
  if (errors === 'all') return ['States.ALL'];
  return thrownBy(contract, 'never').filter((error) => thrown.includes(error));
}

const catchState = (catcher: Catcher, names: readonly string[], next: Target) => ({
  ErrorEquals: names,
  ...changesOf(catcher),
  Next: entryOf(catcher.to, next),
});

/** The Catch of a task; what it does not catch may leave the scope. */
export function catchOf(contract: Contract, catchers: readonly Catcher[], next: Target, { thrown }: Context) {
  const caught = catchers.map((catcher) => catchState(catcher, namesOf(contract, catcher), next));
  const named = new Set(caught.flatMap(({ ErrorEquals }) => ErrorEquals));
  for (const error of contract.throws) if (!named.has(error) && !named.has('States.ALL')) thrown.add(error);
  return caught.length === 0 ? undefined : caught;
}

/**
 * The Catch of a Parallel or a Map as a workflow's last resort: those before by name, then all other errors that leave
 * it by name, so that none goes unnamed, then whatever else there may be.
 */
export function lastResort(
  thrown: ReadonlySet<string>,
  to: Steps,
  before: readonly Catcher[] = [],
  variable?: string,
) {
  const handled = before.flatMap(({ errors }) => errors);
  const known = [...Object.keys(ERRORS), ...thrown];
  const rest = [...new Set(known)].filter((error) => thrown.has(error) && !handled.includes(error));
  const named = rest.length === 0 ? [] : [caughtAs(rest, to, variable)];
  return [...before, ...named, caughtAs(['States.ALL'], to, variable)].map((catcher) =>
    catchState(catcher, [catcher.errors].flat(), undefined),
  );
}
