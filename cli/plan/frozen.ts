import type { Fleet } from '../../aws/fleet.ts';
import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { freezeProblem } from '../../domain/operation/acceptance.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { regionOf } from '../fleet.ts';
import { asFarAsReadable, documentsFor } from '../requests/standing-problems.ts';
import type { ClusterPlan } from './plan.ts';

/** The part of a plan that a freeze refuses is all of it. */
export const FROZEN = 'freeze';

/** A plan, refused where a freeze stops that it is applied at a time (ISO 8601). */
export async function unlessFrozen(
  fleet: Fleet,
  { metadata: { name, region, tags = {} } }: Pick<ClusterConfig, 'metadata'>,
  plan: ClusterPlan,
  at: string,
): Promise<ClusterPlan> {
  const asked = { kind: 'create', name, region } as const;
  const [problem] = await asFarAsReadable(asked, async () => {
    const arn = clusterArn(fleet, region, name);
    const { registered } = await regionOf(fleet, region).records.read({ arn }, ['registered']);
    const stored = await documentsFor(fleet, asked);
    const found = freezeProblem({ kind: 'create', cluster: { name, region }, tags, registered }, stored, at);
    return found ? [found] : [];
  });
  if (!problem) return plan;
  const { path, message: text } = problem;
  const refused = [{ part: FROZEN, kind: 'refuse' as const, path, text }, ...plan.refused];
  return { ...plan, action: 'refuse', refused };
}
