import * as z from 'zod';
import { isInService, nodesInWords, type ScalableGroup } from '../groups/group.ts';
import { decideGroupSize } from '../groups/group-change.ts';
import { inWords, sizes } from '../groups/sizes.ts';
import { readyInstances, type SeenInside } from '../inside/inside.ts';
import { blockingBudgets, missingInside, notesInside } from '../inside/report-inside.ts';
import type { GroupTarget, ScalingPlan } from '../plan.ts';
import { shortagesInWords } from './shortage.ts';

/** A group before and after, and the nodes in it now: `2 m6i.large in us-west-2a`. */
export const scaledGroup = z.strictObject({
  name: z.string(),
  before: sizes,
  after: sizes,
  nodes: z.string(),
});

/** The money that was not spent on nodes while fewer ran; an estimate by public prices. */
export const saved = z.strictObject({
  nodeHours: z.number().min(0),
  usd: z.number().min(0),
  /** The date and the region of the price table. */
  pricesAsOf: z.string(),
  pricesOf: z.string(),
});

/** The outcome of an operation, by group; kept with its record. */
export const scalingReport = z.strictObject({
  groups: z.array(scaledGroup),
  leftAlone: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  notes: z.array(z.string()),
  /** The reasons for each group that is not as it was to be. */
  missing: z.array(z.strictObject({ name: z.string(), reasons: z.array(z.string()).min(1) })),
  /** The savings, where sizes have come back that were smaller for a time. */
  saved: saved.exactOptional(),
});
export type ScalingReport = z.output<typeof scalingReport>;

/** The reason why a group whose sizes are still to change has not been begun with. */
function waitedFor({ isWindows }: GroupTarget, { provisioning }: ScalingPlan): readonly string[] {
  if (provisioning?.do === 'stop') return ['it goes down when the nodes that no group has are gone'];
  return isWindows ? ['it comes up once a Linux group has its nodes'] : [];
}

function missingOf(
  target: GroupTarget,
  plan: ScalingPlan,
  group: ScalableGroup | undefined,
  inside: SeenInside,
  clusterName: string,
) {
  const ready = readyInstances(inside);
  const decision = decideGroupSize(target, group, clusterName, ready);
  const { name } = target;
  if (decision.do === 'fail') return [{ name, reasons: [decision.reason] }];
  if (decision.do === 'nothing' || !group) return [];
  const there = group.instances.filter(isInService).length;
  const { desiredSize } = group.sizes;
  const state =
    decision.do === 'update'
      ? `its sizes are ${inWords(group.sizes)} and not ${inWords(target.sizes)}`
      : group.status === 'UPDATING'
        ? 'it is UPDATING'
        : desiredSize === 0
          ? `${group.instances.length} of its nodes are still there`
          : `${there} of ${desiredSize} nodes are in service${readyInWords(group, ready)}`;
  if (decision.do === 'update') return [{ name, reasons: [state, ...waitedFor(target, plan)] }];
  // Too many nodes are some that would not be drained; too few, some that did not come.
  const isTooMany = group.instances.length > desiredSize;
  const reasons = isTooMany ? blockingBudgets(inside) : shortagesInWords(group.issues);
  return [{ name, reasons: [state, ...reasons] }];
}

function readyInWords({ instances }: ScalableGroup, ready: ReadonlySet<string> | undefined): string {
  const count = instances.filter(({ instanceId }) => ready?.has(instanceId)).length;
  return ready === undefined ? '' : `, and ${count} of them Ready in the cluster`;
}

/** The sizes that a sleeping cluster will wake to, where the operation has changed those. */
const remembered = ({ memory }: ScalingPlan): ScalingReport['groups'] =>
  memory?.do === 'replace' ? memory.changed.map((group) => ({ ...group, nodes: 'no nodes' })) : [];

/** The outcome of an operation, as the groups are now. */
export function reportOf(
  plan: ScalingPlan,
  groups: readonly ScalableGroup[],
  inside: SeenInside,
  clusterName: string,
): ScalingReport {
  const byKey = new Map(groups.map((group) => [group.key, group]));
  return {
    groups: [
      ...remembered(plan),
      ...plan.targets.flatMap(({ key, name, before }) => {
        const group = byKey.get(key);
        return group ? [{ name, before, after: group.sizes, nodes: nodesInWords(group.instances) }] : [];
      }),
    ],
    leftAlone: [...plan.leftAlone],
    notes: [...plan.notes, ...notesInside(plan, inside, clusterName)],
    missing: [
      ...missingInside(plan, inside, clusterName),
      ...plan.targets.flatMap((target) =>
        missingOf(target, plan, byKey.get(target.key), inside, clusterName),
      ),
    ],
  };
}
