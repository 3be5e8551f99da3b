import type { Contract } from '../../domain/contract.ts';
import { ERRORS, type ErrorName, type ErrorRow } from '../../domain/errors.ts';
import { whileHeld } from './pause.ts';

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

/**
 * How a task is retried. `working`: throttling for hours, anything else for minutes. `claiming`: a request that waits
 * is told within the hour. `finishing`: what is done is not to fail for an hour without AWS.
 */
export interface Patience {
  readonly patience?: 'working' | 'claiming' | 'finishing';
  /** Of server errors, where it is not `patience` that says so. */
  readonly attempts?: number;
  readonly throttledAttempts?: number;
}

const backoff = (errors: readonly string[], from: number, upTo: number, attempts: number): Retrier => ({
  ErrorEquals: errors,
  IntervalSeconds: from,
  BackoffRate: 2,
  MaxDelaySeconds: upTo,
  MaxAttempts: attempts,
  JitterStrategy: 'FULL',
});
const longConflict = ['Conflict'] as const;

/** Those of a contract's errors that `ERRORS` treats alike. */
export const thrownBy = ({ throws }: Contract, retry: ErrorRow['retry']): readonly ErrorName[] =>
  throws.filter((error) => ERRORS[error].retry === retry);

/** The Retry of a task: from what its contract throws, and what `ERRORS` and the contract say of it. */
export function retryOf(
  contract: Contract,
  patience: Patience,
  throttledSeconds: number,
): readonly Retrier[] {
  const kubernetes = contract.throws.filter((error) => error.startsWith('Kubernetes'));
  const soon = thrownBy(contract, 'backoff').filter((error) => !kubernetes.includes(error));
  return [
    ...(patience.patience === 'finishing'
      ? [backoff([...soon, ...PLATFORM], 2, 60, patience.attempts ?? 60)]
      : working(contract, soon, patience, throttledSeconds)),
    ...whileHeld(thrownBy(contract, 'hold')),
    ...(kubernetes.length > 0 ? [backoff(kubernetes, 5, 60, 8)] : []),
  ];
}

function working(
  { conflicts }: Contract,
  soon: readonly ErrorName[],
  { patience = 'working', attempts = 10, throttledAttempts }: Patience,
  throttledSeconds: number,
): readonly Retrier[] {
  const apart: readonly ErrorName[] = ['Throttled', ...(conflicts === 'half an hour' ? longConflict : [])];
  const others = soon.filter((error) => !apart.includes(error));
  const throttled = [...soon.filter((error) => error === 'Throttled'), THROTTLED_BY_LAMBDA];
  return [
    patience === 'claiming'
      ? backoff(throttled, 2, 120, 60)
      : backoff(throttled, throttledSeconds, 120, throttledAttempts ?? 240),
    ...(conflicts === 'half an hour' ? [backoff(longConflict, 5, 60, 60)] : []),
    backoff([...others, ...LAMBDA_FAILED], 2, 60, attempts),
  ];
}
