import type * as z from 'zod';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import { decidePhase, type Look, type PhaseItem } from '../../phase.ts';
import type { ExpectedDuration, Progress, phaseWaiting } from '../../progress.ts';
import type { ScalableGroup } from '../groups/group.ts';
import { decideGroupSize } from '../groups/group-change.ts';
import { readyInstances, type SeenInside } from '../inside/inside.ts';
import { provisioningItems } from '../inside/provisioning-items.ts';
import type { GroupTarget, ScalingPlan } from '../plan.ts';

type Waiting = z.infer<typeof phaseWaiting>;

const TASKS = { managed: 'resize-node-group', selfManaged: 'resize-auto-scaling-group' } as const;

function expectedOf({ sizes, isWindows }: GroupTarget): ExpectedDuration {
  if (sizes.desiredSize === 0) return EXPECTED_DURATIONS.nodesGone;
  return isWindows ? EXPECTED_DURATIONS.windowsNodes : EXPECTED_DURATIONS.nodes;
}

const linuxOf = ({ targets }: ScalingPlan): readonly GroupTarget[] =>
  targets.filter(({ isWindows }) => !isWindows);

/**
 * The needs of a Windows group: all Linux groups, and once that is later than it should be, one of them. The pods
 * that Windows nodes need run on any Linux group, and one for which EC2 has no instances must not keep all others
 * down.
 */
function linuxFirst(plan: ScalingPlan, { elapsedSeconds }: Look): NonNullable<PhaseItem['needs']> {
  const linux = linuxOf(plan);
  const isLate = elapsedSeconds > EXPECTED_DURATIONS.nodes.maxSeconds;
  const some = linux.filter(({ sizes }) => sizes.desiredSize > 0);
  if (isLate && some.length > 0) return [{ keys: some.map(({ key }) => key), until: 'ready' }];
  return linux.map(({ key }) => ({ keys: [key], until: 'ready' }));
}

/**
 * One item a group, and those of nodes that no group has. Windows groups come up after the others. Groups go down
 * when all other nodes have: the programs that drain those run on them.
 */
function items(
  plan: ScalingPlan,
  groups: ReadonlyMap<string, ScalableGroup>,
  inside: SeenInside,
  clusterName: string,
  look: Look,
): readonly PhaseItem[] {
  const { targets, action } = plan;
  const others = provisioningItems(
    plan,
    inside,
    clusterName,
    linuxOf(plan).map(({ key }) => key),
  );
  const needed = linuxFirst(plan, look);
  // Also where no such node is seen: one could still be started.
  const drained = others.map(({ key }) => ({ keys: [key], until: 'ready' as const }));
  const isUp = action === 'wake' || action === 'return';
  return [
    ...others,
    ...targets.map((target) => ({
      key: target.key,
      task: TASKS[target.kind],
      decision: decideGroupSize(target, groups.get(target.key), clusterName, readyInstances(inside)),
      expected: expectedOf(target),
      ...(target.isWindows && isUp ? { needs: needed } : {}),
      ...(plan.provisioning?.do === 'stop' ? { needs: drained } : {}),
    })),
  ];
}

/**
 * The progress of a plan. The capacity counts, not that EKS and Auto Scaling have said yes. Capacity that is not
 * there by the deadline leaves the operation incomplete. The look's `elapsedSeconds` is since the last change.
 */
export function decideScalingProgress(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  inside: SeenInside,
  clusterName: string,
  look: Look,
): Progress | { readonly outcome: 'Incomplete' } {
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const progress = decidePhase(items(plan, byKey, inside, clusterName, look), look);
  const isLate = look.elapsedSeconds >= plan.deadlineSeconds;
  if (progress.outcome === 'Waiting' && progress.start.length === 0 && isLate)
    return { outcome: 'Incomplete' };
  return progress;
}

/** Nothing is begun before a first look. */
export const LOOKS_FIRST: Waiting = { outcome: 'Waiting', waitSeconds: 1, start: [], ready: [] };

/**
 * The beginning of a plan, by the look that it was planned by. Its groups are changed at once, without another look,
 * where all of them may change or are empty and stay so, and nothing else is to be changed.
 */
export function decideBeginning(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  clusterName: string,
  look: Look,
): Waiting {
  const progress = plan.provisioning ? undefined : decideScalingProgress(plan, groups, {}, clusterName, look);
  if (progress?.outcome !== 'Waiting' || progress.start.length === 0) return LOOKS_FIRST;
  // A group that has its nodes needs a look: the cluster would be asked whether they are Ready.
  const isEmpty = ({ key, sizes }: GroupTarget) => sizes.desiredSize === 0 && progress.ready.includes(key);
  const begun = progress.start.length + plan.targets.filter(isEmpty).length;
  return begun === plan.targets.length ? progress : LOOKS_FIRST;
}
