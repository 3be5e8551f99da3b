import type { Fleet } from '../../aws/fleet.ts';
import { TaskError } from '../../domain/errors.ts';
import { freezeProblem, lowLevelProblem, mayBeFrozen } from '../../domain/operation/acceptance.ts';
import type { CarriedOut } from '../../domain/operation/kinds.ts';
import { standingOf } from '../../domain/operation/kinds.ts';
import { decideLease, heldProblem } from '../../domain/operation/lease.ts';
import { pausedBy } from '../../domain/operation/pause.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { Records } from '../../domain/ports/records.ts';
import { nowOf, regionOf } from '../fleet.ts';

/** A request of a person's, of a cluster by its name. */
export interface AskedByName {
  readonly kind: CarriedOut;
  readonly name: string;
  readonly region: string;
  /** The tags that it would give the cluster, where it says any. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export type Standing = Pick<Records, 'registered' | 'lease' | 'pause'>;

const WHILE_PAUSED = {
  waits: 'the operation will wait; `eks-fleet get pauses` says how each is lifted',
} as const;

/**
 * The result of `look`, or none where it may not read something: the workflow will look itself. A note on stderr says
 * so.
 */
export async function asFarAsReadable<T>(
  { name, region }: Pick<AskedByName, 'name' | 'region'>,
  look: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const note = `${region}/${name}: not all of it could be looked at beforehand, the workflow does that: ${error.message}`;
    process.stderr.write(`${note}\n`);
    return [];
  }
}

/** The Fleet documents, where one of them could hold a request of this kind, and as far as they may be read. */
export const documentsFor = async (
  fleet: Fleet,
  asked: Pick<AskedByName, 'kind' | 'name' | 'region'>,
): Promise<readonly StoredFleet[]> =>
  mayBeFrozen(asked.kind) ? asFarAsReadable(asked, () => regionOf(fleet, asked.region).fleets.list()) : [];

/**
 * Problems for which the first task of any workflow would refuse this kind of request, by the same deciders in the
 * same order.
 */
export function standingProblems(
  { kind, name, region, tags }: AskedByName,
  { registered, lease }: Standing,
  stored: readonly StoredFleet[],
  at: string,
): readonly RequestProblem[] {
  const asked = { kind, cluster: { name, region }, tags, registered };
  const problem = lowLevelProblem(asked) ?? freezeProblem(asked, stored, at);
  if (problem) return [problem];
  const decision = decideLease(lease, { kind, executionArn: '' });
  return decision.do === 'refuse' ? [heldProblem(name, decision.holder)] : [];
}

/** Tells the pause for which a request that is not refused will wait. */
export function tellPause({ kind, name, region }: AskedByName, { pause }: Standing): void {
  if (!pause) return;
  const waits = WHILE_PAUSED[standingOf(kind).whilePaused];
  process.stderr.write(`${region}/${name}: ${pausedBy(name, pause)}; ${waits}\n`);
}

/**
 * Problems for which a workflow would refuse a person's request at its beginning, as things are now. The workflow
 * looks again itself.
 */
export async function problemsBeforehand(
  fleet: Fleet,
  asked: AskedByName,
): Promise<readonly RequestProblem[]> {
  const { name, region } = asked;
  return asFarAsReadable(asked, async () => {
    const { records } = regionOf(fleet, region);
    const known = await records.read({ arn: clusterArn(fleet, region, name) }, [
      'registered',
      'lease',
      'pause',
    ]);
    const stored = await documentsFor(fleet, asked);
    const problems = standingProblems(asked, known, stored, new Date(nowOf(fleet)).toISOString());
    if (problems.length === 0) tellPause(asked, known);
    return problems;
  });
}
