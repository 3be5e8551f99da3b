import { TaskError } from '../../domain/errors.ts';
import type { Claimed } from '../../domain/failover/claim.ts';
import type { PlanesSeen } from '../../domain/failover/look.ts';
import { INVOCATION_SECONDS } from '../../domain/failover/pace.ts';
import type { Readiness } from '../../domain/failover/readiness.ts';
import type { Signal } from '../../domain/failover/signals.ts';
import { KEPT_SLOTS, type KeptSlot, type Told } from '../../domain/failover/votes.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import type { Pause } from '../../domain/operation/pause.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import { type WatchPorts, watchPlans } from '../../functions/failover-watch/watch-plans.ts';

export const [P, S, W] = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
export const plan: FailoverPlan = {
  name: 'shop',
  from: { cluster: 'shop-east', region: P, probe: 'https://east.example.com/' },
  to: { cluster: 'shop-west', region: S, probe: 'https://west.example.com/' },
  witness: W,
  mode: 'automatic',
  rto: '5m',
  fence: { selfFencing: { leaseSeconds: 10 } },
  traffic: { records: ['shop.example.com'] },
} as FailoverPlan;

export const START = Date.parse('2026-12-02T10:00:00Z');
const DAY_BEFORE = new Date(START - 86_400_000).toISOString();

export const kept = (plans: readonly FailoverPlan[] = [plan], writtenAt = DAY_BEFORE): StoredFleet =>
  ({ name: 'retail', home: W, writtenAt, document: { spec: { failover: plans } } }) as unknown as StoredFleet;

/** Milliseconds from an answer's question to it, and until one that does not come is given up. */
const ANSWER_MS = 120;
const GIVEN_UP_MS = 3000;

/** A fact, the region whose observer put it, and the second of the world. */
export interface Put extends Fact {
  readonly region: string;
  readonly second: number;
}

/** A world of seconds: observers, Guard, and who reaches whom, as a test says. */
export class WatchedWorld {
  #now = START;
  readonly #timers: { at: number; run: () => void }[] = [];
  readonly #slots = new Map<string, KeptSlot[]>();
  readonly #told = new Map<string, Told>();
  readonly facts: Put[] = [];
  readonly written: (KeptSlot & { readonly region: string; readonly second: number })[] = [];
  stored: readonly StoredFleet[] = [kept()];
  /** Of the standby's cluster. */
  pause: Pause | undefined;
  lease: Lease | undefined;
  item: Claimed | undefined;
  readiness: Readiness | undefined = { at: new Date(START).toISOString(), unready: [] };
  /** Whether a region's observer is answered by a region, at a second. */
  reaches: (from: string, to: string, second: number) => boolean = () => true;
  /** Whether the application at an address answers. */
  serves: (url: string, second: number) => boolean = () => true;
  hasGuard: (from: string, second: number) => boolean = () => true;
  /** Whether the table is there: it comes with the first preparation. */
  isGuardMade: (second: number) => boolean = () => true;
  guardReads = 0;
  denials: readonly string[] = [];
  /** All that is said of regions, and whether the table of it answers. */
  signals: readonly Signal[] = [];
  hasSignals = true;
  /** The failure of facts that are put. */
  refusesFacts: Error | undefined;

  get second(): number {
    return (this.#now - START) / 1000;
  }

  #after(ms: number): Promise<void> {
    return new Promise((run) => this.#timers.push({ at: this.#now + Math.max(0, ms), run }));
  }

  /** Lets time go by. */
  async until(second: number): Promise<void> {
    const end = START + second * 1000;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#timers.sort((one, other) => one.at - other.at);
      const next = this.#timers[0];
      if (!next || next.at > end) break;
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  async #asked(isAnswered: boolean): Promise<boolean> {
    await this.#after(isAnswered ? ANSWER_MS : GIVEN_UP_MS);
    return isAnswered;
  }

  async #guarded(region: string): Promise<void> {
    if (!this.isGuardMade(this.second)) throw new TaskError('NotFound', 'Requested resource not found');
    if (!(await this.#asked(this.hasGuard(region, this.second)))) throw new Error('no majority');
  }

  #guard(region: string, isAlive: () => boolean): GuardPort {
    return {
      read: async () => {
        await this.#guarded(region);
        this.guardReads++;
        return this.item;
      },
      readiness: async () => {
        await this.#guarded(region);
        return this.readiness;
      },
      told: async (observer) => {
        await this.#guarded(region);
        return this.#told.get(observer) ?? {};
      },
      recordTold: async (observer, told) => {
        await this.#guarded(region);
        this.#told.set(observer, told);
      },
      putSlot: async (observer, slot) => {
        await this.#guarded(region);
        const ring = this.#slots.get(observer) ?? [];
        const place = ring.findIndex(({ sequence }) => (slot.sequence - sequence) % KEPT_SLOTS === 0);
        const there = ring[place];
        if (there?.sequence === slot.sequence && there.by > slot.by) return 'newer';
        if (!isAlive()) return 'written';
        this.#slots.set(observer, [...ring.filter((_, index) => index !== place), slot]);
        this.written.push({ ...slot, region: observer, second: this.second });
        return 'written';
      },
      slots: async (observer, after) => {
        await this.#guarded(region);
        const ring = this.#slots.get(observer) ?? [];
        return after === undefined
          ? ring
          : ring.filter(({ sequence }) => sequence > after && sequence <= after + 8);
      },
    } as Partial<GuardPort> as GuardPort;
  }

  /** The ports of a region's function; `told` is what its environment remembers. */
  #portsOf(region: string, told: Map<string, Told>, isAlive: () => boolean): WatchPorts {
    const endsAt = this.#now + INVOCATION_SECONDS * 1000;
    const plane = async (to: string) =>
      (await this.#asked(this.reaches(region, to, this.second))) ? 'answers' : 'fails';
    return {
      alarms: { states: async () => [] },
      clock: {
        now: () => this.#now,
        sleepUntil: (at) => this.#after(at - this.#now),
        endsAt: () => endsAt,
      },
      dataPlanes: {
        denials: () => this.denials,
        sts: plane,
        planes: async (to): Promise<PlanesSeen> => {
          const answer = await plane(to);
          return { sts: answer, dynamodb: answer, sqs: answer };
        },
      },
      deployment: { stage: 'prod', region, partition: 'aws', accountId: '111122223333' },
      records: { read: async () => ({ pause: this.pause, lease: this.lease }) as never },
      fleets: { list: async () => this.stored },
      guards: () => this.#guard(region, isAlive),
      probes: {
        ask: async ({ url }) => {
          const to = url === plan.from.probe ? P : S;
          const isThere = this.reaches(region, to, this.second);
          if (!(await this.#asked(isThere))) return { outcome: 'Failed', why: 'no answer' };
          return { outcome: 'Answered', status: this.serves(url, this.second) ? 200 : 503 };
        },
      },
      promptFacts: {
        publish: async (fact) => {
          if (this.refusesFacts) throw this.refusesFacts;
          if (isAlive()) this.facts.push({ ...fact, region, second: this.second });
        },
      },
      signals: {
        list: async () => {
          if (!this.hasSignals) throw new Error('no answer');
          return this.signals;
        },
      },
      told,
    };
  }

  /** Begins an invocation; `die` ends it as a crash would. */
  invoke(region: string, told = new Map<string, Told>()) {
    let isAlive = true;
    const ended = watchPlans(
      {},
      this.#portsOf(region, told, () => isAlive),
    );
    return {
      ended,
      die: () => {
        isAlive = false;
      },
    };
  }

  /** Lets observers of regions begin each minute, a few seconds apart, until a second. */
  async observed(regions: readonly string[], from: number, to: number): Promise<void> {
    for (let minute = from; minute < to; minute += 60) {
      for (const [index, region] of regions.entries()) {
        await this.until(minute + 3 + 7 * index);
        this.invoke(region);
      }
      await this.until(Math.min(minute + 60, to));
    }
  }

  told(detailType: string): readonly Put[] {
    return this.facts.filter((fact) => fact.detailType === detailType);
  }
}
