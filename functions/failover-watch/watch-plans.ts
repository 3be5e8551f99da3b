import type * as z from 'zod';
import { askedOf } from '../../domain/failover/look.ts';
import { guardTableOf, regionsOf } from '../../domain/failover/names.ts';
import { DOCUMENTS_MS, nextTurn, type Turn } from '../../domain/failover/pace.ts';
import type { Signal } from '../../domain/failover/signals.ts';
import { bothTold } from '../../domain/failover/tell.ts';
import type { Told } from '../../domain/failover/votes.ts';
import { type Watching, watchedBy } from '../../domain/failover/watching.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { ClockPort } from '../../domain/ports/clock.ts';
import type { DataPlanesPort } from '../../domain/ports/data-planes.ts';
import type { FactPublisher } from '../../domain/ports/facts.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { ProbesPort } from '../../domain/ports/probes.ts';
import type { RecordsPort } from '../../domain/ports/records.ts';
import type { SignalsPort } from '../../domain/ports/signals.ts';
import { dataPlanes } from '../runtime/ports/account/data-planes.ts';
import { type Deployment, deployment } from '../runtime/ports/account/deployment.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { promptFacts } from '../runtime/ports/events/prompt-facts.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { records } from '../runtime/ports/state/records.ts';
import { signals } from '../runtime/ports/state/signals.ts';
import { told } from '../runtime/ports/state/told.ts';
import { clock } from '../runtime/ports/workflows/clock.ts';
import { task } from '../runtime/task.ts';
import { failoverWatchTasks } from './contracts.ts';
import { Denials } from './denials.ts';
import { lookAround } from './look-around.ts';
import { ObservedTable, type Observing } from './observed-table.ts';
import { Voice } from './say.ts';

type Watched = z.output<typeof failoverWatchTasks.watchPlans.output>;

export interface WatchPorts {
  readonly alarms: AlarmsPort;
  readonly clock: ClockPort;
  readonly dataPlanes: DataPlanesPort;
  readonly deployment: Deployment;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly guards: GuardOf;
  readonly probes: ProbesPort;
  readonly records: RecordsPort;
  readonly promptFacts: FactPublisher;
  readonly signals: Pick<SignalsPort, 'list'>;
  readonly told: Map<string, Told>;
}

/** One invocation: the tables of its plans, and when it has read the documents. */
class Observer {
  readonly #ports: WatchPorts;
  readonly #observing: Observing;
  readonly #voice: Voice;
  readonly #tables = new Map<string, ObservedTable>();
  #watched: readonly Watching[] = [];
  /** All that is said of regions: nobody's vote waits for it. */
  #signals: readonly Signal[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(ports: WatchPorts, startedAt: number) {
    this.#ports = ports;
    const { alarms, clock, deployment, promptFacts, records } = ports;
    const { region } = deployment;
    const arnOf = (cluster: string) => clusterArn(deployment, region, cluster);
    const by = new Date(startedAt).toISOString();
    this.#observing = { alarms, arnOf, clock, denials: new Denials(), records, region, by };
    this.#voice = new Voice(promptFacts, this.#observing);
  }

  /** Reads the plans anew where it is time; those of before stay while nobody answers. */
  async readPlans(): Promise<readonly Watching[]> {
    const { clock, deployment, fleets, signals } = this.#ports;
    if (clock.now() - this.#readAt < DOCUMENTS_MS) return this.#watched;
    const said = this.#observing.denials.unlessFails(signals.list());
    const stored = await fleets.list().catch((error: unknown) => {
      if (this.#watched.length === 0) throw error;
      return undefined;
    });
    this.#signals = (await said) ?? this.#signals;
    if (!stored) return this.#watched;
    this.#readAt = clock.now();
    this.#watched = watchedBy(deployment.region, stored).map((one) => ({ ...one, signals: this.#signals }));
    const byTable = Map.groupBy(this.#watched, ({ plan }) => guardTableOf(deployment, regionsOf(plan)));
    for (const name of this.#tables.keys()) if (!byTable.has(name)) this.#tables.delete(name);
    for (const [name, watched] of byTable) this.#tableOf(name).watch(watched);
    return this.#watched;
  }

  #tableOf(name: string): ObservedTable {
    const known = this.#tables.get(name);
    if (known) return known;
    const { guards, told } = this.#ports;
    const table = new ObservedTable(guards(name), this.#observing);
    table.remember(told.get(name) ?? {});
    this.#tables.set(name, table);
    return table;
  }

  /** False where a newer invocation has taken over. */
  async look(turn: Turn): Promise<boolean> {
    const tables = [...this.#tables];
    const [looked, handedOver] = await Promise.all([
      lookAround(askedOf(this.#ports.deployment.region, this.#watched), this.#ports),
      Promise.all(tables.map(([, table]) => table.isHandedOver(turn))),
    ]);
    if (handedOver.some(Boolean)) return false;
    const observed = await Promise.all(
      tables.map(async ([name, table]) => {
        const decided = await table.observe(turn, looked);
        if (!decided) return false;
        const said = await this.#voice.say(decided, table, turn, this.#ports.clock.now());
        this.#ports.told.set(name, bothTold(this.#ports.told.get(name) ?? {}, said));
        return true;
      }),
    );
    return observed.every(Boolean);
  }

  /** The end of it: throws where a right was wanting on the way. */
  end(outcome: 'Watched' | 'HandedOver', slots: number): Watched {
    this.#observing.denials.throwAny(this.#ports.dataPlanes.denials());
    return { outcome, slots };
  }
}

/**
 * Watches the plans of this region, slot after slot, until a newer invocation does. It claims nothing and moves nothing. What if
 * this runs twice? The one that began later goes on, and the other ends when it sees that.
 */
export async function watchPlans(_input: unknown, ports: WatchPorts): Promise<Watched> {
  const startedAt = ports.clock.now();
  const until = { startedAt, endsAt: ports.clock.endsAt() };
  const observer = new Observer(ports, startedAt);
  let last: number | undefined;
  for (let slots = 0; ; slots++) {
    if ((await observer.readPlans()).length === 0) return { outcome: 'NothingToWatch' };
    const turn = nextTurn({ now: ports.clock.now(), last }, until);
    if (!turn) return observer.end('Watched', slots);
    await ports.clock.sleepUntil(turn.at);
    if (!(await observer.look(turn))) return observer.end('HandedOver', slots);
    last = turn.sequence;
  }
}

export const handler = task(
  failoverWatchTasks.watchPlans,
  { alarms, clock, dataPlanes, deployment, fleets, guards, probes, promptFacts, records, signals, told },
  watchPlans,
);
