import type * as z from 'zod';
import type { ErrorName } from './errors.ts';

/**
 * What a task takes, gives and throws, so that the state machine can be held against it without the handler.
 * `effect` says what the task changes, and answers "what if this runs twice?" in one sentence.
 */
export interface Contract<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** `<domain>/<verb-noun>`, the path of the handler under `functions/`. */
  readonly task: string;
  readonly input: Input;
  /** A union discriminated by `outcome`, or an object where there is but one outcome. */
  readonly output: Output;
  readonly throws: readonly ErrorName[];
  /**
   * How long another change may stand in the way, where that is not minutes: EKS refuses changes while it changes the
   * cluster by itself.
   */
  readonly conflicts?: 'half an hour';
  /** Absent for tasks that only observe. */
  readonly effect?: { readonly changes: string; readonly runsTwice: string };
}

export function defineContract<Input extends z.ZodType, Output extends z.ZodType>(
  contract: Contract<Input, Output>,
): Contract<Input, Output> {
  return contract;
}

/** Errors of every task that reads from AWS. */
export const READ_ERRORS = [
  'Throttled',
  'ServiceUnavailable',
  'AccessDenied',
  'InvalidInput',
  'Unexpected',
] as const;

/** Errors of every task that claims a request: two may claim one cluster at the same moment. */
export const CLAIM_ERRORS = [...READ_ERRORS, 'Conflict'] as const;

/** Errors of every task that changes something under a lease. */
export const CHANGE_ERRORS = [
  ...READ_ERRORS,
  'Conflict',
  'Paused',
  'LeaseLost',
  'QuotaExceeded',
  'NotFound',
  'InvalidRequest',
] as const;

/** What tasks that read of a cluster's Kubernetes API throw besides. */
export const KUBERNETES_ERRORS = [
  'KubernetesUnreachable',
  'KubernetesUnauthorized',
  'KubernetesForbidden',
] as const;
