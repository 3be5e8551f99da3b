import type * as z from 'zod';
import { create, type Decision, fail, nothing, wait } from '../decide/decision.ts';
import { elapsedSeconds } from '../phase-contract.ts';
import type { HookRun } from '../ports/hooks.ts';
import type { hook, UpgradeRequest } from './request.ts';
import type { StepKind, UpgradeStep } from './steps.ts';

export type Hook = z.output<typeof hook>;
type HookName = 'before' | 'afterControlPlane' | 'afterNodes';

const NAMES: Partial<Record<StepKind, HookName>> = {
  hookBefore: 'before',
  hookAfterControlPlane: 'afterControlPlane',
  hookAfterNodes: 'afterNodes',
};

/** A hook of a request, with the name that it has there. */
export interface NamedHook {
  readonly name: HookName;
  readonly hook: Hook;
}

/** The hook that a step is; undefined of a step that is none. */
export function hookOf(request: UpgradeRequest, { kind }: UpgradeStep): NamedHook | undefined {
  const name = NAMES[kind];
  if (name === undefined || request.action !== 'upgrade') return undefined;
  const hook = request.hooks[name];
  return hook && { name, hook };
}

export const isStateMachine = ({ arn }: Hook): boolean => arn.split(':')[2] === 'states';

/** The name of a hook's run: of one step of one operation there is one run, however often it is started. */
export const runName = (operationId: string, { key }: UpgradeStep): string =>
  `${operationId}-${key.replaceAll(/[^A-Za-z0-9]/g, '-')}`;

const minutesOf = ({ timeoutMinutes }: Hook): string =>
  `${timeoutMinutes} minute${timeoutMinutes === 1 ? '' : 's'}`;

/** Decides on a hook that is a state machine, by its run. A run that is too late goes on by itself: it is the user's. */
export function decideRun({ name, hook }: NamedHook, run: HookRun | undefined, at: string): Decision {
  if (!run) return create;
  const { status, startedAt, reason } = run;
  if (status === 'SUCCEEDED') return nothing;
  if (status !== 'RUNNING') return fail(`hook ${name} is ${status}${reason ? `: ${reason}` : ''}`);
  if (elapsedSeconds({ since: startedAt, at }) < hook.timeoutMinutes * 60) return wait('StartExecution');
  return fail(
    `hook ${name} has not ended within ${minutesOf(hook)}: it has run since ${startedAt}, and goes on`,
  );
}

/** Decides on a hook that is a function, by its answer. `since`: when its step began. */
export function decideAnswer(
  { name, hook }: NamedHook,
  answeredAt: string | undefined,
  watched: { readonly since: string; readonly at: string },
): Decision {
  if (answeredAt !== undefined) return nothing;
  if (elapsedSeconds(watched) < hook.timeoutMinutes * 60) return create;
  return fail(`hook ${name} has not answered within ${minutesOf(hook)}`);
}
