import type { Fleet } from '../../aws/fleet.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { Records } from '../../domain/ports/records.ts';
import { acceptanceProblem } from '../../domain/scale/acceptance.ts';
import { decideScaling } from '../../domain/scale/decide-scaling.ts';
import { provisioningFromOutside } from '../../domain/scale/inside/outside.ts';
import { lookForScaling, notUp } from '../../domain/scale/look.ts';
import type { ScalingAction } from '../../domain/scale/request.ts';
import { nowOf, regionOf } from '../fleet.ts';
import {
  type AskedByName,
  asFarAsReadable,
  documentsFor,
  standingProblems,
  tellPause,
} from './standing-problems.ts';

interface Asked {
  readonly name: string;
  readonly region: string;
}

const NAMES = ['registered', 'lease', 'pause', 'access', 'memory', 'left'] as const;
type Known = Pick<Records, (typeof NAMES)[number]>;

/** Problems for which the workflow's first task would refuse the request. */
function recordProblems(
  asked: AskedByName,
  action: ScalingAction,
  known: Known,
  stored: readonly StoredFleet[],
  at: string,
): readonly RequestProblem[] {
  const until = 'until' in action ? action.until : undefined;
  const { name: cluster, region } = asked;
  const problem = acceptanceProblem({ cluster, region, until, at }, known.registered);
  return problem ? [problem] : standingProblems(asked, known, stored, at);
}

/**
 * Problems for which the planning task would refuse it. That task also asks the cluster itself, which only the fleet
 * may.
 */
async function planProblems(
  fleet: Fleet,
  { name: clusterName, region }: Asked,
  action: ScalingAction,
  known: Known,
  at: string,
): Promise<readonly RequestProblem[]> {
  const { eks, nodeGroups } = regionOf(fleet, region);
  const seen = await lookForScaling({ clusterName, operationId: '', at, elapsedSeconds: 0 }, known, {
    eks,
    nodeGroups,
    provisioning: async (described) => provisioningFromOutside(described, known.access, fleet.stage),
    ended: async () => undefined,
    // The last sizes are not read: no refusal depends on them.
    last: async () => undefined,
  });
  if (!seen) return [notUp(clusterName)];
  const decided = decideScaling(action, { ...seen, isFromOutside: action.action === 'hibernate' });
  return decided.outcome === 'Refused' ? decided.problems : [];
}

/**
 * Problems for which `scale-cluster` would refuse a person's request as things are now, by its own deciders. The
 * workflow looks again when the request arrives.
 */
export async function scalingProblems(
  fleet: Fleet,
  { name, region }: Asked,
  action: ScalingAction,
): Promise<readonly RequestProblem[]> {
  const asked = { kind: 'scale', name, region } as const;
  const at = new Date(nowOf(fleet)).toISOString();
  return asFarAsReadable(asked, async () => {
    const known = await regionOf(fleet, region).records.read({ arn: clusterArn(fleet, region, name) }, NAMES);
    const stored = await documentsFor(fleet, asked);
    const recorded = recordProblems(asked, action, known, stored, at);
    const problems = recorded.length > 0 ? recorded : await planProblems(fleet, asked, action, known, at);
    if (problems.length === 0) tellPause(asked, known);
    return problems;
  });
}
