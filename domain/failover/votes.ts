/** The length of a slot: observers look in each, and write one item of it. */
export const SLOT_SECONDS = 10;
/** An observer whose sequence has not risen for so long, by the clock of who decides, has no vote. */
export const SILENT_AFTER_SECONDS = 20;

/** The outcome of asking for one thing in a slot. `unknown`: the observer could not tell. */
export type Answer = 'answers' | 'fails' | 'unknown';

/** All that an observer saw of one plan in a slot. */
export interface PlanSeen {
  /** The primary's own address. */
  readonly primary: Answer;
  /** The standby's own address, asked in the same way: a cause that both share is no loss of the primary's region. */
  readonly standby: Answer;
  /** The data planes of AWS in the primary's region. */
  readonly region: Answer;
}

/** One observer's item of a slot, as Guard keeps it. */
export interface Slot {
  /** Rises by one each slot of the clock; a slot that was missed is missing. */
  readonly sequence: number;
  /** True where the observer's own control probes came through: without them it knows nothing of others. */
  readonly isWell: boolean;
  readonly plans: Readonly<Record<string, PlanSeen>>;
}

/** The slots of an observer that Guard keeps: as many as the longest `failingSeconds` needs, in a ring. */
export const KEPT_SLOTS = 64;

/** The last times at which an observer told something, by plan and text, ISO 8601. */
export type Told = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A slot as it is kept, with what the next invocation of its observer, and who decides, goes on with. */
export interface KeptSlot extends Slot {
  /** The time at which the invocation that wrote it began, ISO 8601: an older one that sees a newer one's slot ends. */
  readonly by: string;
  /** Other observers by region: the newest sequence that was read, and for how long it had not risen, by this one's clock. */
  readonly heard: Readonly<Record<string, { readonly sequence: number; readonly sinceRoseSeconds: number }>>;
}

/** An observer as who decides has read it. */
export interface ObserverSeen {
  readonly slots: readonly Slot[];
  /** The seconds, by the reader's own clock, since its newest sequence was first read. Undefined: nothing was read ever. */
  readonly sinceRoseSeconds?: number;
}

/** `none`: the observer is silent, not well, or has not seen enough. A missing look is not a failure. */
export type Vote = 'fails' | 'answers' | 'none';

/**
 * The slots that have to fail, and of how many: as many as begin within `failingSeconds`, the newest included, and one may be
 * otherwise. 45 s are six of seven: a blip of 43 s has five at most.
 */
export function slotsOf(failingSeconds: number): { readonly failing: number; readonly of: number } {
  const failing = Math.ceil(failingSeconds / SLOT_SECONDS) + 1;
  return { failing, of: failing + 1 };
}

export const newestOf = <S extends Slot>(slots: readonly S[]): S | undefined =>
  slots.reduce<S | undefined>(
    (newest, slot) => (newest && newest.sequence >= slot.sequence ? newest : slot),
    undefined,
  );

/** True of an observer that was heard of, and that says of itself that it sees the world. */
export function isHeard(seen: ObserverSeen): boolean {
  const { sinceRoseSeconds } = seen;
  return (
    sinceRoseSeconds !== undefined &&
    sinceRoseSeconds < SILENT_AFTER_SECONDS &&
    newestOf(seen.slots)?.isWell === true
  );
}

/** The sign that a vote is about, and the time that a plan has. */
interface About {
  readonly plan: string;
  readonly sign: keyof PlanSeen;
  readonly failingSeconds: number;
}

/** The answers of an observer's last slots, the newest first; none of one that is not heard. */
function lastAnswers(seen: ObserverSeen, { plan, sign, failingSeconds }: About): readonly Answer[] {
  const newest = newestOf(seen.slots);
  if (!newest || !isHeard(seen)) return [];
  const bySequence = new Map(
    seen.slots.map((slot) => [
      slot.sequence,
      slot.isWell ? (slot.plans[plan]?.[sign] ?? 'unknown') : 'unknown',
    ]),
  );
  const { of } = slotsOf(failingSeconds);
  return Array.from({ length: of }, (_, back) => bySequence.get(newest.sequence - back) ?? 'unknown');
}

const failuresIn = (answers: readonly Answer[]): number =>
  answers.filter((answer) => answer === 'fails').length;

/** An observer's vote about one kind of sign of a plan. */
export function voteOf(seen: ObserverSeen, about: About): Vote {
  const answers = lastAnswers(seen, about);
  const [now = 'unknown'] = answers;
  if (now === 'fails') return failuresIn(answers) >= slotsOf(about.failingSeconds).failing ? 'fails' : 'none';
  return now === 'answers' ? 'answers' : 'none';
}

/** True where a sign fails and answers by turns: too little for a vote, and too much to be well. */
export function isShaky(seen: ObserverSeen, about: About): boolean {
  const answers = lastAnswers(seen, about);
  return answers.includes('answers') && failuresIn(answers) >= 3;
}
