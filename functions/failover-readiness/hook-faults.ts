import { TaskError } from '../../domain/errors.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import { placeOf } from '../../domain/policy/hook-arn.ts';
import { arnOf, hooksOf } from '../../domain/policy/rules/failover/each-plan.ts';
import type { HookFunctionsPort, HooksPort } from '../../domain/ports/hooks.ts';
import { isSilent } from './is-silent.ts';

export interface HookPorts {
  readonly regionalHooks: (region: string) => Pick<HooksPort, 'isWaitedFor'>;
  readonly regionalHookFunctions: (region: string) => HookFunctionsPort;
}

/** The reason why a hook cannot be run, as far as looking tells; undefined where none is known. */
async function faultOf(arn: string, isMachine: boolean, ports: HookPorts): Promise<string | undefined> {
  const { region } = placeOf(arn);
  try {
    if (!isMachine) return await ports.regionalHookFunctions(region).unfit(arn);
    return (await ports.regionalHooks(region).isWaitedFor(arn))
      ? undefined
      : `${arn} is an Express state machine, whose end nobody can ask for`;
  } catch (error) {
    if (error instanceof TaskError && ['NotFound', 'AccessDenied', 'InvalidRequest'].includes(error.name))
      return error.message;
    if (isSilent(error)) return `${region} does not answer`;
    throw error;
  }
}

/** Hooks of a plan that are not there, that we may not look at, or that cannot be run; each in one sentence. */
export async function hookFaults(plan: FailoverPlan, ports: HookPorts): Promise<readonly string[]> {
  const found = hooksOf({ path: '', plan }).map(async ({ hook }) => {
    const { member, arn } = arnOf(hook);
    const why = arn === '' ? undefined : await faultOf(arn, member === 'stateMachineArn', ports);
    return why === undefined ? [] : [`step ${hook.name}: ${why}`];
  });
  return (await Promise.all(found)).flat();
}
