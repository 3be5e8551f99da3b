import { schedulesReconciled } from '../events/schedules/reconciled.ts';
import { schedulesReconciliationFailed } from '../events/schedules/reconciliation-failed.ts';
import { schedulesReconciliationRequested } from '../events/schedules/reconciliation-requested.ts';
import { applyGroup } from '../functions/fleet/apply-group.contract.ts';
import { findFleets } from '../functions/fleet/find-fleets.contract.ts';
import { listScheduled } from '../functions/fleet/list-scheduled.contract.ts';
import { publishReconciled } from '../functions/fleet/publish-reconciled.contract.ts';
import { publishReconciliationFailure } from '../functions/fleet/publish-reconciliation-failure.contract.ts';
import { reconcileCluster } from '../functions/fleet/reconcile-cluster.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Brings the schedules of a region, or of one cluster that came, went or changed, to what Fleet documents say. */
export const reconcileSchedules = defineWorkflow({
  name: 'reconcile-schedules',
  startedBy: schedulesReconciliationRequested,
  tasks: [
    findFleets,
    applyGroup,
    listScheduled,
    reconcileCluster,
    publishReconciled,
    publishReconciliationFailure,
  ],
  facts: [schedulesReconciled, schedulesReconciliationFailed],
  failures: ['ReconcileSchedulesFailed'],
});
