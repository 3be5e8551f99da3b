import { operationsByTime } from '../../aws/dynamodb/operation-history.ts';
import { type Fleet, fleetTable } from '../../aws/fleet.ts';
import { type MovePhase, phasesOf } from '../../domain/failover/phases.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import { nowOf, regionOf } from '../fleet.ts';

/** Moves of longer ago say nothing of a plan as it is now. */
const LAST_MS = 90 * 24 * 3_600_000;

/** The phases of one move; undefined of one that is planned, which waits for both sides, or has no times. */
async function phasesOfMove(
  fleet: Fleet,
  { id, arn }: { readonly id: string; readonly arn: string },
  plan: string,
): Promise<readonly MovePhase[] | undefined> {
  const { operations } = regionOf(fleet, fleet.readFrom);
  const record = await operations.readOperation({ clusterArn: arn, operationId: id });
  if (record?.kind !== 'failover' || !record.plan || !record.report?.times) return undefined;
  const { plan: move, report } = record;
  const isOfPlan = move.plan.name === plan && move.to === 'standby' && !move.planned;
  return isOfPlan && report.times ? phasesOf(move, report.times) : undefined;
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
