import type { Decision } from '../../domain/failover/decide.ts';
import { firstPreparation } from '../../domain/failover/first-preparation.ts';
import { heardBy } from '../../domain/failover/memory.ts';
import type { Turn } from '../../domain/failover/pace.ts';
import { byPriority, HEAD_START_MS } from '../../domain/failover/priority.ts';
import {
  bothTold,
  isDue,
  LATE_AGAIN_MS,
  type Standing,
  standingOf,
  type Telling,
  tellingOf,
  toldAfter,
} from '../../domain/failover/tell.ts';
import type { Told } from '../../domain/failover/votes.ts';
import type { Watching } from '../../domain/failover/watching.ts';
import type { ClockPort } from '../../domain/ports/clock.ts';
import type { Fact, FactPublisher } from '../../domain/ports/facts.ts';
import { eventOf } from '../../events/event.ts';
import { failoverAsked } from '../../events/failover/asked.ts';
import { failoverHeld } from '../../events/failover/held.ts';
import { failoverRequested } from '../../events/failover/requested.ts';
import type { Denials } from './denials.ts';
import { type Decided, LOOKS_EACH, type ObservedTable, type Observing } from './observed-table.ts';

/** The command for what is asked of a person. */
const commandOf = ({ plan }: Watching, { zones }: Telling): string =>
  zones
    ? `aws arc-zonal-shift start-zonal-shift --region ${plan.from.region} --away-from ${zones[0]} --expires-in 12h --resource-identifier … --comment …`
    : `eks-fleet failover ${plan.name} --reason …`;

function factOf(watching: Watching, telling: Telling, region: string): Fact {
  const { fleet, plan } = watching;
  const members = { version: '1', plan: plan.name, fleet, region, why: telling.why } as const;
  if (telling.fact === 'FailoverHeld') return eventOf(failoverHeld, members);
  const zones = telling.zones ? { zones: [...telling.zones] } : {};
  return eventOf(failoverAsked, { ...members, ...zones, command: commandOf(watching, telling) });
}

/**
 * True of a failover that is asked for in this slot: one that begins in each, and a move that came to no end once a minute, since it
 * may only wait for a step of the user's.
 */
const isAskedNow = (decision: Decision, { sequence }: Turn): boolean =>
  decision.is === 'failOver' && (!decision.goesOn || sequence % LOOKS_EACH === 0);

/** The request to move a plan, with what its decision has stood on. It is the same however often this slot's is put. */
function requestOf({ watching, epoch }: Decided, table: ObservedTable, turn: Turn, own: Own): Fact {
  const { name } = watching.plan;
  const heard = {
    ...heardBy(table.memory, own.now),
    [own.region]: { sequence: turn.sequence, sinceRoseSeconds: 0 },
  };
  return eventOf(failoverRequested, {
    version: '1',
    requestId: `failover-${name}-e${epoch}-s${turn.sequence}`,
    requestedBy: `observer of ${own.region}`,
    plan: name,
    to: 'standby',
    raised: { at: new Date(own.now).toISOString(), heard },
  });
}

interface Stands {
  readonly watching: Watching;
  readonly telling: Telling;
  readonly stands: Standing;
}

/** Where Guard is not there to keep what was told, the youngest invocation alone tells: the next one begins a minute after it. */
const YOUNG_MS = 60_000;

/**
 * True of a plan that people are not to be woken for: it is first being prepared, or they know that its preparation has come to no
 * end. A question is put all the same, since something fails.
 */
async function isTooEarly(
  { watching, telling, stands }: Stands,
  table: ObservedTable,
  now: number,
  ageMs: number,
): Promise<boolean> {
  if (telling.fact !== 'FailoverHeld') return false;
  const preparation = await table.preparationOf(watching);
  const state = firstPreparation(preparation, now);
  if (state !== 'late' || preparation.readiness) return state === 'underWay';
  return ageMs > YOUNG_MS || !isDue(telling, stands, table.told[watching.plan.name], now, LATE_AGAIN_MS);
}

interface Own {
  readonly region: string;
  readonly now: number;
}

/** Asks for what was decided, and tells people; what the bus does not take is put again in the next slot. */
export class Voice {
  readonly #clock: ClockPort;
  readonly #facts: FactPublisher;
  readonly #beganAt: number;
  readonly #region: string;
  readonly #denials: Denials;
  /** Decisions by plan, and for how many slots they have stood. */
  readonly #standing = new Map<string, Standing | undefined>();

  constructor(facts: FactPublisher, { region, denials, by, clock }: Observing) {
    this.#clock = clock;
    this.#beganAt = Date.parse(by);
    this.#facts = facts;
    this.#region = region;
    this.#denials = denials;
  }

  /** Answers what was told. */
  async say(decided: readonly Decided[], table: ObservedTable, turn: Turn, now: number): Promise<Told> {
    const asked = decided.filter(({ decision }) => isAskedNow(decision, turn));
    const requests = this.#ask(asked, (one) => requestOf(one, table, turn, { region: this.#region, now }));
    const standing = decided.flatMap(({ watching, decision }) => this.#stands(watching, decision));
    const isDueOf = ({ watching, telling, stands }: Stands) =>
      isDue(telling, stands, table.told[watching.plan.name], now);
    if (standing.some(isDueOf)) await table.readTold();
    const said = standing.filter(isDueOf).map(async (one): Promise<Told> => {
      const { watching, telling } = one;
      if (await isTooEarly(one, table, now, now - this.#beganAt)) return {};
      const isPut = await this.#put(factOf(watching, telling, this.#region));
      return isPut ? toldAfter({}, watching.plan.name, telling, now) : {};
    });
    const told = (await Promise.all(said)).reduce(bothTold, {});
    await requests;
    if (Object.keys(told).length > 0) await table.recordTold(told);
    return told;
  }

  /** Puts requests by the priority of their plans. A bus that does not answer holds the next up no longer than their head start. */
  async #ask(asked: readonly Decided[], request: (one: Decided) => Fact): Promise<void> {
    const classes = byPriority(asked, ({ watching }) => watching.plan);
    const startsAt = this.#clock.now();
    await Promise.all(
      classes.map(async (together, rank) => {
        if (rank > 0) await this.#clock.sleepUntil(startsAt + rank * HEAD_START_MS);
        await Promise.all(together.map((one) => this.#put(request(one))));
      }),
    );
  }

  /** A decision that is to be told, and for how long it has been the same. */
  #stands(watching: Watching, decision: Decision): readonly Stands[] {
    const { name } = watching.plan;
    const telling = tellingOf(decision);
    const stands = standingOf(this.#standing.get(name), telling);
    this.#standing.set(name, stands);
    return telling && stands ? [{ watching, telling, stands }] : [];
  }

  async #put(fact: Fact): Promise<boolean> {
    const put = this.#facts.publish(fact).then(() => true);
    return (await this.#denials.unlessFails(put)) ?? false;
  }
}
