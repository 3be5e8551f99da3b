import type { Fleet } from '../../aws/fleet.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { upgradeProblem } from '../../domain/upgrade/acceptance.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { nowOf, regionOf } from '../fleet.ts';
import { asFarAsReadable, documentsFor, standingProblems, tellPause } from './standing-problems.ts';

/**
 * Problems for which the first task of `upgrade-cluster` would refuse a person's request as things are now, by its own
 * deciders. Findings are the workflow's: `--dry-run` looks for them beforehand.
 */
export async function upgradeProblems(
  fleet: Fleet,
  { name, region }: { readonly name: string; readonly region: string },
  request: UpgradeRequest,
): Promise<readonly RequestProblem[]> {
  const asked = { kind: 'upgrade', name, region } as const;
  const at = new Date(nowOf(fleet)).toISOString();
  return asFarAsReadable(asked, async () => {
    const known = await regionOf(fleet, region).records.read({ arn: clusterArn(fleet, region, name) }, [
      'registered',
      'lease',
      'pause',
    ]);
    const problem = upgradeProblem(request, { cluster: name, region, registered: known.registered, at });
    if (problem) return [problem];
    const standing = standingProblems(asked, known, await documentsFor(fleet, asked), at);
    if (standing.length === 0) tellPause(asked, known);
    return standing;
  });
}
