import { type Decision, nothing, update } from '../../decide/decision.ts';
import type { PhaseItem, Unseen } from '../../phase.ts';
import type { ExpectedDuration } from '../../progress.ts';
import type { NodeGroupPin } from '../hop.ts';

/** A group that was looked at, or is known to be ready. */
export interface Decided {
  readonly decision: Decision | Unseen;
  readonly expected: ExpectedDuration;
  readonly passedOver?: boolean;
}
type ByName = ReadonlyMap<string, Decided>;

export const nodeGroupKey = (name: string): string => `nodeGroup/${name}`;

/**
 * Groups whose nodes move, in their order: the first of the plan goes alone, and Windows' last, since their nodes take
 * minutes to start and run nothing that a cluster needs.
 */
export function inOrder(pins: readonly NodeGroupPin[]): readonly NodeGroupPin[] {
  const moving = pins.filter(({ leftBehind }) => leftBehind === undefined);
  return [...moving.filter(({ isWindows }) => !isWindows), ...moving.filter(({ isWindows }) => isWindows)];
}

const isDone = (decided: ByName, { name }: NodeGroupPin): boolean =>
  decided.get(name)?.decision.do === 'nothing';

/** Groups that were looked at, and are neither ready nor the first. */
const underWay = (others: readonly NodeGroupPin[], decided: ByName): readonly NodeGroupPin[] =>
  others.filter((pin) => decided.has(pin.name) && !isDone(decided, pin));

/**
 * The group to look at next, or none: one whose turn has not come needs no look. Only so many as may move at once are
 * looked at, so that each look of a phase costs little, and each that is found in need of a change may have it.
 */
export function nextToLookAt(
  pins: readonly NodeGroupPin[],
  decided: ByName,
  atOnce: number,
): NodeGroupPin | undefined {
  const groups = inOrder(pins);
  const [first, ...others] = groups;
  if ([...decided.values()].some(({ decision }) => decision.do === 'unseen')) return undefined;
  if (first && !decided.has(first.name)) return first;
  if (first && !isDone(decided, first)) return undefined;
  if (underWay(others, decided).length >= atOnce) return undefined;
  const next = others.find(({ name }) => !decided.has(name));
  const waitsForLinux = next?.isWindows && groups.some((pin) => !pin.isWindows && !isDone(decided, pin));
  return waitsForLinux ? undefined : next;
}

/** A change that has not come to its turn: the look finds out which when it has. */
const IN_LINE: Decided = {
  decision: update({ operation: 'UpdateNodegroupVersion', request: {} }, 'waits for its turn'),
  expected: { minSeconds: 260, maxSeconds: 660 },
};

/** The items of a phase: those in line need one that moves to be ready, so that a look comes soon after it is. */
export function itemsInTurn(
  pins: readonly NodeGroupPin[],
  decided: ByName,
): readonly PhaseItem<Decision | Unseen>[] {
  const groups = inOrder(pins);
  const ahead = groups.filter((pin) => decided.has(pin.name) && !isDone(decided, pin));
  const keys = ahead.map(({ name }) => nodeGroupKey(name));
  return groups.map(({ name }) => {
    const own = decided.get(name);
    return {
      key: nodeGroupKey(name),
      task: 'upgrade-node-group',
      ...(own ?? { ...IN_LINE, needs: [{ keys, until: 'ready' as const }] }),
    };
  });
}

/** A group that an earlier look found ready. */
export const READY: Decided = {
  decision: nothing,
  expected: { minSeconds: 0, maxSeconds: 0 },
  passedOver: true,
};
