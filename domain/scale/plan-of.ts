import type { PlannedScaling, ScalingPlan } from './plan.ts';
import type { ScalingRequest } from './request.ts';
import type { SeenForScaling } from './seen.ts';

/** How long capacity may take after the last change, where nothing else is said; Windows nodes take minutes to start. */
const DEADLINE_SECONDS = 30 * 60;
const WINDOWS_DEADLINE_SECONDS = 45 * 60;

/** What every plan has, whatever its action. */
export function planOf(
  seen: SeenForScaling,
  request: ScalingRequest,
  members: Pick<ScalingPlan, 'targets'> & Partial<ScalingPlan>,
): PlannedScaling {
  const hasWindows = members.targets.some(({ isWindows }) => isWindows);
  const plan: ScalingPlan = {
    action: request.action,
    leftAlone: [],
    notes: [],
    deadlineSeconds: request.deadlineSeconds ?? (hasWindows ? WINDOWS_DEADLINE_SECONDS : DEADLINE_SECONDS),
    controlPlane: seen.controlPlane,
    ...('until' in request && request.until !== undefined ? { until: request.until } : {}),
    ...members,
  };
  return { outcome: 'Planned', plan };
}
