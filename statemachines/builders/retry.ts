import type { Contract } from '../../domain/contract.ts';
import { ERRORS, type ErrorName, type ErrorRow } from '../../domain/errors.ts';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts: number;
  readonly JitterStrategy?: 'FULL';
}

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
/** What Lambda and Step Functions throw, whatever the task. */
export const PLATFORM = [THROTTLED_BY_LAMBDA, ...LAMBDA_FAILED];

/** How often a task is tried again: throttled, and after an error of a server. A try waits for two minutes at most. */
const TRIES = {
  /** Hours without AWS's leave, minutes without AWS. */
  working: { throttled: 240, failed: 10 },
  /** The same where what is done may be lost: half an hour without AWS. */
  settling: { throttled: 240, failed: 60 },
  /** What ends an operation, or tells of it: half an hour, which is less than any workflow has. */
  finishing: { throttled: 30, failed: 60 },
  /** Given up within half an hour: a request that waits is told, and of many, the others get their turn. */
  brief: { throttled: 30, failed: 10 },
} as const;
export type Patience = keyof typeof TRIES;

const backoff = (errors: readonly string[], from: number, upTo: number, attempts: number): Retrier => ({
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
 * back is not tried again but waited for (`pause.ts`). Hundreds of
 * operations may be under way at once, and AWS throttles all of them together: so they begin apart.
 */
export function retryOf(contract: Contract, patience: Patience): readonly Retrier[] {
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
