import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import type { Sizes } from '../../../domain/scale/sizes.ts';
import { group, seen } from './seen.fixtures.ts';

/*
 * A group of 2 that grows by a node a time, each until its own hour. Ends in the order in which they come; of each, the
 * number of nodes that the group has afterwards.
 */

const sizesOf = (desiredSize: number): Sizes => ({ minSize: 1, desiredSize, maxSize: 9 });
const at = (hour: number): string => `2026-11-24T${hour}:00:00Z`;

interface Step {
  readonly desired: number;
  readonly until?: number;
}

/** A cluster whose operations come one after the other. */
function cluster() {
  let nodes = 2;
  let last: ScalingPlan | undefined;
  const plans: ScalingPlan[] = [];
  const look = (over: Parameters<typeof seen>[1] = {}) =>
    seen({}, { groups: [{ ...group, sizes: sizesOf(nodes) }], last, ...over });
  const carryOut = (decided: ReturnType<typeof decideScaling>): void => {
    if (decided.outcome !== 'Planned') return;
    last = decided.plan;
    nodes = decided.plan.targets[0]?.sizes.desiredSize ?? nodes;
  };
  return {
    resize({ desired, until }: Step) {
      const groups = [{ select: { all: true as const }, desiredCapacity: desired }];
      const decided = decideScaling(
        { action: 'resize', groups, ...(until === undefined ? {} : { until: at(until) }) },
        look(),
      );
      carryOut(decided);
      plans.push(last as ScalingPlan);
    },
    byHand(desired: number) {
      nodes = desired;
    },
    end(operation: number) {
      const ended = { operationId: `o${operation}`, plan: plans[operation] as ScalingPlan };
      const asked = { action: 'return', operationId: ended.operationId } as const;
      carryOut(decideScaling(asked, look({ ended, ...(last === ended.plan ? { last: undefined } : {}) })));
      return nodes;
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
});
