import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import { afterwards } from '../../../domain/scale/expected.ts';
import type { Sizes } from '../../../domain/scale/groups/sizes.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import type { SeenForScaling } from '../../../domain/scale/seen.ts';
import { configOf } from '../desired/fixtures.ts';
import { group, seen } from './seen.fixtures.ts';

/*
 * A group of 2 that grows by one node several times, each time until its own hour. The ends in the order in which
 * they come, each with the number of nodes that the group has afterwards.
 */

const sizesOf = (desiredSize: number): Sizes => ({ minSize: 1, desiredSize, maxSize: 9 });
const at = (hour: number): string => `2026-11-24T${hour}:00:00Z`;

interface Step {
  readonly desired: number;
  readonly until?: number;
  /** `web` where nothing is said. */
  readonly nodeGroup?: string;
  /** It was stopped before it had written down that it left the group. */
  readonly isStopped?: boolean;
}

const batch = { ...group, key: 'nodeGroup/batch', name: 'batch' };

const documentOf = (desiredCapacity: number) =>
  configOf({ managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity, maxSize: 9 }] });

/** A cluster whose operations come one after the other. */
function cluster() {
  let state: SeenForScaling = seen(
    {},
    { at: at(10), groups: [group, batch].map((one) => ({ ...one, sizes: sizesOf(2) })) },
  );
  const plans: ScalingPlan[] = [];
  let slept = 0;
  const nodesOf = (name: string) => state.groups.find((one) => one.name === name)?.sizes.desiredSize;
  const carryOut = (decided: ReturnType<typeof decideScaling>, at: SeenForScaling): void => {
    if (decided.outcome === 'Planned') state = afterwards(decided.plan, at);
  };
  return {
    nodesOf,
    resize({ desired, until, nodeGroup = 'web', isStopped = false }: Step) {
      const groups = [{ select: { nodeGroups: [nodeGroup] }, desiredCapacity: desired }];
      const asked = {
        action: 'resize',
        groups,
        ...(until === undefined ? {} : { until: at(until) }),
      } as const;
      const now = { ...state, operationId: `o${plans.length}` };
      const decided = decideScaling(asked, now);
      if (decided.outcome !== 'Planned') throw new Error(JSON.stringify(decided));
      carryOut(decided, now);
      if (isStopped) state = { ...state, left: now.left };
      plans.push(decided.plan);
    },
    sleep() {
      slept += 1;
      const now = { ...state, operationId: `sleep-${slept}` };
      carryOut(decideScaling({ action: 'hibernate' }, now), now);
      if (nodesOf('web') !== 0) throw new Error('it does not sleep');
    },
    /** The number of nodes that it wakes to. */
    wake() {
      const now = { ...state, operationId: `wake-${slept}` };
      carryOut(decideScaling({ action: 'wake' }, now), now);
      return nodesOf('web');
    },
    write(desiredCapacity: number) {
      state = { ...state, config: documentOf(desiredCapacity) };
    },
    byHand(desired: number) {
      const changed = (one: typeof group) => (one.name === 'web' ? { ...one, sizes: sizesOf(desired) } : one);
      state = { ...state, groups: state.groups.map(changed) };
    },
    end(operation: number) {
      const ended = { operationId: `o${operation}`, plan: plans[operation] as ScalingPlan };
      const now = { ...state, operationId: `end-${operation}`, ended };
      carryOut(decideScaling({ action: 'return', operationId: ended.operationId }, now), now);
      return nodesOf('web');
    },
  };
}

const resized = (...steps: readonly Step[]) => {
  const made = cluster();
  for (const step of steps) made.resize(step);
  return made;
};

describe('sizes that hold for a time, over others that do,', () => {
  it.each([
    ['inside of one another', [18, 14], [1, 0], [3, 2]],
    ['one outlasting the other', [12, 14], [0, 1], [4, 2]],
    ['ending together', [14, 14], [1, 0], [2, 2]],
    ['three, the last ending last', [12, 14, 16], [0, 1, 2], [5, 5, 2]],
    ['three, the first ending last', [18, 14, 16], [1, 2, 0], [5, 3, 2]],
    ['three, the middle ending last', [12, 18, 14], [0, 2, 1], [5, 4, 2]],
  ])('go back to those from before all of them: %s', (_how, untils, order, nodes) => {
    const made = resized(...untils.map((until, index) => ({ desired: 3 + index, until })));
    expect(order.map((operation) => made.end(operation))).toEqual(nodes);
  });

  it('go back to sizes that were there to stay', () => {
    const made = resized({ desired: 3, until: 12 }, { desired: 4 }, { desired: 5, until: 14 });
    expect([made.end(0), made.end(2)]).toEqual([5, 4]);
  });

  it('stay for as long as the last who asked for the same wants them', () => {
    const longer = resized({ desired: 5, until: 12 }, { desired: 5, until: 14 });
    expect([longer.end(0), longer.end(1)]).toEqual([5, 2]);
    const shorter = resized({ desired: 5, until: 14 }, { desired: 5, until: 12 });
    expect([shorter.end(1), shorter.end(0)]).toEqual([5, 2]);
    expect(resized({ desired: 5, until: 12 }, { desired: 5 }).end(0)).toBe(5);
  });

  it('go back to what a person had made of the group in between', () => {
    const made = resized({ desired: 3, until: 12 });
    made.byHand(6);
    made.resize({ desired: 7, until: 14 });
    expect([made.end(0), made.end(1)]).toEqual([7, 6]);
  });

  it('go back to those from before both where another group was scaled in between', () => {
    const made = resized(
      { desired: 3, until: 12 },
      { desired: 4, nodeGroup: 'batch' },
      { desired: 5, until: 14 },
      { desired: 6, nodeGroup: 'batch' },
    );
    expect([made.end(0), made.end(2), made.nodesOf('batch')]).toEqual([5, 2, 6]);
  });

  it('stay where another group was scaled after somebody had asked for them for longer', () => {
    const made = resized(
      { desired: 5, until: 12 },
      { desired: 5, until: 14 },
      { desired: 4, nodeGroup: 'batch' },
    );
    expect([made.end(0), made.end(1)]).toEqual([5, 2]);
  });
});

/** One thing that happens: `sleep`, `wake`, a resize, or the end of the resize of that number. */
type Event = 'sleep' | 'wake' | Step | number;

/** The number of nodes after each wake and each end; of one that comes while the cluster sleeps, 0. */
function nodesAfter(events: readonly Event[]): readonly (number | undefined)[] {
  const made = cluster();
  return events.flatMap((event) => {
    if (event === 'sleep') made.sleep();
    else if (event === 'wake') return [made.wake()];
    else if (typeof event === 'number') return [made.end(event)];
    else made.resize(event);
    return [];
  });
}

const A = { desired: 5, until: 12 };
const LONGER = { desired: 5, until: 14 };
const OUTER = { desired: 5, until: 18 };
const INNER = { desired: 8, until: 14 };

describe('sizes that hold for a time, with a sleep in between,', () => {
  it.each<readonly [string, readonly Event[], readonly number[]]>([
    [
      'go back to those from before both where one begins after it',
      [A, 'sleep', 'wake', INNER, 0, 1],
      [5, 8, 2],
    ],
    [
      'the same after two nights',
      [OUTER, 'sleep', 'wake', 'sleep', 'wake', { ...INNER, until: 20 }, 0, 1],
      [5, 5, 8, 2],
    ],
    ['stay where they were asked for again for longer', [A, LONGER, 'sleep', 0, 'wake', 1], [0, 5, 2]],
    ['and where that ends awake', [A, LONGER, 'sleep', 'wake', 0, 1], [5, 5, 2]],
    ['and where both end asleep', [A, LONGER, 'sleep', 0, 1, 'wake'], [0, 0, 2]],
    ['stay where they were asked for again to stay', [A, { desired: 5 }, 'sleep', 0, 'wake'], [0, 5]],
    ['and where that ends awake', [A, { desired: 5 }, 'sleep', 'wake', 0], [5, 5]],
    [
      'stay where they were asked for to stay while it slept',
      [A, 'sleep', { desired: 5 }, 0, 'wake'],
      [0, 5],
    ],
    [
      'keep what is to end later where the inner ends asleep',
      [OUTER, INNER, 'sleep', 1, 'wake', { desired: 7, until: 20 }, 0, 2],
      [0, 5, 7, 2],
    ],
    ['and where the outer ends awake', [OUTER, INNER, 'sleep', 1, 'wake', 0], [0, 5, 2]],
    [
      'stay over what was there to stay where all else has ended',
      [OUTER, { desired: 5 }, INNER, 'sleep', 2, 'wake', 0],
      [0, 5, 5],
    ],
    [
      'go back also where they were stopped before that was written down',
      [{ ...A, isStopped: true }, 'sleep', 0, 'wake'],
      [0, 2],
    ],
    ['and where that ends awake', [{ ...A, isStopped: true }, 'sleep', 'wake', 0], [5, 2]],
    ['and from beneath others', [{ ...OUTER, isStopped: true }, INNER, 'sleep', 'wake', 1, 0], [8, 5, 2]],
  ])('%s', (_what, events, nodes) => {
    expect(nodesAfter(events)).toEqual(nodes);
  });

  it('go back to what a person had made of the group before it', () => {
    const made = resized(A);
    made.byHand(6);
    made.sleep();
    expect([made.end(0), made.wake()]).toEqual([0, 6]);
    made.resize(INNER);
    expect(made.end(1)).toBe(6);
  });

  it('are over where the document has changed those of the group meanwhile', () => {
    const made = resized(A);
    made.write(2);
    made.sleep();
    made.write(5);
    expect([made.wake(), made.end(0)]).toEqual([5, 5]);
  });
});
