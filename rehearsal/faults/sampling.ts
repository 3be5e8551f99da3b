import { mayConflict } from '../../simulator/dynamodb/items/conflict.ts';
import { mayFailInPart } from '../../simulator/eventbridge/put-events/failed-entries.ts';
import {
  type CallFacts,
  type CallFault,
  type CapacityAsk,
  type DeliveryFault,
  type EksWork,
  type Faults,
  NOTHING_FAILS,
} from '../../simulator/fault.ts';
import type { Kernel } from '../../simulator/kernel/kernel.ts';
import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { Outage } from '../../simulator/outages.ts';
import type { World } from '../../simulator/world.ts';
import { isRead } from '../is-read.ts';
import { stopExecution } from './plan.ts';
import type { FaultRates } from './rates.ts';

/** The time that a shortage or an outage lasts, from one on to the next draw. */
const SPELL_MS = 5 * 60_000;
/** A region may be down for so many spells. */
const LONGEST_REGION_OUTAGE = 6;
const LONGEST_DELAY_MS = 12_000;
/** An event or a replicated write comes late by up to so long: longer than a task lives, shorter than a test's patience. */
const LATEST_MS = 600_000;

/**
 * Samples faults from the seed for as long as it is on. They hit calls and results of functions, calls that
 * CloudFormation and Step Functions make, deliveries of events, replication, capacity and EKS's own work, services,
 * regions and the ways between them, and executions. The draws depend on the seed and on the events in the world, so
 * that a seed gives the same faults again.
 */
export class FaultSampler implements Faults {
  readonly rates: FaultRates;
  readonly clockStepMs = NOTHING_FAILS.clockStepMs;
  readonly #kernel: Kernel;
  readonly #ends = new Set<() => void>();
  #isOn = false;

  constructor(kernel: Kernel, rates: FaultRates) {
    this.#kernel = kernel;
    this.rates = rates;
  }

  /** From now on, until `stop`. */
  start(world: World): void {
    this.#isOn = true;
    this.#kernel.trace.subscribe((entry) => this.#stopExecution(world, entry));
    this.#spell(world);
  }

  stop(): void {
    this.#isOn = false;
    for (const end of [...this.#ends]) end();
    this.#ends.clear();
  }

  /** The fault of a call that a function makes, or a service by itself; none of those that people make. */
  ofCall(call: CallFacts): CallFault | undefined {
    if (!this.#isOn || (call.functionName === undefined && call.madeBy === undefined)) return undefined;
    // CloudFormation reads a person's template as that person, and asks them to try again where S3 does not let it.
    if (call.service === 's3' && call.caller.kind === 'administrator') return undefined;
    const random = this.#random('calls');
    let drawn = random.next();
    for (const [rate, kind] of this.#ratesOf(call)) {
      if (drawn < rate)
        return kind === 'delay'
          ? { kind, delayMs: Math.round(random.between(500, LONGEST_DELAY_MS)) }
          : { kind };
      drawn -= rate;
    }
    return undefined;
  }

  #ratesOf(call: CallFacts): readonly (readonly [number, CallFault['kind']])[] {
    const { rates } = this;
    const { functionName, operation } = call;
    const ofAnybody = [
      [rates.throttling, 'throttle'],
      [rates.serverErrors, 'server-error'],
      [rates.latency, 'delay'],
    ] as const;
    if (functionName === undefined) return ofAnybody;
    const changes = !isRead(operation);
    return [
      ...ofAnybody,
      [rates.lostReplies, 'lose-reply'],
      // A call that only reads may die as well, to no other effect than a retry; changes teach more.
      [changes ? rates.crashesBefore : 0, 'crash-before'],
      [changes ? rates.crashesAfter : 0, 'crash-after'],
      [rates.hangs, 'hang'],
      [mayConflict(call) ? rates.conflicts : 0, 'conflict'],
      [mayFailInPart(call) ? rates.failedEntries : 0, 'fail-entries'],
    ];
  }

  losesResult(): boolean {
    return this.#isOn && this.#random('results').chance(this.rates.lostResults);
  }

  ofDelivery(): DeliveryFault | undefined {
    if (!this.#isOn) return undefined;
    const random = this.#random('deliveries');
    const copies = random.chance(this.rates.duplicateEvents) ? 2 : 1;
    const delayMs = random.chance(this.rates.delayedEvents) ? Math.round(random.between(0, LATEST_MS)) : 0;
    return copies > 1 || delayMs > 0 ? { copies, delayMs } : undefined;
  }

  replicationDelayMs(): number {
    const random = this.#random('replication');
    if (!this.#isOn || !random.chance(this.rates.staleReplicas)) return 0;
    return Math.round(random.between(0, LATEST_MS));
  }

  hasCapacity({ zone, instanceType, spot }: CapacityAsk): boolean {
    return !this.#isSpell(this.rates.shortages, `shortage/${zone}/${instanceType}/${spot}`);
  }

  endOf({ region, kind, cluster, name = '' }: EksWork): 'succeeds' | 'fails' | 'hangs' {
    if (this.#isSpell(this.rates.hungWork, `hang/${region}/${kind}/${cluster}/${name}`)) return 'hangs';
    return this.#isOn && this.#random('work').chance(this.rates.failedWork) ? 'fails' : 'succeeds';
  }

  /** Begins the faults that are drawn for the time up to the next spell, and sees to it that they end. */
  #spell(world: World): void {
    if (!this.#isOn) return;
    for (const { outage, spells } of this.#drawOutages(world)) {
      const end = world.outages.begin(outage);
      this.#ends.add(end);
      this.#kernel.after(spells * SPELL_MS, end);
    }
    this.#kernel.after(SPELL_MS, () => this.#spell(world));
  }

  #drawOutages(world: World): readonly { readonly outage: Outage; readonly spells: number }[] {
    const { rates } = this;
    const random = this.#random('outages');
    const regions = world.regionNames();
    const drawn: { outage: Outage; spells: number }[] = [];
    for (const [index, region] of regions.entries()) {
      for (const { key: service } of world.entries)
        if (random.chance(rates.outages))
          drawn.push({ outage: { kind: 'service-down', region, service }, spells: 1 });
      if (random.chance(rates.regionOutages) && !world.outages.isRegionDown(region))
        drawn.push({
          outage: { kind: 'region-down', region },
          spells: random.integer(1, LONGEST_REGION_OUTAGE),
        });
      for (const other of regions.slice(index + 1))
        if (random.chance(rates.partitions))
          drawn.push({ outage: { kind: 'partition', between: [region, other] }, spells: 1 });
    }
    return drawn;
  }

  /** True where something is short or stuck in this spell: drawn from the seed, the name and the spell alone. */
  #isSpell(rate: number, name: string): boolean {
    if (!this.#isOn || rate === 0) return false;
    const spell = Math.floor(this.#kernel.now() / SPELL_MS);
    return randomStream(this.#kernel.seed, `faults/${name}/${spell}`).chance(rate);
  }

  #stopExecution(world: World, entry: TraceEntry): void {
    if (!this.#isOn || entry.kind !== 'transition' || entry.transition !== 'entered') return;
    if (!this.#random('stops').chance(this.rates.stops)) return;
    const { kernel } = world;
    const { region, state } = entry;
    kernel.after(1, () => {
      if (world.outages.isDown(region, 'states')) return undefined;
      kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault: 'stop-execution', state });
      return stopExecution(world, entry);
    });
  }

  #random(purpose: string): RandomStream {
    return this.#kernel.random(`faults/${purpose}`);
  }
}

/**
 * Faults of several sources at once, of which each may know some kinds only: a call fails if any of them makes it
 * fail.
 */
export function together(...sources: readonly Partial<Faults>[]): Faults {
  const first = <T>(ask: (source: Partial<Faults>) => T | undefined): T | undefined => {
    for (const source of sources) {
      const answer = ask(source);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  return {
    ofCall: (call) => first((source) => source.ofCall?.(call)),
    losesResult: (functionName) => sources.some((source) => source.losesResult?.(functionName)),
    ofDelivery: (delivery) => first((source) => source.ofDelivery?.(delivery)),
    replicationDelayMs: (from, to) =>
      sources.reduce((sum, source) => sum + (source.replicationDelayMs?.(from, to) ?? 0), 0),
    hasCapacity: (ask) => sources.every((source) => source.hasCapacity?.(ask) ?? true),
    clockStepMs: (region) => sources.reduce((sum, source) => sum + (source.clockStepMs?.(region) ?? 0), 0),
    endOf: (work) => {
      const ends = sources.map((source) => source.endOf?.(work) ?? 'succeeds');
      return ends.find((end) => end !== 'succeeds') ?? 'succeeds';
    },
  };
}
