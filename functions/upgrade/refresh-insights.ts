import { TaskError } from '../../domain/errors.ts';
import type { InsightCategory, InsightsPort } from '../../domain/ports/insights.ts';
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
}

/** Starts a refresh; one that somebody else has just started is as good. False where there is no such cluster. */
async function start(clusterName: string, { insights }: Ports): Promise<boolean> {
  try {
    await insights.startRefresh(clusterName);
    return true;
  } catch (error) {
    const name = error instanceof TaskError ? error.name : undefined;
    if (name === 'NotFound') return false;
    if (name === 'InvalidRequest') {
      if ((await insights.lastRefresh(clusterName))?.status === 'IN_PROGRESS') return true;
    }
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
    const isStarted = await change(operation, ports.operations, () => start(name, ports));
    return isStarted
      ? { outcome: 'Refreshing' as const, waitSeconds: AFTER_START_SECONDS }
      : { outcome: 'Refreshed' as const };
  },
);
