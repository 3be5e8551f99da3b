import type { Kernel } from '../kernel/kernel.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import type { NameAnswer } from '../route53/name-servers/name-servers.ts';
import { type AnswerSpell, type HeldSpell, heldBy } from './cohorts.ts';
import { type Incident, incidentsOf, type Moment } from './incidents.ts';

export interface PopulationSettings {
  /** The name that clients ask for. */
  readonly name: string;
  readonly requestsPerSecond: number;
  /** The share of clients whose resolvers keep an answer for so long, whatever its TTL. */
  readonly ignoresTtl?: { readonly share: number; readonly keepsSeconds: number } | undefined;
  /** The number of times that a client tries again at once. */
  readonly retries?: number | undefined;
}

export interface PopulationReport {
  readonly name: string;
  readonly requests: number;
  readonly requestsLost: number;
  readonly requestsLostPercent: number;
  /** One after the other; each from its first failed request until 99 % succeed again for a minute. */
  readonly incidents: readonly Incident[];
  /** Of the first incident that ended. */
  readonly rtoSeconds?: number;
  /** Shares over time, where they change. */
  readonly timeline: readonly Moment[];
}

export interface ClientsWorld {
  readonly kernel: Kernel;
  resolve(name: string): NameAnswer | undefined;
  /** The share of requests that what is at an address serves at this moment. */
  servedShare(value: string): number;
}

/** A name that there is not is kept for so long: the least of an SOA record's TTL and minimum (RFC 2308, section 5). */
const NEGATIVE_TTL_SECONDS = 900;
/** Resolvers in the population, by the phase of their caches: one for each hundredth of a TTL. */
const COHORTS = 100;

/**
 * Clients of one name, counted and not gone through one by one: no timer and no request of theirs exists. What name
 * servers answer and what is behind the answers serve is written down when it changes; what each cohort of resolvers
 * holds follows from that, and so does the share of requests that succeed at each moment.
 */
export class Population {
  readonly #settings: PopulationSettings;
  readonly #world: ClientsWorld;
  readonly #answers: AnswerSpell[] = [];
  /** By value: the share that it serves, from each moment on. */
  readonly #served = new Map<string, { readonly atMs: number; readonly share: number }[]>();

  constructor(settings: PopulationSettings, world: ClientsWorld) {
    this.#settings = settings;
    this.#world = world;
    this.look();
  }

  /** Something has changed: an answer of name servers, or what is behind one. */
  look(): void {
    const { kernel } = this.#world;
    const answer = this.#world.resolve(this.#settings.name);
    if (answer?.isByChance)
      refuseUnmodelled(kernel, `clients of a name that is answered by weights (${this.#settings.name})`);
    const values = answer?.values.slice(0, 1) ?? [];
    const ttlMs = (answer?.ttlSeconds ?? NEGATIVE_TTL_SECONDS) * 1000;
    const last = this.#answers.at(-1);
    if (last?.values.join() !== values.join() || last.ttlMs !== ttlMs)
      this.#answers.push({ atMs: kernel.now(), values, ttlMs });
    for (const value of new Set([...this.#served.keys(), ...values])) this.#lookAt(value);
  }

  #lookAt(value: string): void {
    const spells = this.#served.get(value) ?? [];
    const share = this.#world.servedShare(value);
    if (spells.at(-1)?.share !== share) spells.push({ atMs: this.#world.kernel.now(), share });
    this.#served.set(value, spells);
  }

  report(): PopulationReport {
    const { name, requestsPerSecond, ignoresTtl } = this.#settings;
    const untilMs = this.#world.kernel.now();
    const beganMs = this.#answers[0]?.atMs ?? untilMs;
    const phases = Array.from({ length: COHORTS }, (_, index) => (index + 1) / COHORTS);
    const honouring = phases.map((phase) => heldBy(this.#answers, phase, 0, untilMs));
    const ignoring = ignoresTtl
      ? phases.map((phase) => heldBy(this.#answers, phase, ignoresTtl.keepsSeconds * 1000, untilMs))
      : [];
    const timeline = this.#momentsOf(honouring, ignoring, untilMs);
    const lostShare = timeline.reduce((sum, { atMs, succeeded }, index) => {
      const endMs = timeline[index + 1]?.atMs ?? untilMs;
      return sum + (1 - succeeded) * (endMs - atMs);
    }, 0);
    const requests = Math.round(((untilMs - beganMs) / 1000) * requestsPerSecond);
    const requestsLost = Math.round((lostShare / 1000) * requestsPerSecond);
    const incidents = incidentsOf(timeline, untilMs);
    const rtoSeconds = incidents.find((incident) => incident.rtoSeconds !== undefined)?.rtoSeconds;
    return {
      ...{ name, requests, requestsLost },
      requestsLostPercent: requests === 0 ? 0 : (100 * requestsLost) / requests,
      incidents,
      ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
      timeline,
    };
  }

  /** Shares at each moment at which something changes for somebody. */
  #momentsOf(
    honouring: readonly (readonly HeldSpell[])[],
    ignoring: readonly (readonly HeldSpell[])[],
    untilMs: number,
  ): Moment[] {
    const all = [...honouring, ...ignoring];
    const times = new Set([
      ...all.flatMap((spells) => spells.map(({ fromMs }) => fromMs)),
      ...[...this.#served.values()].flatMap((spells) => spells.map(({ atMs }) => atMs)),
    ]);
    const ignored = this.#settings.ignoresTtl?.share ?? 0;
    const moments: Moment[] = [];
    for (const atMs of [...times].sort((a, b) => a - b)) {
      if (atMs > untilMs) break;
      const own = this.#sharesAt(honouring, atMs);
      const others = ignoring.length > 0 ? this.#sharesAt(ignoring, atMs) : own;
      const answeredBy: Record<string, number> = {};
      for (const [shares, part] of [
        [own, 1 - ignored],
        [others, ignored],
      ] as const)
        for (const [value, share] of shares.heldBy)
          answeredBy[value] = (answeredBy[value] ?? 0) + share * part;
      const succeeded = own.succeeded * (1 - ignored) + others.succeeded * ignored;
      moments.push({ atMs, succeeded, honouring: own.succeeded, answeredBy: withoutNothing(answeredBy) });
    }
    return moments;
  }

  #sharesAt(cohorts: readonly (readonly HeldSpell[])[], atMs: number) {
    const counts = new Map<string, number>();
    for (const spells of cohorts) {
      const value = spells.findLast(({ fromMs }) => fromMs <= atMs)?.values[0] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const heldBy = new Map([...counts].map(([value, count]) => [value, count / cohorts.length]));
    let succeeded = 0;
    for (const [value, share] of heldBy) succeeded += share * this.#successOf(value, atMs);
    return { heldBy, succeeded: Math.min(1, succeeded) };
  }

  /** A client that tries again meets another of a side's servers: it fails only if each of its tries does. */
  #successOf(value: string, atMs: number): number {
    const share = this.#served.get(value)?.findLast((spell) => spell.atMs <= atMs)?.share ?? 0;
    return 1 - (1 - share) ** (1 + (this.#settings.retries ?? 0));
  }
}

const withoutNothing = (shares: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(shares).filter(([value, share]) => value !== '' && share > 1e-9));
