import type { Decision } from './decide/decision.ts';
import { decideWaitSeconds, type ExpectedDuration, type Progress } from './progress.ts';

/** One resource of a phase: what is to be done about it, by which task, and how long that takes. */
export interface PhaseItem {
  readonly key: string;
  /** The verb-noun of the task that makes its changes. */
  readonly task: string;
  readonly decision: Decision;
  readonly expected: ExpectedDuration;
  /** What must be under way, or done, before this one may begin: of each need, any one of its keys. */
  readonly needs?: readonly { readonly keys: readonly string[]; readonly until: 'started' | 'ready' }[];
  /** EKS refuses other changes while this one is under way: it waits until all others have begun. */
  readonly exclusive?: boolean;
}

const isStarted = ({ decision }: PhaseItem): boolean => decision.do !== 'create';
const isReady = ({ decision }: PhaseItem): boolean => decision.do === 'nothing';

function mayBegin(item: PhaseItem, byKey: ReadonlyMap<string, PhaseItem>): boolean {
  return (item.needs ?? []).every(({ keys, until }) =>
    keys.some((key) => {
      const needed = byKey.get(key);
      // What is not part of the phase is there already: phases run one after the other.
      return needed === undefined || (until === 'ready' ? isReady(needed) : isStarted(needed));
    }),
  );
}

function failures(items: readonly PhaseItem[]): { readonly key: string; readonly reason: string }[] {
  return items.flatMap(({ key, decision }) => {
    if (decision.do === 'fail') return [{ key, reason: decision.reason }];
    if (decision.do === 'refuse')
      return [{ key, reason: `${decision.path}: ${decision.reason}; ${decision.alternative}` }];
    return [];
  });
}

const isChange = ({ decision }: PhaseItem): boolean => decision.do === 'create' || decision.do === 'update';

/** What may begin now. An exclusive change goes alone, once nothing else is left to begin. */
function readyItems(
  items: readonly PhaseItem[],
  byKey: ReadonlyMap<string, PhaseItem>,
): readonly PhaseItem[] {
  if (items.some(({ exclusive, decision }) => exclusive && decision.do === 'wait')) return [];
  const changes = items.filter(isChange);
  const shared = changes.filter(({ exclusive }) => !exclusive);
  if (shared.length > 0) return shared.filter((item) => mayBegin(item, byKey));
  return changes.filter((item) => mayBegin(item, byKey)).slice(0, 1);
}

/**
 * Where a phase stands and what it is ready for. One failure ends the phase: nothing new is started, and what
 * is under way goes on by itself and is found by whoever applies again.
 */
export function decidePhase(items: readonly PhaseItem[], elapsedSeconds: number): Progress {
  const failed = failures(items);
  if (failed.length > 0) return { outcome: 'Failed', failures: failed };
  if (items.every(isReady)) return { outcome: 'Done' };
  const byKey = new Map(items.map((item) => [item.key, item]));
  const start = readyItems(items, byKey);
  const pending = [
    ...start.map(({ expected }) => ({ elapsedSeconds: 0, expected })),
    ...items
      .filter(({ decision }) => decision.do === 'wait')
      .map(({ expected }) => ({ elapsedSeconds, expected })),
  ];
  return {
    outcome: 'Waiting',
    waitSeconds: decideWaitSeconds(pending),
    start: start.map(({ task, key }) => ({ task, key })),
    ready: items.filter(isReady).map(({ key }) => key),
  };
}
