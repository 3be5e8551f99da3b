import type { FailoverPlan } from '../../policy/failover.ts';
import { hooksOf } from '../../policy/rules/failover/each-plan.ts';
import type { GroupTarget } from '../../scale/plan.ts';
import { hookKey } from '../hooks.ts';
import type { Drill, SizesBefore } from './drill.ts';

const least = (one: number, other: number | undefined): number => Math.min(one, other ?? one);

/**
 * The sizes to which a standby is put back: those that it has now. Where the drill before was stopped in the middle, and nothing
 * has moved since, they are those that it had before that one.
 */
export function sizesBefore(
  targets: readonly GroupTarget[],
  replicas: Readonly<Record<string, number>>,
  last: Drill | undefined,
  epoch: number,
): SizesBefore {
  const former = last && last.endedAt === undefined && last.epoch === epoch ? last.before : undefined;
  return {
    groups: Object.fromEntries(
      targets.map(({ key, before }) => {
        const { desiredSize, maxSize } = former?.groups[key] ?? {};
        return [
          key,
          {
            minSize: before.minSize,
            desiredSize: least(before.desiredSize, desiredSize),
            maxSize: least(before.maxSize, maxSize),
          },
        ];
      }),
    ),
    replicas: Object.fromEntries(
      Object.entries(replicas).map(([key, now]) => [key, least(now, former?.replicas[key])]),
    ),
  };
}

/** Parts of a move that a drill of the plan leaves out, each in one sentence. */
export function partsLeftOut(plan: FailoverPlan): readonly string[] {
  const steps = hooksOf({ path: '', plan })
    .filter(({ hook }) => !('inDrill' in hook) || hook.inDrill !== true)
    .map((placed) => `${hookKey(placed)} was left out`);
  const { fence, traffic } = plan;
  return [
    ...(fence && 'selfFencing' in fence
      ? ['the writers of the primary were left alone: their lease is not in what was measured']
      : []),
    ...steps,
    ...('hook' in traffic ? ['no traffic was moved: a step of yours moves it'] : []),
  ];
}
