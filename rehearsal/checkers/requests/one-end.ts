import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';
import type { AskedFor, Followed, Told } from '../ledger.ts';
import { OutageTimes } from '../outage-times.ts';

interface Fault {
  readonly atMs: number;
  readonly kind: string;
}

/** The facts that tell each end, apart from the product's own table. */
const TELLS: Readonly<Record<string, RegExp>> = {
  Succeeded:
    /^(ClusterCreated|ClusterDeleted|ClusterAdopted|ClusterReleased|ClusterScaled|ClusterHibernated|ClusterWoken|ClusterUpgraded|ClusterRolledBack|FleetApplied|FleetUpgradeChanged|FailedOver|FailoverDrilled)$/,
  Failed:
    /^(Cluster(Creation|Deletion|Adoption|Release|Scale|Upgrade)Failed|FleetApplicationFailed|FleetUpgradeChangeFailed|FailoverFailed|FailoverDrillFailed)$/,
  Incomplete: /^ClusterScaleIncomplete$/,
  Superseded: /^FailoverDrillSuperseded$/,
  Skipped: /^(ScheduleSkipped|FailoverSkipped|FailoverDrillSkipped)$/,
};

/**
 * The most by which a fault may be older than the fact that is told again: an invocation, its calls' delays and its
 * next try.
 */
const LONGEST_MS = 60_000;
/**
 * The same for faults that last longer: events come up to ten minutes late, and the work of a stopped reaper is left
 * to the hourly sweep.
 */
const LONGER_MS: Readonly<Record<string, number>> = {
  'duplicate-event': 660_000,
  'late-event': 660_000,
  'stop-execution': 3_700_000,
};

/**
 * Each request that was accepted comes to exactly one end: it is written once, and one fact tells the same. Each
 * request that was refused comes to one refusal. No fact tells of an operation that has claimed nothing. A fact that is told again has the same words, and something has gone
 * wrong shortly before, so that the teller could not know that it had told it.
 *
 * One exception: a success is told before it is written. If a person stops an execution between the two, the reaper
 * ends it without knowing how far it was.
 */
export class OneEndChecker implements Checker {
  readonly checked = ['each request comes to exactly one end'];
  readonly #watched: Watched;
  /** The times at which something went wrong, by region. */
  readonly #faults = new Map<string, Fault[]>();
  readonly #outages = new OutageTimes();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  read(entry: TraceEntry): void {
    this.#outages.read(entry);
    const { kind, region, at, fault } = entry;
    if (kind !== 'fault') return;
    const known = this.#faults.get(region) ?? [];
    known.push({ atMs: at, kind: String(fault) });
    this.#faults.set(region, known);
  }

  findings(): readonly string[] {
    const { ledger } = this.#watched;
    return [
      ...[...ledger.operations].flatMap((operation) => this.#ofOperation(operation)),
      ...[...ledger.requests].flatMap((request) => this.#ofRefused(request)),
      ...ledger.unclaimed.map(
        ({ detailType, detail }) =>
          `${detailType} tells of operation ${detail.operationId}, which no claim has begun`,
      ),
    ];
  }

  #ofOperation(operation: Followed): readonly string[] {
    const { id, kind, name, ends, region } = operation;
    const who = `operation ${id} (${kind}) of ${region}/${name}`;
    const facts = this.#withoutStopped(operation);
    const types = [...new Set(facts.map(({ detailType }) => detailType))];
    const [end] = ends;
    const [told] = types;
    const found: string[] = [];
    if (ends.length > 1)
      found.push(`${who} was ended ${ends.length} times: ${ends.map(({ status }) => status).join(', ')}`);
    if (types.length > 1) found.push(`${who} was told to have ended in several ways: ${types.join(', ')}`);
    if (end && told !== undefined && !TELLS[end.status]?.test(told))
      found.push(`${who} is ${end.status} on record, and ${told} tells its end`);
    if (this.#isToldTwiceForNothing(region, facts))
      found.push(`${who} was told ${facts.length} times, and nothing had gone wrong`);
    return this.#watched.isFollowed ? [...found, ...this.#missing(operation, who)] : found;
  }

  /** An end that is not written, or that nobody hears of. */
  #missing({ ends: [end], facts, stage, region, requestId }: Followed, who: string): readonly string[] {
    if (!end)
      return facts.length > 0 ? [`${who} has no end on record, and ${facts[0]?.detailType} tells one`] : [];
    const refusals = this.#watched.ledger.rejectionsOf({ stage, region, requestId });
    // A firing whose execution was stopped before it told that it is skipped: the reaper tells of it as of a refusal.
    const isStopped = end.status === 'Skipped' && this.#isStopped(region, end.atMs, refusals[0]?.atMs ?? 0);
    const isTold = end.status === 'Rejected' || isStopped ? refusals.length > 0 : facts.length > 0;
    return isTold ? [] : [`${who} is ${end.status} on record, and no bus has a fact of it`];
  }

  #ofRefused(request: AskedFor): readonly string[] {
    const { region, requestId, detailType, times } = request;
    const refusals = this.#watched.ledger.rejectionsOf(request);
    // Each event of an id is answered by itself.
    if (refusals.length <= times || !this.#isToldTwiceForNothing(region, refusals)) return [];
    return [`${detailType} ${requestId} of ${region} was refused ${refusals.length} times for nothing`];
  }

  /** Without a success that was told, and then not written because the execution was stopped. */
  #withoutStopped({ ends, facts, region }: Followed): readonly Told[] {
    const [first, ...others] = facts;
    const failed = others.find(({ detailType }) => TELLS.Failed?.test(detailType));
    if (!first || !failed || !TELLS.Succeeded?.test(first.detailType) || ends[0]?.status !== 'Failed')
      return facts;
    const isStopped = this.#isStopped(region, first.atMs, failed.atMs);
    return isStopped ? facts.filter(({ detailType }) => detailType !== first.detailType) : facts;
  }

  /** True where something was told again though nothing had gone wrong. */
  #isToldTwiceForNothing(region: string, facts: readonly Told[]): boolean {
    return facts.some(({ atMs: toMs }, index) => {
      const before = facts[index - 1];
      if (!before) return false;
      // While a service or region is down, no result arrives.
      if (this.#outages.were(before.atMs - LONGEST_MS, toMs, region)) return false;
      const isFor = ({ atMs, kind }: Fault) =>
        atMs >= before.atMs - (LONGER_MS[kind] ?? LONGEST_MS) && atMs <= toMs;
      return !this.#faultsOf(region).some(isFor);
    });
  }

  #isStopped(region: string, fromMs: number, toMs: number): boolean {
    return this.#faultsOf(region).some(
      ({ atMs, kind }) => kind === 'stop-execution' && atMs >= fromMs && atMs <= toMs,
    );
  }

  #faultsOf(region: string): readonly Fault[] {
    return this.#faults.get(region) ?? [];
  }
}
