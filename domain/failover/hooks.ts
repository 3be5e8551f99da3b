import { durationMs } from '../policy/durations.ts';
import { FAILOVER_DEFAULTS, type FailoverPlan } from '../policy/failover.ts';
import {
  arnOf,
  HOOK_TASKS,
  type HookTask,
  hooksOf,
  type PlacedHook,
} from '../policy/rules/failover/each-plan.ts';
import type { HookRun } from '../ports/hooks.ts';

/** One try of a hook. */
export interface HookTry {
  readonly status: 'running' | 'succeeded' | 'failed';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly why?: string;
}

/** The hooks of a part of a plan, one after the other. */
export const hooksIn = (plan: FailoverPlan, task: HookTask): readonly PlacedHook[] =>
  hooksOf({ path: '', plan }).filter((hook) => hook.task === task);

/** The parts of a plan that have hooks. */
export const hookParts = (plan: FailoverPlan): HookTask[] =>
  HOOK_TASKS.filter((task) => hooksIn(plan, task).length > 0);

/** The hooks of a part that a drill runs: those alone that say that they may be. A fence would stop the side that serves. */
export const hooksInDrill = (plan: FailoverPlan, task: HookTask): readonly PlacedHook[] =>
  hooksIn(plan, task).filter(({ hook }) => 'inDrill' in hook && hook.inDrill === true);

export const hookKey = ({ task, hook }: PlacedHook): string => `${task}/${hook.name}`;

export const isMachine = ({ hook }: PlacedHook): boolean => arnOf(hook).member === 'stateMachineArn';

const triesOf = ({ hook: { retries = FAILOVER_DEFAULTS.retries } }: PlacedHook): number => retries + 1;

/** The names of a state machine's runs, one a try: of one try of one operation there is one run, however often it is started. */
export const runNames = (operationId: string, hook: PlacedHook): readonly string[] =>
  Array.from({ length: triesOf(hook) }, (_, n) => `${operationId}-${hook.task}-${hook.hook.name}-${n}`);

/** A run of a user's state machine as a try. */
export const tryOf = ({ status, startedAt, reason }: HookRun): HookTry =>
  status === 'RUNNING'
    ? { status: 'running', startedAt }
    : status === 'SUCCEEDED'
      ? { status: 'succeeded', startedAt }
      : { status: 'failed', startedAt, why: `it is ${status}${reason ? `: ${reason}` : ''}` };

export type HookDecision =
  | { readonly is: 'done' }
  | { readonly is: 'passed' | 'failed'; readonly why: string }
  | { readonly is: 'running' }
  /** `attempt`: which try it is, from 0. */
  | { readonly is: 'due'; readonly attempt: number };

/** Decides on a hook by its tries. Its time runs from the first; one that is not required is passed over where it fails. */
export function decideHook(placed: PlacedHook, tries: readonly HookTry[], at: string): HookDecision {
  const { hook } = placed;
  if (tries.some(({ status }) => status === 'succeeded')) return { is: 'done' };
  const isRequired = !('required' in hook) || hook.required !== false;
  const end = (why: string): HookDecision => ({
    is: isRequired ? 'failed' : 'passed',
    why: `${hookKey(placed)}: ${why}`,
  });
  const [first] = tries;
  const last = tries.at(-1);
  const ranMs = first ? Date.parse(at) - Date.parse(first.startedAt) : 0;
  if (ranMs >= durationMs(hook.timeout))
    return end(`it has not succeeded within ${hook.timeout}${last?.why ? `: ${last.why}` : ''}`);
  if (last?.status === 'running') return { is: 'running' };
  if (tries.length < triesOf(placed)) return { is: 'due', attempt: tries.length };
  return end(`${tries.length} tries failed: ${last?.why ?? 'no reason is known'}`);
}

export type HooksDecision =
  | { readonly is: 'done'; readonly passed: readonly string[] }
  | { readonly is: 'failed'; readonly key: string; readonly why: string }
  | { readonly is: 'waiting' }
  | { readonly is: 'due'; readonly key: string; readonly attempt: number };

/** Decides on the hooks of a part, in their order: each begins once the one before it is done. */
export function decideHooks(
  hooks: readonly PlacedHook[],
  triesOf: ReadonlyMap<string, readonly HookTry[]>,
  at: string,
): HooksDecision {
  const passed: string[] = [];
  for (const hook of hooks) {
    const key = hookKey(hook);
    const decision = decideHook(hook, triesOf.get(key) ?? [], at);
    if (decision.is === 'failed') return { is: 'failed', key, why: decision.why };
    if (decision.is === 'running') return { is: 'waiting' };
    if (decision.is === 'due') return { is: 'due', key, attempt: decision.attempt };
    if (decision.is === 'passed') passed.push(decision.why);
  }
  return { is: 'done', passed };
}
