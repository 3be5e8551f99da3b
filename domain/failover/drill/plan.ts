import type { FailoverPlan } from '../../policy/failover.ts';
import { hooksOf } from '../../policy/rules/failover/each-plan.ts';
import type { GroupTarget } from '../../scale/plan.ts';
import type { WantedCapacity } from '../capacity.ts';
import { hookKey } from '../hooks.ts';
import type { Drill, StandbySizes } from './drill.ts';

/** The sizes to which a drill raises a standby of so many replicas by now; it makes nothing smaller. */
export const raisedTo = (
  { groups, replicas }: WantedCapacity,
  now: Readonly<Record<string, number>>,
): StandbySizes => ({
  groups: Object.fromEntries(groups.map(({ key, sizes }) => [key, sizes])),
  replicas: Object.fromEntries(
    Object.entries(replicas).map(([key, wanted]) => [key, Math.max(wanted, now[key] ?? 0)]),
  ),
});

/** The size from before the drill that was stopped in the middle, where it is the one that has raised it so. */
const sizeBefore = (now: number, former: number | undefined, formerRaisedTo: number | undefined): number =>
  former !== undefined && now === formerRaisedTo ? Math.min(now, former) : now;

/**
 * The sizes to which a standby is put back: those that it has now. Where the drill before was stopped in the middle, and nothing
 * has moved since, they are those that it had before that one, as far as nobody has changed them since.
 */
export function sizesBefore(
  targets: readonly GroupTarget[],
  replicas: Readonly<Record<string, number>>,
  last: Drill | undefined,
  epoch: number,
): StandbySizes {
  const former = last && last.endedAt === undefined && last.epoch === epoch ? last : undefined;
  return {
    groups: Object.fromEntries(
      targets.map(({ key, before }) => {
        const { desiredSize, maxSize } = former?.before.groups[key] ?? {};
        const raised = former?.raisedTo.groups[key];
        return [
          key,
          {
            minSize: before.minSize,
            desiredSize: sizeBefore(before.desiredSize, desiredSize, raised?.desiredSize),
            maxSize: sizeBefore(before.maxSize, maxSize, raised?.maxSize),
          },
        ];
      }),
    ),
    replicas: Object.fromEntries(
      Object.entries(replicas).map(([key, now]) => [
        key,
        sizeBefore(now, former?.before.replicas[key], former?.raisedTo.replicas[key]),
      ]),
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
