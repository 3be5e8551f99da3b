import type * as z from 'zod';
import type { Change } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { InsightsPort } from '../../domain/ports/insights.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { forceProblem, stopping } from '../../domain/upgrade/force.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import { beganAt } from '../../domain/upgrade/report.ts';
import { isBack } from '../../domain/upgrade/steps.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { applyDecision, change, tokenOf } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { insights } from '../runtime/ports/cluster/insights.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { lookAtVersion } from './look-at-version.ts';
import { type HealthPorts, whileQuiet } from './quiet.ts';

type Input = z.output<typeof upgradeTasks.upgradeControlPlane.input>;
interface Ports extends HealthPorts {
  readonly eks: Pick<EksPort, 'describeCluster' | 'updates' | 'changeVersion'>;
  readonly insights: InsightsPort;
  readonly operations: OperationStore;
}
interface Planned {
  readonly record: OperationRecord<'upgrade'>;
  readonly plan: UpgradePlan;
}

/**
 * The answer to insights that stand in the way. Those of yesterday may be mended, by this upgrade itself: they are
 * refreshed, and the version is asked for once more after that. What is red by then stands, unless it may be gone past.
 */
async function weighInsights(
  { operation, step, at }: Input,
  { record, plan }: Planned,
  blocked: string,
  ports: Ports,
): Promise<'force' | Applied> {
  const { name } = operation.cluster;
  const refresh = await ports.insights.lastRefresh(name);
  if (refresh?.status === 'IN_PROGRESS') return { outcome: 'Unchanged' };
  const began = beganAt(record.report, step) ?? record.startedAt;
  if (!refresh || Date.parse(refresh.startedAt) < Date.parse(began)) {
    await change(operation, ports.operations, () => ports.insights.startRefresh(name));
    return {
      outcome: 'Applied',
      change: `refresh the insights, which are of ${refresh?.startedAt ?? 'no one knows when'}`,
    };
  }
  const category = isBack(step) ? 'ROLLBACK_READINESS' : 'UPGRADE_READINESS';
  const red = stopping(await ports.insights.insights(name, category, 'ERROR'), step);
  const problem = forceProblem(plan, record.request, { step, at, red });
  if (problem !== undefined) throw new TaskError('InvalidRequest', `${problem}. EKS says: ${blocked}`);
  return 'force';
}

/** The change, whose refusal on the way back says what stays: whether EKS makes it is not always known before (ADR 34). */
function changed(made: Change, token: string, { operation, step }: Input, { eks }: Pick<Ports, 'eks'>) {
  return eks.changeVersion(made, token).catch((error: unknown) => {
    if (!isBack(step) || !(error instanceof TaskError) || error.name !== 'InvalidRequest') throw error;
    const words = `EKS refuses to bring ${operation.cluster.name} back to ${step.to}: ${error.message}; it stays at its version: mend it there`;
    throw new TaskError(error.name, words, { cause: error });
  });
}

/**
 * Asks EKS for the next version, and tells it to go past its insights only once it has refused, and somebody answers for
 * each of them. What if this runs twice? See `applyDecision`.
 */
export async function upgradeControlPlane(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, at, step } = input;
  const planned: Planned = await readPlanned('upgrade', operation, ports.operations);
  const { record } = planned;
  let instead: Applied | undefined;
  const ask = async (made: Change, token: string): Promise<void> => {
    const refused = await changed(made, token, input, ports);
    if (!refused) return;
    const weighed = await weighInsights(input, planned, refused.blocked, ports);
    if (weighed !== 'force') {
      instead = weighed;
      return;
    }
    const forced = { ...made, request: { ...(made.request as object), force: true } };
    await change(operation, ports.operations, () =>
      ports.eks.changeVersion(forced, tokenOf(operation, key, [forced, at])),
    );
  };
  const decision = await lookAtVersion(record, step, ports.eks);
  const applied = await whileQuiet(record, input, ports, () =>
    applyDecision({
      operation,
      key,
      at,
      decision,
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'an upgrade creates no cluster')),
      update: (made, token) => ask(made, token),
    }),
  );
  return instead ?? applied;
}

export const handler = task(
  upgradeTasks.upgradeControlPlane,
  { alarms, eks, insights, operations, probes },
  (input, ports) => upgradeControlPlane(input, ports),
);
