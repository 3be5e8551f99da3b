import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance } from '../../../domain/waves/advance.ts';
import {
  type ClusterKey,
  clusterOf,
  type FleetUpgrade,
  isOver,
  keyOf,
  type Pair,
  parentOf,
  requestIdOf,
  type Wave,
} from '../../../domain/waves/record.ts';
import type { Answer, AttemptSeen, Seen } from '../../../domain/waves/seen.ts';
import { carryOut } from '../../../domain/waves/wishes.ts';
import { alarm, later, START, seenAt, upgradeOf, wave } from './fixtures.ts';

/** An operation as its cluster's region has it, whatever any home knows. */
interface Truth {
  readonly key: ClusterKey;
  readonly attempt: AttemptSeen;
  readonly endsAt: string;
  readonly ends: 'Succeeded' | 'Failed';
}

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];
const BAKE = 7200;

/** One thing that happens before the next look. */
const happening = fc.record({
  seconds: fc.integer({ min: 20, max: 5000 }),
  /** The cluster whose alarm begins or ends, by its place. */
  alarm: fc.option(fc.nat(30), { freq: 6 }),
  fails: fc.integer({ min: 0, max: 99 }),
  took: fc.integer({ min: 600, max: 6000 }),
  /** The look dies before its write, before its requests are put, or not at all; or another look wins the write. */
  dies: fc.constantFrom('no', 'no', 'no', 'no', 'before the write', 'before the requests'),
  /** A home that is taken over has lost its last writes. */
  lostWrites: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 2),
  resumes: fc.boolean(),
});

const fleets = fc.record({
  clusters: fc.array(fc.record({ region: fc.constantFrom(...REGIONS), wave: fc.nat(3) }), {
    minLength: 1,
    maxLength: 14,
  }),
  parallel: fc.integer({ min: 1, max: 4 }),
  failures: fc.integer({ min: 0, max: 2 }),
  hasPair: fc.boolean(),
  happenings: fc.array(happening, { minLength: 20, maxLength: 120 }),
});
type Drawn = typeof fleets extends fc.Arbitrary<infer One> ? One : never;

function begun({ clusters, parallel, failures, hasPair }: Drawn): FleetUpgrade {
  const keys = clusters.map(({ region, wave: place }, index) => ({
    key: keyOf({ region, name: `c${index}` }),
    place,
  }));
  const places = [...new Set(keys.map(({ place }) => place))].sort();
  const waves: readonly Wave[] = places.map((place) =>
    wave(
      `wave-${place}`,
      keys.filter((one) => one.place === place).map(({ key }) => key),
      { parallel, failures, bakeSeconds: BAKE },
    ),
  );
  const all = waves.flatMap((one) => one.clusters);
  const [standby, primary] = [all[0], all.at(-1)];
  const pairs: readonly Pair[] =
    hasPair && standby !== undefined && primary !== undefined && standby !== primary
      ? [{ primary, standby }]
      : [];
  return upgradeOf(waves, { pairs, signs: { alarms: ['{cluster}-slo'], probes: [] } });
}

/** A fleet upgrade in a world whose regions tell the truth, and the rules that it broke. */
class Run {
  readonly broken: string[] = [];
  readonly #operations = new Map<string, Truth>();
  readonly #alarms = new Map<ClusterKey, { readonly isGoing: boolean; readonly since: string }>();
  readonly #kept: FleetUpgrade[] = [];
  #at = START;
  #hasLost = false;
  readonly #drawn: Drawn;

  constructor(drawn: Drawn) {
    this.#drawn = drawn;
    this.#kept.push(begun(drawn));
  }

  get upgrade(): FleetUpgrade {
    return this.#kept.at(-1) as FleetUpgrade;
  }

  play(): void {
    for (const one of this.#drawn.happenings) {
      this.#at = later(one.seconds, this.#at);
      this.#toggle(one.alarm);
      for (let lost = 0; lost < one.lostWrites && this.#kept.length > 1; lost++) {
        this.#kept.pop();
        this.#hasLost = true;
      }
      // Another home has taken it over.
      if (one.lostWrites > 0) this.#kept.push({ ...this.upgrade, adopts: true });
      if (this.upgrade.is === 'paused' && one.resumes) {
        const by = { by: 'ann', at: this.#at };
        const wished = carryOut(this.upgrade, { action: 'resume', reason: 'go on' }, by);
        if ('upgrade' in wished) this.#kept.push(wished.upgrade);
      }
      this.#look(one);
    }
  }

  #toggle(place: number | null): void {
    const keys = this.upgrade.waves.flatMap(({ clusters }) => clusters);
    const key = place === null ? undefined : keys[place];
    if (key === undefined) return;
    this.#alarms.set(key, { isGoing: !(this.#alarms.get(key)?.isGoing ?? false), since: this.#at });
  }

  #seen(answers: Record<ClusterKey, Answer>): Seen {
    const attempts: Record<ClusterKey, AttemptSeen[]> = {};
    for (const { key, attempt, endsAt, ends } of this.#operations.values()) {
      const isOverNow = endsAt <= this.#at;
      const now = isOverNow ? { ...attempt, status: ends, endedAt: endsAt } : attempt;
      attempts[key] = [...(attempts[key] ?? []), now];
    }
    const signs = Object.fromEntries(
      this.upgrade.waves.flatMap(({ clusters }) =>
        clusters.map((key) => {
          const { isGoing = false, since = '2026-11-01T00:00:00.000Z' } = this.#alarms.get(key) ?? {};
          return [key, [alarm(`${clusterOf(key).name}-slo`, isGoing ? 'ALARM' : 'OK', since)]];
        }),
      ),
    );
    return seenAt(this.#at, { attempts, signs, answers, told: this.upgrade.untold.map(({ id }) => id) });
  }

  #look(one: Drawn['happenings'][number]): void {
    const { upgrade, asks } = advance(this.upgrade, this.#seen({}));
    if (one.dies === 'before the write') return;
    this.#kept.push({ ...upgrade, revision: upgrade.revision + 1 });
    if (one.dies === 'before the requests') return;
    for (const key of asks) this.#put(key, upgrade, one);
  }

  #put(key: ClusterKey, upgrade: FleetUpgrade, one: Drawn['happenings'][number]): void {
    const member = upgrade.members[key];
    if (!member) return;
    const id = `${clusterOf(key).region} ${requestIdOf(upgrade, key, member)}`;
    // The claim of the first tells every other from it.
    if (this.#operations.has(id)) return;
    this.#judge(key, upgrade);
    const attempt: AttemptSeen = {
      operationId: id,
      parent: parentOf(upgrade, member),
      action: 'upgrade',
      status: 'Running',
      turnedBack: false,
      reason: 'it failed',
    };
    const ends = one.fails < 15 ? 'Failed' : 'Succeeded';
    this.#operations.set(id, { key, attempt, endsAt: later(one.took, this.#at), ends });
  }

  /** The rules, by what is true and not by what the record says. */
  #judge(key: ClusterKey, upgrade: FleetUpgrade): void {
    const running = [...this.#operations.values()].filter(({ endsAt }) => endsAt > this.#at);
    if (running.some((other) => other.key === key)) this.broken.push(`${key} was begun twice`);
    const touched = new Set([...this.#operations.values()].map((other) => other.key));
    const going = [...touched].filter((other) => this.#alarms.get(other)?.isGoing);
    if (going.length > 0) this.broken.push(`${key} was begun under the alarms of ${going.join(', ')}`);
    const place = upgrade.waves.findIndex(({ clusters }) => clusters.includes(key));
    for (const former of upgrade.waves.slice(0, place)) {
      const ofWave = [...this.#operations.values()].filter((other) => former.clusters.includes(other.key));
      const last =
        ofWave
          .map(({ endsAt }) => endsAt)
          .sort()
          .at(-1) ?? '';
      const isWhole = former.clusters.every(
        (one) => touched.has(one) || upgrade.members[one]?.is === 'failed',
      );
      if (!isWhole || (last !== '' && later(BAKE, last) > this.#at))
        this.broken.push(`${key} overtook ${former.name}`);
    }
    const partner = upgrade.pairs.flatMap(({ primary, standby }) =>
      primary === key ? [standby] : standby === key ? [primary] : [],
    );
    if (running.some((other) => partner.includes(other.key))) this.broken.push(`${key} and its partner`);
    const ofWave = running.filter((other) => upgrade.waves[place]?.clusters.includes(other.key));
    if (!this.#hasLost && ofWave.length >= (upgrade.waves[place]?.parallel ?? 0))
      this.broken.push(`${key} is more than ${upgrade.waves[place]?.parallel} at once`);
  }

  get succeeded(): ReadonlySet<ClusterKey> {
    return new Set(
      [...this.#operations.values()].filter(({ ends }) => ends === 'Succeeded').map(({ key }) => key),
    );
  }
}

describe('a fleet upgrade, whatever happens to it', () => {
  it('starts nothing twice, under an alarm, beside its partner, beyond its room, or before its wave', () => {
    fc.assert(
      fc.property(fleets, (drawn) => {
        const run = new Run(drawn);
        run.play();
        expect(run.broken).toEqual([]);
      }),
      { numRuns: 1000, seed: 39 },
    );
  });

  it('comes to its end where nothing goes wrong any more', () => {
    const quiet = {
      alarm: null,
      fails: 99,
      took: 1800,
      dies: 'no' as const,
      lostWrites: 0 as const,
      resumes: true,
    };
    const rest = Array.from({ length: 400 }, () => ({ ...quiet, seconds: 1800 }));
    fc.assert(
      fc.property(fleets, (drawn) => {
        const happenings = drawn.happenings.map((one) => ({ ...one, alarm: null }));
        const run = new Run({ ...drawn, happenings: [...happenings, ...rest] });
        run.play();
        expect(isOver(run.upgrade)).toBe(true);
        const all = run.upgrade.waves.flatMap(({ clusters }) => clusters);
        const missing = all.filter(
          (key) => !run.succeeded.has(key) && run.upgrade.members[key]?.is !== 'failed',
        );
        expect(missing).toEqual([]);
      }),
      { numRuns: 200, seed: 40 },
    );
  });
});
