import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { Checker, Watched } from '../checker.ts';
import { OutageTimes } from '../outage-times.ts';
import { Looks, lookAt } from '../own-look.ts';
import { TagsOfClusters } from '../tags-of-clusters.ts';
import { FleetUpgrades, nameOf, type Put } from './fleet-upgrades.ts';

/** News takes so long to come to the look that begins something: facts, replicas and the look itself. */
const LATE_MS = 60_000;

interface Alarms {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateValue?: string;
    readonly StateTransitionedTimestamp?: Date;
  }[];
}

/**
 * The waves of a fleet upgrade, by the requests that buses took, the claims and ends that DynamoDB wrote, and the documents
 * that people put: a wave begins once the one before has ended and stood for its bake; of a wave not more are under way
 * than it may, of a pair never both, of a cluster never two; nothing begins over a budget, after a pause or an end, or while
 * an alarm of a cluster that was begun has not been OK for a minute.
 */
export class WavesChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #tags = new TagsOfClusters();
  readonly #outages = new OutageTimes();
  readonly #upgrades: FleetUpgrades;
  /** By the request that began something: one that is refused afterwards has begun nothing. */
  readonly #violations = new Map<Put, readonly string[]>();
  /** Ids of requests that were judged: one that is put again begins nothing. */
  readonly #judged = new Set<string>();

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#upgrades = new FleetUpgrades(watched.ledger, this.#tags);
  }

  get checked(): readonly string[] {
    return this.#judged.size === 0 ? [] : ['waves of a fleet keep to their order, budgets and signs'];
  }

  findings(): readonly string[] {
    const stand = [...this.#violations].flatMap(([put, found]) =>
      this.#upgrades.isRefused(put) ? [] : found,
    );
    return [...new Set([...stand, ...this.#looks.violations])];
  }

  observe(call: CallFacts): void {
    this.#tags.observe(call);
  }

  read(entry: TraceEntry): void {
    this.#outages.read(entry);
  }

  heard(event: TakenEvent): void {
    if (event.isForwarded) return;
    this.#tags.heard(event);
    this.#upgrades.heard(event, this.#watched.now());
    const put = this.#upgrades.putBy(event);
    if (!put || this.#judged.has(put.requestId)) return;
    this.#judged.add(put.requestId);
    const who = `${nameOf(put)} of fleet upgrade ${put.upgrade.id} was begun`;
    const found = [
      ...this.#tooEarly(put),
      ...this.#tooMany(put),
      ...this.#overBudget(put),
      ...this.#unwished(put),
    ];
    this.#violations.set(
      put,
      found.map((why) => `${who}, and ${why}`),
    );
    this.#looks.begin(() => this.#loud(put, who));
  }

  /** Clusters of earlier waves that are under way, or have ended too short a time ago. */
  #tooEarly({ upgrade, wave, atMs }: Put): readonly string[] {
    const others = this.#upgrades.putsOf(upgrade).filter((one) => one.wave < wave);
    return others.flatMap((one) => {
      const endedMs = this.#upgrades.endOf(one);
      const bakeMs = upgrade.waves[one.wave]?.bakeMs ?? 0;
      const which = `${nameOf(one)} of the wave before`;
      if (endedMs === undefined) return [`${which} is under way`];
      return atMs - endedMs < bakeMs
        ? [`${which} ended ${Math.round((atMs - endedMs) / 1000)} s before`]
        : [];
    });
  }

  #tooMany(put: Put): readonly string[] {
    const { upgrade, wave, region, name, requestId } = put;
    const underWay = this.#upgrades
      .putsOf(upgrade)
      .filter((one) => one.requestId !== requestId && this.#upgrades.endOf(one) === undefined);
    const ofWave = underWay.filter((one) => one.wave === wave);
    const parallel = upgrade.waves[wave]?.parallel ?? 1;
    const isOf = (one: Put, side: { readonly region: string; readonly cluster: string } | undefined) =>
      one.region === side?.region && one.name === side.cluster;
    const partners = underWay.filter((one) =>
      upgrade.pairs.some(
        ({ from, to }) => (isOf(put, from) && isOf(one, to)) || (isOf(put, to) && isOf(one, from)),
      ),
    );
    return [
      ...(ofWave.length >= parallel
        ? [`${ofWave.length} of its wave were under way, allowed ${parallel}`]
        : []),
      ...partners.map((one) => `${nameOf(one)}, the other of its pair, was under way`),
      ...underWay
        .filter((one) => one.region === region && one.name === name)
        .map((one) => `request ${one.requestId} of it was under way`),
    ];
  }

  #overBudget({ upgrade, wave, atMs }: Put): readonly string[] {
    const allowed = upgrade.waves[wave]?.failures ?? 0;
    // A person who resumes it has seen the failures so far.
    const resumed = this.#upgrades.wishes(upgrade, 'resume');
    const seenMs = Math.max(this.#upgrades.lastWish(upgrade, 'resume'), ...resumed);
    const failed = this.#upgrades
      .putsOf(upgrade)
      .filter((one) => one.wave === wave && this.#upgrades.hasFailed(one, seenMs, atMs - LATE_MS))
      .filter((one) => !this.#outages.were(atMs - 86_400_000, atMs, one.region));
    const clusters = new Set(failed.map(nameOf));
    if (clusters.size <= allowed) return [];
    return [`${[...clusters].join(', ')} had failed, allowed ${allowed}`];
  }

  /** Begun long after a person paused or ended it, and nobody took it up again. */
  #unwished({ upgrade, atMs }: Put): readonly string[] {
    return (['pause', 'end'] as const).flatMap((action) => {
      const done = this.#upgrades.wishes(upgrade, action).at(-1);
      if (done === undefined || atMs - done < LATE_MS) return [];
      return this.#upgrades.lastWish(upgrade, 'resume') >= done ? [] : [`it was told to ${action} before`];
    });
  }

  async #loud({ upgrade, atMs }: Put, who: string): Promise<readonly string[]> {
    const begun = this.#upgrades.putsOf(upgrade);
    const found = await Promise.all(begun.map((one) => this.#loudOf(one, atMs)));
    return [...new Set(found.flat())].map((why) => `${who} ${why}`);
  }

  async #loudOf({ upgrade, region, name }: Put, atMs: number): Promise<readonly string[]> {
    const names = upgrade.alarms.map((one) =>
      one.replaceAll('{cluster}', name).replaceAll('{region}', region),
    );
    if (names.length === 0) return [];
    const input = { AlarmNames: names };
    const { MetricAlarms = [] } =
      (await lookAt<Alarms>(this.#watched.world(), region, ['monitoring', 'DescribeAlarms'], input)) ?? {};
    return MetricAlarms.flatMap(({ AlarmName, StateValue, StateTransitionedTimestamp }) => {
      const sinceMs = StateTransitionedTimestamp?.getTime() ?? atMs;
      if (StateValue === 'OK' || atMs - sinceMs <= LATE_MS) return [];
      return [`${Math.round((atMs - sinceMs) / 1000)} s after alarm ${AlarmName} was in ${StateValue}`];
    });
  }
}
