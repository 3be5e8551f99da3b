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
  readonly #measured: Measured[] = [];
  readonly #unserved: number[] = [];

  add(seed: number, drawn: Drawn, { clients = [], turns }: SimulationReport): void {
    const plan = planIn(drawn);
    const [incident] = clients[0]?.incidents ?? [];
    const turn = turns.find(({ side }) => side === 'standby');
    if (!plan || incident?.rtoSeconds === undefined || turn?.ledAtMs === undefined) {
      this.#unserved.push(seed);
      return;
    }
    const hooksMs = hookSecondsIn(drawn) * 1000;
    const route53Ms = turn.ledAtMs - turn.saidAtMs;
    const floorMs = detectedMs(incident.firstFailedAtMs) + waitedMs(plan) + route53Ms + TTL_MS;
    this.#measured.push({ seed, rtoMs: incident.rtoSeconds * 1000 - hooksMs, floorMs, hooksMs });
  }

  /** All of it in words, against the longest time that is allowed. */
  summary(mostSeconds: number): string {
    const all = this.#measured;
    const worst = (of: (one: Measured) => number) => all.toSorted((one, other) => of(other) - of(one));
    const over = worst(({ rtoMs, floorMs }) => rtoMs - allowedMs(floorMs));
    const isOver = ({ rtoMs, floorMs }: Measured): boolean => rtoMs > allowedMs(floorMs);
    const late = worst(({ rtoMs }) => rtoMs).filter(({ rtoMs }) => rtoMs > mostSeconds * 1000);
    return [
      line(
        'RTO, hooks left out',
        all.map(({ rtoMs }) => rtoMs),
      ),
      line(
        'its floor',
        all.map(({ floorMs }) => floorMs),
      ),
      line(
        'over the floor',
        all.map(({ rtoMs, floorMs }) => rtoMs - floorMs),
      ),
      line(
        'hooks',
        all.flatMap(({ hooksMs }) => (hooksMs > 0 ? [hooksMs] : [])),
      ),
      `over the floor by more than 5 % and 10 s: ${over.filter(isOver).length} of ${all.length} seeds${named(over.filter(isOver))}`,
      `longer than ${mostSeconds} s: ${late.length} of ${all.length} seeds${named(late)}`,
      `not served again: ${this.#unserved.length} seeds${this.#unserved.length > 0 ? ` (${this.#unserved.slice(0, 8).join(', ')})` : ''}`,
    ].join('\n');
  }
}

const inSeconds = (ms = 0): string => `${(ms / 1000).toFixed(1)} s`;
const named = (seeds: readonly Measured[]): string =>
  seeds.length === 0
    ? ''
    : ` (${seeds
        .slice(0, 8)
        .map(({ seed, rtoMs }) => `${seed}: ${inSeconds(rtoMs)}`)
        .join(', ')})`;

function line(what: string, times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    inSeconds(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  return sorted.length === 0
    ? `${what}: of no seed`
    : `${what}: p50 ${at(0.5)}, p99 ${at(0.99)}, at most ${at(1)}, of ${sorted.length} seeds`;
}
