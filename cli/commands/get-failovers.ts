import type { Fleet } from '../../aws/fleet.ts';
import { behindInWords, lossCommand, openBehind } from '../../domain/failover/catch-up.ts';
import type { Cancellation, Claimed } from '../../domain/failover/claim.ts';
import { type Drill, isSuperseded } from '../../domain/failover/drill/drill.ts';
import { type ExpectedRto, expectedRto } from '../../domain/failover/expected-rto.ts';
import type { MovePhase } from '../../domain/failover/phases.ts';
import { acceptCommand, openShortage, shortageInWords } from '../../domain/failover/shortage.ts';
import { type StandingPlan, standingPlans } from '../../domain/failover/standing-plans.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import { CommandError } from '../command-error.ts';
import { askGuard } from '../failovers/guard.ts';
import { lastMoves } from '../failovers/last-moves.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { readFleets } from '../fleets/find-schedules.ts';
import { columns, printResult } from '../output.ts';

/** A plan as `get failovers` shows it. */
interface FailoverRow {
  readonly plan: string;
  readonly fleet: string;
  readonly from: string;
  readonly to: string;
  readonly witness: string;
  readonly mode: string;
  /** `unknown` where Guard does not answer, `-` where it has no item yet. */
  readonly serves: string;
  readonly epoch?: number;
  readonly since?: string;
  readonly moving?: string;
  /** The last move, where a person has taken it back: by whom, why, and until when the plan does not move by itself. */
  readonly cancelled?: Omit<Cancellation, 'claimId'>;
  /** The question that the move which is under way has put to people. */
  readonly asks?: string;
  /** The data for which a planned move waits, before anybody is asked. */
  readonly waitsFor?: string;
  /** Reasons against a failover, by the last look; absent before there was one. */
  readonly unready?: readonly string[];
  readonly lookedAt?: string;
  /** Things to know that keep no failover back. */
  readonly warnings?: readonly string[];
  /** The last drill, and how many days ago it was. */
  readonly drill?: Pick<Drill, 'begunAt' | 'endedAt' | 'seconds' | 'short'> & { readonly daysAgo: number };
  readonly why?: string;
  readonly rto: string;
  readonly expectedRto: ExpectedRto;
}

/** Everything that is shown of what Guard has of a plan. */
const seen = (plan: string) => async (guard: GuardPort) => {
  const [item, readiness, drill, asked, accepted, told, loss] = await Promise.all([
    guard.read(plan),
    guard.readiness(plan),
    guard.drill(plan),
    guard.shortage(plan),
    guard.acceptance(plan),
    guard.behind(plan),
    guard.acceptance(plan, 'data'),
  ]);
  const [open, behind] = [openShortage(item, asked, accepted), openBehind(item, told, loss)];
  return { item, readiness, drill, open, behind };
};
type Seen = Awaited<ReturnType<ReturnType<typeof seen>>>;

/** The questions that a move has put to people, and what it waits for. */
function questionsOf(plan: string, { open, behind }: Partial<Seen>): Pick<FailoverRow, 'asks' | 'waitsFor'> {
  const asks = [
    ...(open ? [`${shortageInWords(open.missing)}: ${acceptCommand(plan)}`] : []),
    ...(behind?.isAsked ? [`${behindInWords(behind.why)}: ${lossCommand(plan)}`] : []),
  ];
  return {
    ...(asks.length === 0 ? {} : { asks: asks.join('; ') }),
    ...(behind && !behind.isAsked
      ? { waitsFor: `${behindInWords(behind.why)} (since ${behind.since})` }
      : {}),
  };
}

/** A move that was taken back, while that holds the plan. */
function cancelledIn(item: Claimed | undefined, now: number): Pick<FailoverRow, 'cancelled'> {
  if (!item?.cancelled || Date.parse(item.cancelled.until) <= now) return {};
  const { by, reason, until } = item.cancelled;
  return { cancelled: { by, reason, until } };
}

/** The last drill of a plan, and its age. */
function drillIn(
  drill: Drill | undefined,
  item: Claimed | undefined,
  now: number,
): Pick<FailoverRow, 'drill'> {
  if (!drill) return {};
  const { begunAt, endedAt, seconds } = drill;
  const short = isSuperseded(drill, item?.epoch) ? ['a move of the plan ended it'] : drill.short;
  return {
    drill: {
      ...{ begunAt, short, daysAgo: Math.floor((now - Date.parse(begunAt)) / 86_400_000) },
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(seconds === undefined ? {} : { seconds }),
    },
  };
}

function drillText({ drill }: FailoverRow): string {
  if (!drill) return 'never';
  const { daysAgo, seconds, short } = drill;
  const measured = seconds === undefined ? 'nothing measured' : `${seconds} s`;
  return `${daysAgo} d ago: ${short.length === 0 ? measured : `fell short, ${short.join('; ')}`}`;
}

async function rowOf(
  fleet: Fleet,
  standing: StandingPlan,
  last: readonly MovePhase[] | undefined,
): Promise<FailoverRow> {
  const { plan } = standing;
  const { answer, why } = {
    answer: undefined,
    why: undefined,
    ...(await askGuard(fleet, plan, seen(plan.name))),
  };
  const { item, readiness, drill } = answer ?? {};
  return {
    plan: plan.name,
    fleet: standing.fleet,
    from: `${plan.from.region}/${plan.from.cluster}`,
    to: `${plan.to.region}/${plan.to.cluster}`,
    witness: plan.witness,
    mode: plan.mode ?? 'approve',
    serves: why === undefined ? (item?.owner ?? '-') : 'unknown',
    ...(item ? { epoch: item.epoch, since: item.at } : {}),
    ...(item?.moving ? { moving: item.moving } : {}),
    ...cancelledIn(item, nowOf(fleet)),
    ...questionsOf(plan.name, answer ?? {}),
    ...(readiness ? { unready: readiness.unready, lookedAt: readiness.at } : {}),
    ...(readiness?.warnings ? { warnings: readiness.warnings } : {}),
    ...drillIn(drill, item, nowOf(fleet)),
    ...(why === undefined ? {} : { why }),
    rto: plan.rto,
    expectedRto: expectedRto(plan, last),
  };
}

/** The expected time beside the objective, which it may be beyond. */
function rtoText({ rto, expectedRto: { seconds, by, isBeyond } }: FailoverRow): string {
  const known = by === 'recorded' ? 'as the last move' : 'at the least';
  return `${seconds} s (${known}), ${isBeyond ? 'beyond' : 'of'} ${rto}`;
}

function readyText({ asks, waitsFor, cancelled, unready, why }: FailoverRow): string {
  if (asks !== undefined) return `ASKS: ${asks}`;
  if (waitsFor !== undefined) return waitsFor;
  if (cancelled)
    return `${cancelled.by} took the last move back (${cancelled.reason}): it asks until ${cancelled.until}`;
  if (why !== undefined) return `Guard does not answer: ${why}`;
  if (!unready) return 'not looked at yet';
  return unready.length === 0 ? 'ready' : unready.join('; ');
}

const failoversTable = (rows: readonly FailoverRow[]): string =>
  rows.length === 0
    ? 'no failover plans\n'
    : columns(
        [
          'PLAN',
          'FLEET',
          'PRIMARY',
          'STANDBY',
          'WITNESS',
          'MODE',
          'SERVES',
          'EPOCH',
          'SINCE',
          'MOVING',
          'EXPECTED RTO',
          'LAST DRILL',
          'READY',
        ],
        rows.map((row) => [
          ...[row.plan, row.fleet, row.from, row.to, row.witness, row.mode, row.serves],
          ...[
            row.epoch ?? '-',
            row.since ?? '-',
            row.moving ?? '-',
            rtoText(row),
            drillText(row),
            readyText(row),
          ],
        ]),
      );

/** `get failovers [NAME...]`. */
export async function runGetFailovers(names: readonly string[], options: FleetOptions): Promise<void> {
  const fleet = await connect(options);
  const plans = standingPlans(await readFleets(fleet));
  const missing = names.filter((name) => !plans.some(({ plan }) => plan.name === name));
  if (missing.length > 0)
    throw new CommandError(
      `there is no failover plan ${missing.join(', ')}`,
      'see `eks-fleet get failovers`',
    );
  const wanted = names.length === 0 ? plans : plans.filter(({ plan }) => names.includes(plan.name));
  // The list of operations may be lost with its region: then it is the bound that is known.
  const moves = await lastMoves(
    fleet,
    wanted.map(({ plan }) => plan),
  ).catch(() => undefined);
  const rows = await Promise.all(
    wanted.map((standing) => rowOf(fleet, standing, moves?.get(standing.plan.name))),
  );
  printResult(options.output, rows, () => failoversTable(rows));
}
