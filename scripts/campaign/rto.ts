import type { FailoverPlan } from '../../domain/policy/failover.ts';
import type { Drawn } from '../../rehearsal/campaign/draw.ts';
import { hookSecondsIn, planIn } from '../../rehearsal/campaign/failovers/read-back.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';

const SLOT_MS = 10_000;
/** Of the last seven slots six have to fail. */
const FAILING_SLOTS = 6;
/** A region that is lost turns nobody away: a probe of it ends with its time-out. */
const PROBE_MS = 3000;
/** Clocks of writers and of who waits for them may differ by so much. */
const SKEW_MS = 5000;
/** Ninety-nine of a hundred clients, by the phase of their caches, have asked anew after so much of a TTL. */
const TTL_MS = 30_000 * 0.99;

/** So many seeds are named. */
const MOST_NAMES = 8;

interface Aim {
  /** Ninety-nine of a hundred seeds are to be within it. */
  readonly mostSeconds: number;
  /**
   * False where nodes have to start: nobody can say beforehand how long that takes. They start beside the user's fence, so its time
   * is no time of its own there.
   */
  readonly hasFloor: boolean;
}
/** The aims, by what a campaign is of. */
export const AIMS: Readonly<Record<string, Aim>> = {
  'lost-primaries': { mostSeconds: 120, hasFloor: true },
  'pilot-lights': { mostSeconds: 300, hasFloor: false },
};

/** Over its floor a seed may be by a twentieth, and ten seconds. */
const allowedMs = (floorMs: number): number => floorMs * 1.05 + 10_000;

interface Measured {
  readonly seed: number;
  readonly rtoMs: number;
  readonly floorMs: number;
  readonly hooksMs: number;
}

/** From the first failed request to the slot that decides, and what is seen in it. */
function detectedMs(failedAtMs: number): number {
  const first = Math.ceil(failedAtMs / SLOT_MS) * SLOT_MS;
  return first + (FAILING_SLOTS - 1) * SLOT_MS + PROBE_MS - failedAtMs;
}

function waitedMs({ fence }: FailoverPlan): number {
  return fence && 'selfFencing' in fence ? fence.selfFencing.leaseSeconds * 1000 + SKEW_MS : 0;
}

/**
 * Times of seeds in which a primary is lost: from the first failed request of a client until 99 of 100 succeed for a minute, steps
 * of the user's left out. The floor of each is what nobody can shorten: slots that fail, the lease of writers, the time that
 * Route 53's checkers and name servers took in that seed, and the TTL.
 */
export class RtoTally {
  readonly #aim: Aim;
  readonly #measured: Measured[] = [];
  readonly #unserved: number[] = [];

  constructor(aim: Aim) {
    this.#aim = aim;
  }

  add(seed: number, drawn: Drawn, { clients = [], turns }: SimulationReport): void {
    const plan = planIn(drawn);
    const [incident] = clients[0]?.incidents ?? [];
    const turn = turns.find(({ side }) => side === 'standby');
    if (!plan || incident?.rtoSeconds === undefined || turn?.ledAtMs === undefined) {
      this.#unserved.push(seed);
      return;
    }
    const hooksMs = this.#aim.hasFloor ? hookSecondsIn(drawn) * 1000 : 0;
    const route53Ms = turn.ledAtMs - turn.saidAtMs;
    const floorMs = detectedMs(incident.firstFailedAtMs) + waitedMs(plan) + route53Ms + TTL_MS;
    this.#measured.push({ seed, rtoMs: incident.rtoSeconds * 1000 - hooksMs, floorMs, hooksMs });
  }

  /** The times in words, and whether they are within what was aimed at. */
  get summary(): { readonly text: string; readonly isMet: boolean } {
    const all = this.#measured;
    const { mostSeconds, hasFloor } = this.#aim;
    const times = all.map(({ rtoMs }) => rtoMs);
    const over = hasFloor ? slowest(all.filter(({ rtoMs, floorMs }) => rtoMs > allowedMs(floorMs))) : [];
    const late = slowest(all.filter(({ rtoMs }) => rtoMs > mostSeconds * 1000));
    const hooks = all.flatMap(({ hooksMs }) => (hooksMs > 0 ? [hooksMs] : []));
    const ofFloor = [
      line(
        'its floor',
        all.map(({ floorMs }) => floorMs),
      ),
      line(
        'over the floor',
        all.map(({ rtoMs, floorMs }) => rtoMs - floorMs),
      ),
      `over the floor by more than 5 % and 10 s: ${over.length} of ${all.length} seeds${named(over)}`,
    ];
    const lines = [
      line(hasFloor ? 'RTO, hooks left out' : 'RTO', times),
      ...(hasFloor ? [line('hooks', hooks), ...ofFloor] : []),
      `longer than ${mostSeconds} s: ${late.length} of ${all.length} seeds${named(late)}`,
      `not served again: ${this.#unserved.length} seeds${listed(this.#unserved.map(String))}`,
    ];
    const isMet =
      this.#unserved.length === 0 && over.length === 0 && shareOf(times, 0.99) <= mostSeconds * 1000;
    return { text: lines.join('\n'), isMet };
  }
}

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const slowest = (seeds: readonly Measured[]) => seeds.toSorted((one, other) => other.rtoMs - one.rtoMs);
const listed = (texts: readonly string[]): string =>
  texts.length === 0 ? '' : ` (${texts.slice(0, MOST_NAMES).join(', ')})`;
const named = (seeds: readonly Measured[]): string =>
  listed(seeds.map(({ seed, rtoMs }) => `${seed}: ${inSeconds(rtoMs)}`));

/** The time that such a share of all is within. */
const shareOf = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? 0;

const line = (what: string, times: readonly number[]): string =>
  times.length === 0
    ? `${what}: of no seed`
    : `${what}: p50 ${inSeconds(shareOf(times, 0.5))}, p99 ${inSeconds(shareOf(times, 0.99))}, at most ${inSeconds(shareOf(times, 1))}, of ${times.length} seeds`;
