import { clusterArn, type Fleet } from '../../aws/fleet.ts';
import { TaskError } from '../../domain/errors.ts';
import { decideLease, heldProblem } from '../../domain/operation/lease.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { Records } from '../../domain/ports/records.ts';
import { acceptanceProblem } from '../../domain/scale/acceptance.ts';
import { decideScaling } from '../../domain/scale/decide-scaling.ts';
import { lookForScaling, notUp } from '../../domain/scale/look.ts';
import { provisioningFromOutside } from '../../domain/scale/outside.ts';
import type { ScalingAction } from '../../domain/scale/request.ts';
import { nowOf, regionOf } from '../fleet.ts';

interface Asked {
  readonly name: string;
  readonly region: string;
}

const NAMES = ['registered', 'lease', 'pause', 'access', 'memory', 'left'] as const;
type Known = Pick<Records, (typeof NAMES)[number]>;

/** What the workflow's first task refuses. */
function recordProblems(
  { name: cluster, region }: Asked,
  action: ScalingAction,
  { registered, lease }: Known,
  at: string,
): readonly RequestProblem[] {
  const until = 'until' in action ? action.until : undefined;
  const problem = acceptanceProblem({ cluster, region, until, at }, registered);
  if (problem) return [problem];
  const decision = decideLease(lease, { kind: 'scale', executionArn: '' });
  return decision.do === 'refuse' ? [heldProblem(cluster, decision.holder)] : [];
}

/** What the task refuses that plans; it also asks the cluster itself, which nobody else may. */
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
    // What sizes go back to is no reason to refuse them.
    last: async () => undefined,
  });
  if (!seen) return [notUp(clusterName)];
  const decided = decideScaling(action, { ...seen, isFromOutside: action.action === 'hibernate' });
  return decided.outcome === 'Refused' ? decided.problems : [];
}

/**
 * What `scale-cluster` would refuse of a person's request as things are now, by its own deciders; it looks again when the
 * request arrives. What may not be read here is left to it, with a note on stderr.
 */
export async function scalingProblems(
  fleet: Fleet,
  asked: Asked,
  action: ScalingAction,
): Promise<readonly RequestProblem[]> {
  const { name, region } = asked;
  const at = new Date(nowOf(fleet)).toISOString();
  try {
    const known = await regionOf(fleet, region).records.read({ arn: clusterArn(fleet, region, name) }, NAMES);
    const recorded = recordProblems(asked, action, known, at);
    const problems = recorded.length > 0 ? recorded : await planProblems(fleet, asked, action, known, at);
    if (problems.length === 0 && known.pause) {
      const waits = 'the operation will wait; `eks-fleet get pauses` says how each is lifted';
      process.stderr.write(`${region}/${name}: ${pausedBy(name, known.pause)}; ${waits}\n`);
    }
    return problems;
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const note = `${region}/${name}: not all of it could be looked at beforehand, the workflow does that: ${error.message}`;
    process.stderr.write(`${note}\n`);
    return [];
  }
}
