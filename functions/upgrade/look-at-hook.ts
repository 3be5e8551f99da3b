import type { Decision } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { HooksPort } from '../../domain/ports/hooks.ts';
import type { Watched } from '../../domain/upgrade/health.ts';
import {
  decideAnswer,
  decideRun,
  hookOf,
  isStateMachine,
  type NamedHook,
  runName,
} from '../../domain/upgrade/hook.ts';
import type { UpgradeStep } from '../../domain/upgrade/steps.ts';

/** The hook that a step is. */
export function requiredHook({ request }: OperationRecord<'upgrade'>, step: UpgradeStep): NamedHook {
  const hook = hookOf(request, step);
  if (!hook) throw new TaskError('Unexpected', `the request has no hook for ${step.key}`);
  return hook;
}

/**
 * Looks at a hook: at the run of a state machine, or at what is on record of a function's answer. `since`: when its step
 * began, pauses not counted.
 */
export async function lookAtHook(
  named: NamedHook,
  record: OperationRecord<'upgrade'>,
  { step, ...watched }: Watched & { readonly step: UpgradeStep },
  hooks: Pick<HooksPort, 'run'>,
): Promise<Decision> {
  const { arn } = named.hook;
  if (isStateMachine(named.hook))
    return decideRun(named, await hooks.run(arn, runName(record.id, step)), watched.at);
  const taken = record.report?.steps.find(({ key }) => key === step.key);
  return decideAnswer(named, taken?.answeredAt, watched);
}
