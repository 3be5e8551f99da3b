import { isReached } from './inside/inside.ts';
import type { PlannedScaling, ScalingPlan } from './plan.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';

/**
 * The time that capacity may take after the last change, where no other is given; Windows nodes take minutes to
 * start.
 */
const DEADLINE_SECONDS = 30 * 60;
const WINDOWS_DEADLINE_SECONDS = 45 * 60;

/** A note for a plan that is made without the API: nobody sees that nodes are Ready, or what else there is. */
function unverified(
  { clusterName, provisioning: { inside } }: SeenForScaling,
  { targets }: Pick<ScalingPlan, 'targets'>,
): readonly string[] {
  if (isReached(inside) || targets.length === 0) return [];
  return [`unverified inside of ${clusterName}: the Kubernetes API was not asked: ${inside.why}`];
}

/** Makes a plan with the members that every plan has, whatever its action. */
export function planOf(
  seen: SeenForScaling,
  request: ScalingRequest,
  members: Pick<ScalingPlan, 'targets'> & Partial<ScalingPlan>,
): PlannedScaling {
  const hasWindows = members.targets.some(({ isWindows }) => isWindows);
  const plan: ScalingPlan = {
    action: request.action,
    leftAlone: [],
    deadlineSeconds: request.deadlineSeconds ?? (hasWindows ? WINDOWS_DEADLINE_SECONDS : DEADLINE_SECONDS),
    controlPlane: seen.controlPlane,
    ...(seen.provisioning.api ? { api: seen.provisioning.api } : {}),
    ...('until' in request && request.until !== undefined ? { until: request.until } : {}),
    ...members,
    notes: [...(members.notes ?? []), ...unverified(seen, members)],
  };
  return { outcome: 'Planned', plan };
}
