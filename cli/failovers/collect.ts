import type { Fleet } from '../../aws/fleet.ts';
import { type PassedState, passedStates } from '../../aws/stepfunctions/passed-states.ts';
import type { WantedCapacity } from '../../domain/failover/capacity.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import type { Evidence } from '../../domain/failover/evidence.ts';
import type { MoveReport } from '../../domain/failover/move.ts';
import { type MovePhase, phasesOf } from '../../domain/failover/phases.ts';
import type { Readiness } from '../../domain/failover/readiness.ts';
import type { RecordedSizes } from '../../domain/failover/sizes.ts';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import type { KeptSlot } from '../../domain/failover/votes.ts';
import type { OperationFailure, OperationStatus } from '../../domain/operation/operation.ts';
import type { Cancellation, OperationRecord } from '../../domain/operation/record.ts';
import { type Requester, requesterOf } from '../../domain/operation/requester.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { regionOf } from '../fleet.ts';
import { askGuard } from './guard.ts';

/** One move of a plan, with all that is on record of it. Times are ISO 8601. */
export interface ExportedMove extends Requester {
  readonly operation: string;
  readonly region: string;
  readonly to: 'primary' | 'standby';
  readonly planned: boolean;
  readonly raisedAt: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly status: OperationStatus;
  readonly failure?: OperationFailure;
  readonly cancellation?: Cancellation;
  /** The decider's reason, of an automatic move. */
  readonly why?: string;
  readonly evidence?: Evidence;
  /** The epoch under which it was done; absent where it was never claimed. */
  readonly epoch?: number;
  readonly capacity?: WantedCapacity;
  readonly phases?: readonly MovePhase[];
  readonly tries?: MoveReport['tries'];
  readonly notes?: readonly string[];
  /** Tasks in their order; of a region that does not answer there is the reason instead. */
  readonly steps: readonly PassedState[] | { readonly unknown: string };
}

/** All that is on record of a plan and its moves, the newest first. */
export interface FailoverExport extends StandingPlan {
  readonly exportedAt: string;
  readonly guard:
    | { readonly unknown: string }
    | {
        readonly item?: Claimed;
        readonly readiness?: Readiness;
        readonly sizes?: RecordedSizes;
        /** Slots that observers have written in the last ten minutes, by region. */
        readonly slots: Readonly<Record<string, readonly KeptSlot[]>>;
      };
  readonly moves: readonly ExportedMove[];
}

async function guardNow(fleet: Fleet, standing: StandingPlan): Promise<FailoverExport['guard']> {
  const { name, to, witness } = standing.plan;
  const read = await askGuard(fleet, standing.plan, async (guard) => {
    const [item, readiness, sizes, ofStandby, ofWitness] = await Promise.all([
      guard.read(name),
      guard.readiness(name),
      guard.sizes(name),
      guard.slots(to.region),
      guard.slots(witness),
    ]);
    return {
      ...(item ? { item } : {}),
      ...(readiness ? { readiness } : {}),
      ...(sizes ? { sizes } : {}),
      slots: { [to.region]: ofStandby, [witness]: ofWitness },
    };
  });
  return 'why' in read ? { unknown: read.why } : read.answer;
}

type MoveRecord = OperationRecord<'failover'>;

async function stepsOf(
  fleet: Fleet,
  { executionArn, cluster, status }: MoveRecord,
): Promise<ExportedMove['steps']> {
  // A question that came to nothing was looked at once: its record says all.
  if (status === 'Skipped') return [];
  try {
    return await passedStates(regionOf(fleet, cluster.region).sfn, executionArn);
  } catch (error) {
    return { unknown: `${cluster.region}: ${(error as Error).message}` };
  }
}

/** A move as it is told, by its record and by the states that it has passed. */
export function exportedMove(record: MoveRecord, steps: ExportedMove['steps']): ExportedMove {
  const { id, cluster, request, plan, report = {}, startedAt, endedAt, status } = record;
  const { to, planned, raisedAt, why, evidence } = request;
  const { failure, cancellation } = record;
  const { times, tries, notes } = report;
  return {
    ...{ operation: id, region: cluster.region, to, planned, raisedAt, startedAt },
    ...(endedAt === undefined ? {} : { endedAt }),
    status,
    ...requesterOf(record),
    ...(why === undefined ? {} : { why }),
    ...(evidence ? { evidence } : {}),
    ...(failure ? { failure } : {}),
    ...(cancellation ? { cancellation } : {}),
    ...(plan ? { epoch: plan.epoch, capacity: plan.capacity } : {}),
    ...(plan && times ? { phases: phasesOf(plan, times) } : {}),
    ...(tries ? { tries } : {}),
    ...(notes ? { notes } : {}),
    steps,
  };
}

/** Collects what is on record of a plan: Guard's items, and its moves on both sides with the states that each has passed. */
export async function collectFailover(
  fleet: Fleet,
  standing: StandingPlan,
  now: string,
): Promise<FailoverExport> {
  const { plan } = standing;
  const { operations } = regionOf(fleet, fleet.readFrom);
  const [guard, ...sides] = await Promise.all([
    guardNow(fleet, standing),
    ...[plan.from, plan.to].map(({ region, cluster }) =>
      operations.operationsOf(clusterArn(fleet, region, cluster)),
    ),
  ]);
  const records = sides
    .flat()
    .filter((record): record is MoveRecord => record.kind === 'failover' && record.request.plan === plan.name)
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt));
  const moves = await Promise.all(
    records.map(async (record) => exportedMove(record, await stepsOf(fleet, record))),
  );
  return { ...standing, exportedAt: now, guard, moves };
}
