import { clusterHibernated } from '../events/cluster/hibernated.ts';
import { clusterScaleFailed } from '../events/cluster/scale-failed.ts';
import { clusterScaleIncomplete } from '../events/cluster/scale-incomplete.ts';
import { clusterScaleRequested } from '../events/cluster/scale-requested.ts';
import { clusterScaled } from '../events/cluster/scaled.ts';
import { scheduleSkipped } from '../events/cluster/schedule-skipped.ts';
import { clusterWoken } from '../events/cluster/woken.ts';
import { requestRejected } from '../events/operation/request-rejected.ts';
import { endBootstrap } from '../functions/access/end-bootstrap.contract.ts';
import { endOperation } from '../functions/operation/end-operation.contract.ts';
import { publishFailure } from '../functions/operation/publish-failure.contract.ts';
import { publishRejection } from '../functions/operation/publish-rejection.contract.ts';
import { releaseLease } from '../functions/operation/release-lease.contract.ts';
import { acceptRequest } from '../functions/scale/accept-request.contract.ts';
import { deleteNodeClaim } from '../functions/scale/delete-node-claim.contract.ts';
import { limitNodePool } from '../functions/scale/limit-node-pool.contract.ts';
import { observeGroups } from '../functions/scale/observe-groups.contract.ts';
import { planScaling } from '../functions/scale/plan-scaling.contract.ts';
import { publishScaled } from '../functions/scale/publish-scaled.contract.ts';
import { publishSkipped } from '../functions/scale/publish-skipped.contract.ts';
import { resizeAutoScalingGroup } from '../functions/scale/resize-auto-scaling-group.contract.ts';
import { resizeNodeGroup } from '../functions/scale/resize-node-group.contract.ts';
import { scheduleReturn } from '../functions/scale/schedule-return.contract.ts';
import { setBuiltInPools } from '../functions/scale/set-built-in-pools.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Changes a cluster's capacity: resizes its node groups, puts it to sleep, wakes it. */
export const scaleCluster = defineWorkflow({
  name: 'scale-cluster',
  startedBy: clusterScaleRequested,
  tasks: [
    acceptRequest,
    publishRejection,
    publishSkipped,
    endBootstrap,
    planScaling,
    scheduleReturn,
    observeGroups,
    resizeNodeGroup,
    resizeAutoScalingGroup,
    limitNodePool,
    deleteNodeClaim,
    setBuiltInPools,
    publishScaled,
    endOperation,
    releaseLease,
    publishFailure,
  ],
  facts: [
    clusterScaled,
    clusterHibernated,
    clusterWoken,
    clusterScaleIncomplete,
    clusterScaleFailed,
    scheduleSkipped,
    requestRejected,
  ],
  failures: [
    'InvalidInput',
    'RejectionNotPublished',
    'RequestRejected',
    'SkipNotPublished',
    'LeaseLost',
    'ScaleIncomplete',
    'ScaleClusterFailed',
  ],
});
