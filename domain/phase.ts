import type { Decision } from './decide/decision.ts';
import { TaskError } from './errors.ts';
import { isGivenUp, isLookedAtAnew } from './lateness.ts';
import { decideWaitSeconds, type ExpectedDuration, type Pending, type Progress } from './progress.ts';

/** AWS throttled the look: nothing is known of the item until the next one. */
export interface Unseen {
  readonly do: 'unseen';
}

/** The answer of a read, or `unseen` where AWS throttled it: the rest of the look is not lost. */
export async function unlessThrottled<Seen>(read: Promise<Seen>): Promise<Seen | Unseen> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof TaskError && error.name === 'Throttled') return { do: 'unseen' };
    throw error;
  }
}

/**
 * Looks at one item after the other. Where AWS throttles a look, the rest is left for the next look: AWS would
 * throttle it, too. With hundreds of operations under way, most questions to AWS would else be asked in vain.
 */
export async function lookInTurn<Item, Seen>(
  items: readonly Item[],
  look: (item: Item) => Promise<Seen>,
): Promise<ReadonlyMap<Item, Seen | Unseen>> {
  const seen = new Map<Item, Seen | Unseen>();
  let throttled: Unseen | undefined;
  for (const item of items) {
    const found = throttled ?? (await unlessThrottled(look(item)));
    if (isThrottled(found)) throttled = found;
    seen.set(item, found);
  }
  return seen;
}

const isThrottled = (found: unknown): found is Unseen =>
  (found as Partial<Unseen> | undefined)?.do === 'unseen';

/** One look at a phase. */
export interface Look {
  /** Since the phase began. */
  readonly elapsedSeconds: number;
  /** From 0 to 1, evenly over the looks of all operations. */
  readonly spread: number;
}

/** One resource of a phase: the decision about it, the task that makes its changes, and the time that they take. */
export interface PhaseItem<Decided = Decision> {
  readonly key: string;
  /** The verb-noun of the task that makes its changes. */
  readonly task: string;
  readonly decision: Decided;
  readonly expected: ExpectedDuration;
  /**
   * The needs that must be met before this one may begin: of each need, one of its keys must be started, asked for or
   * ready.
   */
  readonly needs?: readonly {
    readonly keys: readonly string[];
    readonly until: 'started' | 'asked' | 'ready';
  }[];
  /** An earlier look found it as it should be, and this one did not look at it. */
  readonly passedOver?: boolean;
  /** The thing that is left half done where the operation ends now, in words. */
  readonly leaves?: string;
  /** Its next change ends what has been begun of it: that is no start, and is made where nothing is to be started. */
  readonly isBegun?: boolean;
  /** EKS refuses other changes while this one is under way: it waits until all others have begun. */
  readonly exclusive?: boolean;
}

type LookedAt = PhaseItem<Decision | Unseen>;

const isStarted = ({ decision }: LookedAt): boolean => decision.do !== 'create' && decision.do !== 'unseen';
const isReady = ({ decision }: LookedAt): boolean => decision.do === 'nothing';
const isUnseen = ({ decision }: LookedAt): boolean => decision.do === 'unseen';
const isChange = ({ decision }: LookedAt): boolean => decision.do === 'create' || decision.do === 'update';

/**
 * Checks of a need by its `until`. An item that is there and is to be changed has started, and is not yet asked for.
 */
const MEETS = {
  started: isStarted,
  asked: (item: LookedAt) => isStarted(item) && !isChange(item),
  ready: isReady,
} as const;

function mayBegin(item: LookedAt, byKey: ReadonlyMap<string, LookedAt>): boolean {
  return (item.needs ?? []).every(({ keys, until }) =>
    keys.some((key) => {
      const needed = byKey.get(key);
      // A key that is not part of the phase is there already: phases run one after the other.
      return needed === undefined || MEETS[until](needed);
    }),
  );
}

function failures(items: readonly LookedAt[]): { readonly key: string; readonly reason: string }[] {
  return items.flatMap(({ key, decision }) => {
    if (decision.do === 'fail') return [{ key, reason: decision.reason }];
    if (decision.do === 'refuse')
      return [{ key, reason: `${decision.path}: ${decision.reason}; ${decision.alternative}` }];
    return [];
  });
}

/** Faults that AWS finds with all that is left, where that has not passed by itself in all the time there was. */
function issues(items: readonly LookedAt[], { elapsedSeconds }: Look) {
  if (!isGivenUp(items, elapsedSeconds)) return [];
  const left = items.filter((item) => !isReady(item));
  const found = left.flatMap(({ key, decision }) =>
    decision.do === 'wait' && decision.issue !== undefined ? [{ key, reason: decision.issue }] : [],
  );
  return found.length === left.length ? found : [];
}

/** The items that may begin now. An exclusive change goes alone, once nothing else is left to begin. */
function readyItems(items: readonly LookedAt[], byKey: ReadonlyMap<string, LookedAt>): readonly LookedAt[] {
  if (items.some((item) => item.exclusive && (item.decision.do === 'wait' || isUnseen(item)))) return [];
  const changes = items.filter(isChange);
  const shared = changes.filter(({ exclusive }) => !exclusive);
  if (shared.length > 0) return shared.filter((item) => mayBegin(item, byKey));
  if (items.some(isUnseen)) return [];
  return changes.filter((item) => mayBegin(item, byKey)).slice(0, 1);
}

/** After a throttled look AWS is left alone for a while. */
const AFTER_THROTTLING: Pending = {
  elapsedSeconds: 0,
  expected: { minSeconds: 15, maxSeconds: 215 },
};

function waitSeconds(
  items: readonly LookedAt[],
  begun: readonly LookedAt[],
  { elapsedSeconds, spread }: Look,
): number {
  const underWay = items.filter(({ decision }) => decision.do === 'wait');
  const held = items.filter((item) => isChange(item) && !begun.includes(item));
  const needed = new Set(
    held.flatMap(({ needs = [] }) => needs.flatMap(({ keys, until }) => (until === 'ready' ? keys : []))),
  );
  const blocks = ({ key, exclusive }: LookedAt): boolean =>
    needed.has(key) || (exclusive === true && held.length > 0);
  const pendingOf = (some: readonly LookedAt[], elapsed: number): readonly Pending[] =>
    some.map(({ expected }) => ({ elapsedSeconds: elapsed, expected }));
  const pending = [...pendingOf(begun, 0), ...pendingOf(underWay, elapsedSeconds)];
  const blocking = [
    ...pendingOf(begun.filter(blocks), 0),
    ...pendingOf(underWay.filter(blocks), elapsedSeconds),
  ];
  const seconds = pending.length > 0 ? decideWaitSeconds(pending, { blocking, spread }) : 1;
  if (!items.some(isUnseen)) return seconds;
  return Math.max(seconds, decideWaitSeconds([AFTER_THROTTLING], { spread }));
}

/**
 * The progress of a phase, and the items that it is ready for. One failure ends the phase: nothing new is started.
 * Changes under way go on by themselves, and the next apply finds them. Throws `Throttled` where nothing at all was
 * seen, so that the state machine looks again, later each time.
 */
export function decidePhase(items: readonly LookedAt[], look: Look): Progress {
  const failed = [...failures(items), ...issues(items, look)];
  if (failed.length > 0) return { outcome: 'Failed', failures: failed };
  if (items.every(isReady)) return { outcome: 'Done' };
  if (items.every((item) => isUnseen(item) || item.passedOver))
    throw new TaskError('Throttled', 'AWS throttled all of the look');
  const byKey = new Map(items.map((item) => [item.key, item]));
  const begun = readyItems(items, byKey);
  const seconds = waitSeconds(items, begun, look);
  // What begins now is made with what is known of the rest: that is kept until a look at which nothing begins.
  const isForgotten =
    begun.length === 0 &&
    isLookedAtAnew(items, { elapsedSeconds: look.elapsedSeconds, waitSeconds: seconds });
  return {
    outcome: 'Waiting',
    waitSeconds: seconds,
    start: begun.map(({ task, key }) => ({ task, key })),
    ready: isForgotten ? [] : items.filter(isReady).map(({ key }) => key),
  };
}

/** The same of a deletion: a later look has to be only at the items that are there still. */
export const withLeft = (progress: Progress, items: readonly LookedAt[]): Progress =>
  progress.outcome === 'Waiting' ? { ...progress, left: items.map(({ key }) => key) } : progress;
