import { adoptCluster } from './adopt-cluster.ts';
import { applyFleetScenarios } from './apply-fleet.ts';
import { createCluster } from './create-cluster.ts';
import { deleteCluster } from './delete-cluster.ts';
import { detectDrift } from './detect-drift.ts';
import { drillFailover } from './drill-failover.ts';
import { failOver } from './fail-over.ts';
import { notifyTopics } from './notify-topics.ts';
import { prepareFailovers } from './prepare-failovers.ts';
import { reapOperations } from './reap-operations.ts';
import { recordSignals } from './record-signals.ts';
import { releaseCluster } from './release-cluster.ts';
import { resumeOperations } from './resume-operations.ts';
import { scaleCluster } from './scale-cluster.ts';
import { upgradeCluster } from './upgrade-cluster.ts';
import { upgradeFleetScenarios } from './upgrade-fleet.ts';
import { watchPlans } from './watch-plans.ts';
import { watchSupport } from './watch-support.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

/**
 * All scenarios. Together they enter every task of every workflow; `npm test` names a task that none enters. A task
 * fails in the first scenario that enters it.
 */
export const scenarios: readonly WorkflowScenario[] = [
  ...createCluster,
  ...deleteCluster,
  ...adoptCluster,
  ...releaseCluster,
  ...scaleCluster,
  ...upgradeCluster,
  ...applyFleetScenarios,
  ...upgradeFleetScenarios,
  ...detectDrift,
  ...notifyTopics,
  ...reapOperations,
  ...resumeOperations,
  ...watchSupport,
  ...prepareFailovers,
  ...recordSignals,
  ...watchPlans,
  ...failOver,
  ...drillFailover,
];
