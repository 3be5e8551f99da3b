import { operationsByTime } from '../../aws/dynamodb/operation-history.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { moveIn } from '../../domain/failover/last-move.ts';
import type { MovePhase } from '../../domain/failover/phases.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import { nowOf, regionOf } from '../fleet.ts';

/** Moves of longer ago say nothing of a plan as it is now. */
const LAST_MS = 90 * 24 * 3_600_000;

/** The phases of one move; undefined of one that says nothing of the next failover. */
async function phasesOfMove(
  fleet: Fleet,
  { id, arn }: { readonly id: string; readonly arn: string },
  plan: string,
): Promise<readonly MovePhase[] | undefined> {
  const { operations } = regionOf(fleet, fleet.readFrom);
  return moveIn(await operations.readOperation({ clusterArn: arn, operationId: id }), plan)?.phases;
}

/** The phases of the last failover of each plan that has moved, by its name. */
export async function lastMoves(
  fleet: Fleet,
  plans: readonly FailoverPlan[],
): Promise<ReadonlyMap<string, readonly MovePhase[]>> {
  const now = nowOf(fleet);
  const within = { from: new Date(now - LAST_MS).toISOString(), to: new Date(now).toISOString() };
  const { dynamoDb } = regionOf(fleet, fleet.readFrom);
  const found = new Map<string, readonly MovePhase[]>();
  for await (const { kind, status, id, cluster } of operationsByTime(
    dynamoDb,
    fleetTable(fleet.stage),
    within,
  )) {
    if (kind !== 'failover' || status !== 'Succeeded') continue;
    const here = plans.filter(({ name, to }) => !found.has(name) && to.cluster === cluster.name);
    for (const { name } of here.filter(({ to }) => to.region === cluster.region)) {
      const phases = await phasesOfMove(fleet, { id, arn: cluster.arn }, name);
      if (phases) found.set(name, phases);
    }
  }
  return found;
}
