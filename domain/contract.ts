import type * as z from 'zod';
import type { ErrorName } from './errors.ts';

/**
 * A task's input, output and errors, so that the state machine can be held against them without the handler. `effect`
 * says what the task changes, and answers "what if this runs twice?" in one sentence.
 */
export interface Contract<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** `<domain>/<verb-noun>`, the path of the handler under `functions/`. */
  readonly task: string;
  readonly input: Input;
  /** A union discriminated by `outcome`, or an object where there is but one outcome. */
  readonly output: Output;
  readonly throws: readonly ErrorName[];
  /**
   * The time that another change may stand in the way, where it is longer than minutes: EKS refuses changes while it
   * changes the cluster by itself.
   */
  readonly conflicts?: 'half an hour';
  /**
   * The longest life of a task that outlives the fence of leases: one that changes nothing which a lease guards.
   * `TASK_TIMEOUT_SECONDS` if absent.
   */
  readonly livesForSeconds?: number;
  /** Absent for tasks that only observe. */
  readonly effect?: { readonly changes: string; readonly runsTwice: string };
  /** The events that it puts on a bus of ours: the one or the other, by what it finds. */
  readonly publishes?: readonly string[];
}

/** A contract but for its task, which follows from where it stands. */
export type Terms<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = Omit<
  Contract<Input, Output>,
  'task'
>;

/** The contracts of a folder of functions: `applyAddon` in those of `create` is the contract of `create/apply-addon`. */
export const contractsOf = <const T extends Readonly<Record<string, Terms>>>(domain: string, terms: T) =>
  Object.fromEntries(
    Object.entries(terms).map(([name, of]) => [name, { ...of, task: `${domain}/${kebab(name)}` }]),
  ) as { readonly [Name in keyof T]: Contract<T[Name]['input'], T[Name]['output']> };

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Errors of every task that reads from AWS. */
export const READ_ERRORS = [
  'Throttled',
  'ServiceUnavailable',
  'AccessDenied',
  'InvalidInput',
  'Unexpected',
] as const;

/** Errors of every task that looks at a phase: one that is late looks at the lease as well. */
export const LOOK_ERRORS = [...READ_ERRORS, 'LeaseLost'] as const;

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

/** Errors of tasks that read a cluster's Kubernetes API, beside their others. */
export const KUBERNETES_ERRORS = [
  'KubernetesUnreachable',
  'KubernetesUnauthorized',
  'KubernetesForbidden',
] as const;
