import { TaskError } from '../../domain/errors.ts';
import type { Decision } from '../../domain/failover/decide.ts';
import type { Preparation } from '../../domain/failover/first-preparation.ts';
import { type Looked, plansSeen, seesTheWorld } from '../../domain/failover/look.ts';
import {
  keptSlot,
  type Memory,
  NOTHING,
  withHeard,
  withLeft,
  withOwn,
} from '../../domain/failover/memory.ts';
import {
  decideAsStandby,
  decideAsWitness,
  decideByVotes,
  isOfMoment,
  type Known,
  wantedOf,
} from '../../domain/failover/observe.ts';
import { LOOKS_AGAIN_MS, type Turn } from '../../domain/failover/pace.ts';
import { bothTold, stillTold } from '../../domain/failover/tell.ts';
import { newestOf, type Told } from '../../domain/failover/votes.ts';
import type { Watching } from '../../domain/failover/watching.ts';
import type { ClockPort } from '../../domain/ports/clock.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import type { Denials } from './denials.ts';
import { type Asking, knownOf } from './guard-reader.ts';

/** A plan with what was decided of it in this slot. */
/** Slots of which one looks at Guard's items although nothing is the matter. */
export const LOOKS_EACH = 6;

export interface Decided {
  readonly watching: Watching;
  readonly decision: Decision;
  readonly epoch: number;
}

/** An invocation of an observer. */
export interface Observing extends Omit<Asking, 'at'> {
  readonly clock: ClockPort;
  readonly region: string;
  /** The time at which it began, ISO 8601. */
  readonly by: string;
}

/** An observer's side of one Guard table: it remembers its slots, writes them, and hears the others'. */
export class ObservedTable {
  readonly #guard: GuardPort;
  readonly #clock: ClockPort;
  readonly #region: string;
  /** The time at which this invocation began, ISO 8601. */
  readonly #by: string;
  #watched: readonly Watching[] = [];
  #memory: Memory = NOTHING;
  #told: Told = {};
  #isRead = false;

  readonly #asking: Omit<Asking, 'at'>;
  readonly #denials: Denials;

  constructor(guard: GuardPort, { clock, region, by, ...asking }: Observing) {
    this.#guard = guard;
    this.#clock = clock;
    this.#asking = asking;
    this.#denials = asking.denials;
    this.#region = region;
    this.#by = by;
  }

  get memory(): Memory {
    return this.#memory;
  }

  watch(watched: readonly Watching[]): void {
    this.#watched = watched;
  }

  get told(): Told {
    return this.#told;
  }

  remember(told: Told): void {
    this.#told = bothTold(this.#told, told);
  }

  /** Reads what this region's observer has told: the invocation that hands over to this one may have told it just now. */
  async readTold(): Promise<void> {
    this.remember((await this.#denials.unlessFails(this.#guard.told(this.#region))) ?? {});
  }

  async recordTold(told: Told): Promise<void> {
    this.remember(told);
    const kept = stillTold(this.#told, this.#clock.now());
    await this.#denials.unlessFails(this.#guard.recordTold(this.#region, kept));
  }

  /** The things that say whether a plan was ready ever, as Guard has them now. */
  async preparationOf({ plan, keptAt }: Watching): Promise<Preparation> {
    let isMissing = false;
    const read = this.#guard.readiness(plan.name).catch((error: unknown) => {
      isMissing = error instanceof TaskError && error.name === 'NotFound';
      throw error;
    });
    const found = await this.#denials.unlessFails(read.then((readiness) => ({ readiness })));
    if (found) return { keptAt, guard: 'answers', ...found };
    return { keptAt, guard: isMissing ? 'missing' : 'silent' };
  }

  /** Reads what this region's observer has written before; true where an invocation that began later writes by now. */
  async isHandedOver({ sequence }: Turn): Promise<boolean> {
    const read = await this.#denials.unlessFails(
      this.#guard.slots(this.#region, this.#isRead ? sequence - 2 : undefined),
    );
    if (!read) return false;
    const left = this.#isRead ? undefined : newestOf(read);
    this.#isRead = true;
    this.#memory = withOwn(this.#memory, read);
    if (left) this.#memory = withLeft(this.#memory, left);
    return read.some(({ by }) => by > this.#by);
  }

  /** Writes the slot, hears the others, and decides; undefined where a newer invocation has written it. */
  async observe(turn: Turn, looked: Looked): Promise<readonly Decided[] | undefined> {
    const plans = plansSeen(this.#watched, looked);
    const seen = { sequence: turn.sequence, isWell: seesTheWorld(this.#region, looked), plans };
    const slot = keptSlot(this.#memory, seen, this.#by, this.#clock.now());
    this.#memory = withOwn(this.#memory, [slot]);
    const written = await this.#denials.unlessFails(this.#guard.putSlot(this.#region, slot));
    if (written === 'newer') return undefined;
    const hasGuard = written !== undefined && (await this.#hearAll(turn));
    return Promise.all(this.#watched.map((watching) => this.#decide(watching, turn, hasGuard)));
  }

  /** False where Guard did not answer. */
  async #hearAll(turn: Turn): Promise<boolean> {
    const others = [...new Set(this.#watched.map(({ other }) => other))];
    let hasHeard = await this.#hear(others);
    for (const ms of LOOKS_AGAIN_MS) {
      const wanted = wantedOf(this.#memory, this.#watched, turn.sequence, this.#clock.now());
      if (!hasHeard || wanted.length === 0) break;
      await this.#clock.sleepUntil(turn.at + ms);
      hasHeard = await this.#hear(wanted);
    }
    return hasHeard;
  }

  async #hear(others: readonly string[]): Promise<boolean> {
    const heard = await Promise.all(
      others.map(async (other) => {
        const read = await this.#denials.unlessFails(this.#guard.slots(other, this.#after(other)));
        if (read) this.#memory = withHeard(this.#memory, other, read, this.#clock.now());
        return read !== undefined;
      }),
    );
    return heard.every(Boolean);
  }

  /** The newest sequence that was read, while it rises; else all is read: clocks may have stepped. */
  #after(other: string): number | undefined {
    const { slots = [], hearing } = this.#memory.others[other] ?? {};
    const rises = slots.length > 0 && hearing?.roseAt === hearing?.lookedAt;
    return rises ? hearing?.sequence : undefined;
  }

  async #decide(watching: Watching, { sequence }: Turn, hasGuard: boolean): Promise<Decided> {
    const at = this.#clock.now();
    if (watching.as === 'witness')
      return { watching, decision: decideAsWitness(this.#memory, watching, at), epoch: 0 };
    const decide = (known: Known) => ({
      watching,
      decision: decideAsStandby(this.#memory, watching, known, at),
      epoch: known.guard?.epoch ?? 0,
    });
    if (!hasGuard) return decide({ guard: undefined, unready: [] });
    const decision = decideByVotes(this.#memory, watching, at);
    // A move that came to no end shows in Guard alone, once its votes are well again.
    if (!isOfMoment(decision) && sequence % LOOKS_EACH !== 0) return { watching, decision, epoch: 0 };
    return decide(await knownOf(this.#guard, watching.plan, { at, ...this.#asking }));
  }
}
