import { TaskError } from '../../domain/errors.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { InsightCategory, InsightsPort } from '../../domain/ports/insights.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import {
  AFTER_START_SECONDS,
  type AskedOfRefresh,
  decideRefresh,
  isOfNow,
} from '../../domain/upgrade/decide-refresh.ts';
import { readOperation } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { insights } from '../runtime/ports/cluster/insights.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';

interface Ports {
  readonly insights: InsightsPort;
  readonly operations: OperationStore;
}

/** Starts a refresh; one that somebody else has just started is as good. False where there is no such cluster. */
async function start(operation: OperationRef, { insights, operations }: Ports): Promise<boolean> {
  const { name } = operation.cluster;
  try {
    await change(operation, operations, () => insights.startRefresh(name));
    return true;
  } catch (error) {
    const why = error instanceof TaskError ? error.name : undefined;
    if (why === 'NotFound') return false;
    const isRunning =
      why === 'InvalidRequest' && (await insights.lastRefresh(name))?.status === 'IN_PROGRESS';
    if (isRunning) return true;
    throw error;
  }
}

/** Whether there are checks of which EKS could not tell the outcome; asked for only where the refresh is of now. */
async function hasUnknown(clusterName: string, asked: AskedOfRefresh, { insights }: Ports): Promise<boolean> {
  if (!isOfNow(asked)) return false;
  const category: InsightCategory =
    asked.request.action === 'rollBack' ? 'ROLLBACK_READINESS' : 'UPGRADE_READINESS';
  return (await insights.insights(clusterName, category, 'UNKNOWN')).length > 0;
}

/**
 * Brings EKS's insights up to date, so that they are of now: what was found a day ago says little. What if this runs
 * twice? The second finds the refresh of the first under way.
 */
export const handler = task(
  upgradeTasks.refreshInsights,
  { insights, operations },
  async ({ operation, since, at }, ports) => {
    const { name } = operation.cluster;
    const { request } = await readOperation('upgrade', operation, ports.operations);
    const none = decideRefresh({ request, since, at, last: undefined });
    if (none.do === 'nothing') return { outcome: 'Refreshed' as const };
    const asked = { request, since, at, last: await ports.insights.lastRefresh(name) };
    const decision = decideRefresh(asked, await hasUnknown(name, asked, ports));
    if (decision.do === 'nothing') return { outcome: 'Refreshed' as const };
    if (decision.do === 'wait') return { outcome: 'Refreshing' as const, waitSeconds: decision.waitSeconds };
    return (await start(operation, ports))
      ? { outcome: 'Refreshing' as const, waitSeconds: AFTER_START_SECONDS }
      : { outcome: 'Refreshed' as const };
  },
);
