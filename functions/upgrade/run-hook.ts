import type * as z from 'zod';
import { type Decision, fail } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { HooksPort } from '../../domain/ports/hooks.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { isStateMachine, type NamedHook, runName } from '../../domain/upgrade/hook.ts';
import { answered } from '../../domain/upgrade/report.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { applyDecision } from '../runtime/change.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { hooks } from '../runtime/ports/workflows/hooks.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { lookAtHook, requiredHook } from './look-at-hook.ts';

type Input = z.output<typeof upgradeTasks.runHook.input>;
interface Ports {
  readonly hooks: HooksPort;
  readonly operations: OperationStore;
}

/** The decision about a hook; one whose end nobody could ask for is not begun. */
async function decide(
  named: NamedHook,
  record: OperationRecord<'upgrade'>,
  { step, at }: Input,
  hooks: HooksPort,
): Promise<Decision> {
  const decision = await lookAtHook(named, record, { step, since: at, at }, hooks);
  const { arn } = named.hook;
  if (decision.do !== 'create' || !isStateMachine(named.hook) || (await hooks.isWaitedFor(arn)))
    return decision;
  return fail(
    `found ${arn}, an Express state machine, allowed a Standard one: only its end can be waited for`,
  );
}

/**
 * Starts a state machine of the user's, or asks a function and writes down that it has answered. What if this runs twice?
 * A state machine is started once, under the name that this step gives it. A function is asked again, with the same
 * `operationId` and `step`, until its answer is on record.
 */
export async function runHook(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, at, step } = input;
  const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
  const named = requiredHook(record, step);
  const { arn } = named.hook;
  const told = {
    operationId: operation.id,
    step: step.key,
    hook: named.name,
    cluster: operation.cluster.name,
    region: operation.cluster.region,
    from: plan.from,
    to: step.to,
  };
  return applyDecision({
    operation,
    key,
    at,
    decision: await decide(named, record, input, ports.hooks),
    operations: ports.operations,
    create: async () => {
      if (isStateMachine(named.hook)) return ports.hooks.start(arn, runName(operation.id, step), told);
      await ports.hooks.invoke(arn, told);
      await ports.operations.recordReport('upgrade', operation, answered(reportOf(record), step, at), []);
    },
    update: () => Promise.reject(new TaskError('Unexpected', 'a hook is not changed')),
  });
}

function reportOf({ id, report }: OperationRecord<'upgrade'>) {
  if (!report) throw new TaskError('Unexpected', `operation ${id} has begun no step`);
  return report;
}

export const handler = task(upgradeTasks.runHook, { hooks, operations }, (input, ports) =>
  runHook(input, ports),
);
