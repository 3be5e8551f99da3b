import { adoptCluster } from './adopt-cluster.ts';
import { advanceFleetUpgrade } from './advance-fleet-upgrade.ts';
import { applyFleet } from './apply-fleet.ts';
import type { Workflow } from './builders/workflow.ts';
import { createCluster } from './create-cluster.ts';
import { deleteCluster } from './delete-cluster.ts';
import { detectDrift } from './detect-drift.ts';
import { drillFailover } from './drill-failover.ts';
import { failOver } from './fail-over.ts';
import { notifyTopics } from './notify-topics.ts';
import { prepareFailovers } from './prepare-failovers.ts';
import { reapOperations } from './reap-operations.ts';
import { reconcileSchedules } from './reconcile-schedules.ts';
import { recordSignals } from './record-signals.ts';
import { releaseCluster } from './release-cluster.ts';
import { resumeOperations } from './resume-operations.ts';
import { scaleCluster } from './scale-cluster.ts';
import { upgradeCluster } from './upgrade-cluster.ts';
import { upgradeFleet } from './upgrade-fleet.ts';
import { watchPlans } from './watch-plans.ts';
import { watchSupport } from './watch-support.ts';

/** Every workflow; `npm run generate` writes this list. */
export const WORKFLOWS: readonly Workflow[] = [
  adoptCluster,
  advanceFleetUpgrade,
  applyFleet,
  createCluster,
  deleteCluster,
  detectDrift,
  drillFailover,
  failOver,
  notifyTopics,
  prepareFailovers,
  reapOperations,
  reconcileSchedules,
  recordSignals,
  releaseCluster,
  resumeOperations,
  scaleCluster,
  upgradeCluster,
  upgradeFleet,
  watchPlans,
  watchSupport,
];
