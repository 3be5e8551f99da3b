import * as z from 'zod';
import { minorOf } from '../kubernetes-versions.ts';
import type { ObservedNode, ObservedPod } from '../ports/kubernetes.ts';
import { leftOnFargate } from './nodes/fargate.ts';
import { kindOfNode, kubeletMinor } from './nodes-seen.ts';
import { pinsOf } from './pins.ts';
import type { UpgradePlan } from './plan.ts';
import { isBack, type UpgradeStep } from './steps.ts';

/**
 * Nodes that were not at the version of their control plane when a minor was verified, by who runs them. `version`: the
 * one that is farthest from it. `names`: of nodes, or of pods on Fargate, as far as they are told.
 */
export const nodesLeft = z.strictObject({
  what: z.string(),
  count: z.int().min(1),
  version: z.string(),
  names: z.array(z.string()),
});
export type NodesLeft = z.infer<typeof nodesLeft>;

/** The part of a report by which it is told what is left. */
interface Ended {
  readonly version: string;
  readonly turnedBack?: object;
  readonly nodesLeft?: readonly NodesLeft[];
}

/** As many as are told: a state's payload and an event have a bound. */
const MOST_TOLD = 20;
const MOST_NAMED = 5;

/** The one that runs a node, in words; undefined for managed groups of which the plan says why they stay. */
function runnerOf(node: ObservedNode, toldElsewhere: ReadonlySet<string>): string | undefined {
  switch (kindOfNode(node)) {
    case 'managed':
      return toldElsewhere.has(node.nodegroupName ?? '') ? undefined : `node group ${node.nodegroupName}`;
    case 'pool':
      return `pool ${node.nodePool}`;
    case 'hybrid':
      return 'hybrid nodes';
    case 'fargate':
      return 'Fargate';
    case 'selfManaged':
      return 'self-managed nodes';
  }
}

/** Whether a node is not where the step wants it: forward, behind it; on the way back, still before it. */
function isLeft(node: ObservedNode, step: UpgradeStep): boolean {
  const minor = kubeletMinor(node);
  if (minor === undefined) return false;
  return isBack(step) ? minor > minorOf(step.to) : minor < minorOf(step.to);
}

/** True where nodes on Fargate are left: only then are their pods worth a list. */
export const hasFargateLeft = (nodes: readonly ObservedNode[], step: UpgradeStep): boolean =>
  nodes.some((node) => kindOfNode(node) === 'fargate' && isLeft(node, step));

/** Everything that is left, by who runs it. `fargatePods`: of Fargate's scheduler. */
export function nodesLeftOf(
  plan: UpgradePlan,
  step: UpgradeStep,
  nodes: readonly ObservedNode[],
  fargatePods: readonly ObservedPod[],
): readonly NodesLeft[] {
  const told = new Set(
    pinsOf(plan, step).nodeGroups.flatMap(({ name, leftBehind }) => (leftBehind === undefined ? [] : [name])),
  );
  const left = nodes.filter((node) => isLeft(node, step));
  const byRunner = Map.groupBy(left, (node) => runnerOf(node, told));
  return [...byRunner]
    .flatMap(([what, of]): readonly NodesLeft[] => {
      if (what === undefined) return [];
      const minors = of.flatMap((node) => kubeletMinor(node) ?? []);
      const farthest = isBack(step) ? Math.max(...minors) : Math.min(...minors);
      const names =
        what === 'Fargate'
          ? leftOnFargate({ nodes, pods: fargatePods }, step.to).map(
              ({ namespace, name }) => `${namespace}/${name}`,
            )
          : of.map(({ name }) => name);
      return [
        { what, count: of.length, version: `1.${farthest}`, names: [...names].sort().slice(0, MOST_NAMED) },
      ];
    })
    .sort((one, other) => (one.what < other.what ? -1 : 1))
    .slice(0, MOST_TOLD);
}

const inWords = ({ what, count, version, names }: NodesLeft): string => {
  const listed = names.length === 0 ? '' : `: ${names.join(', ')}${count > names.length ? ', …' : ''}`;
  const nodes = `${count} node${count === 1 ? '' : 's'}`;
  return `${what}: ${nodes} at ${version} still${listed}`;
};

/** Node groups that are not at the version of the control plane, and why. */
export const leftGroups = z.array(z.strictObject({ nodeGroup: z.string(), reason: z.string() }));

/** Groups that stay as they are; on the way back also those whose nodes have never come to the minor. */
export function groupsLeft(plan: UpgradePlan, { version, turnedBack }: Ended): z.infer<typeof leftGroups> {
  const { nodeGroups = [], autoScalingGroups = [] } = plan.hops.at(-1) ?? {};
  const told = turnedBack
    ? []
    : [...nodeGroups, ...autoScalingGroups].flatMap((pin) =>
        pin.leftBehind === undefined ? [] : [{ nodeGroup: pin.name, reason: pin.leftBehind }],
      );
  if (!turnedBack && plan.action === 'upgrade') return told;
  // Of a custom AMI nobody knows the minor: it is as it was before.
  const moved = new Map(
    turnedBack ? [] : nodeGroups.map(({ name, release }) => [name, release?.version ?? version] as const),
  );
  const older = Object.entries(plan.former.nodeGroups).flatMap(([nodeGroup, former]) => {
    const at = moved.get(nodeGroup) ?? former.version ?? version;
    return at === version || told.some((one) => one.nodeGroup === nodeGroup)
      ? []
      : [{ nodeGroup, reason: `it stays at ${at}` }];
  });
  return [...told, ...older];
}

/** All that is not at the version of the control plane, a sentence each. */
export const leftInWords = (plan: UpgradePlan, report: Ended): readonly string[] => [
  ...groupsLeft(plan, report).map(
    ({ nodeGroup, reason }) => `node group ${nodeGroup} is left behind: ${reason}`,
  ),
  ...(report.nodesLeft ?? []).map(inWords),
];
