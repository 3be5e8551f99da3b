import { type Change, type Decision, nothing, update, wait } from '../../decide/decision.ts';
import { holdOn } from '../../kubernetes/budgets.ts';
import type { PhaseItem } from '../../phase.ts';
import type { ObservedDisruptionBudget, ObservedNode, ObservedPod } from '../../ports/kubernetes.ts';
import type { TemplateVersion } from '../../ports/launch-templates.ts';
import type { ObservedScalingGroup, ScaledInstance } from '../../ports/scaling-groups.ts';
import type { ExpectedDuration } from '../../progress.ts';
import type { AutoScalingGroupPin } from '../hop.ts';
import { beginOf, isOverdue, MARK, markOf } from './replaced.ts';

/** A group whose nodes are replaced. */
export type MovingGroup = Extract<AutoScalingGroupPin, { readonly leftBehind?: undefined }>;

export type NodeReplacement =
  | Change<
      'ChangeImage',
      {
        readonly group: Pick<ObservedScalingGroup, 'name' | 'mixedInstances'>;
        readonly image: string;
        readonly like: TemplateVersion;
        readonly from: number;
      }
    >
  | Change<'Cordon', { readonly name: string; readonly annotations: Readonly<Record<string, string>> }>
  | Change<'Resize', { readonly group: string; readonly desiredCapacity?: number; readonly maxSize?: number }>
  | Change<'Evict', { readonly pods: readonly Pick<ObservedPod, 'namespace' | 'name' | 'uid'>[] }>
  | Change<'EndInstance', { readonly instanceId: string; readonly withItsPlace: boolean }>;
type Decided = Decision<NodeReplacement>;

/** A group as it is. */
export interface SeenScalingGroup {
  readonly group: ObservedScalingGroup | undefined;
  /** All nodes of the cluster. */
  readonly nodes: readonly ObservedNode[];
  /** The pods on the node that is being replaced, and all budgets; empty before there is one. */
  readonly pods: readonly ObservedPod[];
  readonly budgets: readonly ObservedDisruptionBudget[];
  /** ISO 8601. */
  readonly at: string;
}

export const scalingGroupKey = (group: string, node?: string): string =>
  `autoScalingGroup/${group}${node === undefined ? '' : `/${node}`}`;

const isOld = ({ templateVersion }: ScaledInstance, { newFrom }: MovingGroup): boolean =>
  templateVersion === undefined || templateVersion < newFrom;

const isEnding = ({ state }: ScaledInstance): boolean => state.startsWith('Terminat');

const nodeOf = ({ instanceId }: ScaledInstance, nodes: readonly ObservedNode[]): ObservedNode | undefined =>
  nodes.find((node) => node.instanceId === instanceId);

/** The instances that are to go: first what is on its way out, what has never joined, what is being replaced; then by name. */
export function oldInstances(
  pin: MovingGroup,
  { instances }: ObservedScalingGroup,
  nodes: readonly ObservedNode[],
): readonly ScaledInstance[] {
  const place = (instance: ScaledInstance): string => {
    const node = nodeOf(instance, nodes);
    const turn = isEnding(instance) ? 0 : !node ? 1 : markOf(node) ? 2 : 3;
    return `${turn} ${node?.name ?? ''} ${instance.instanceId}`;
  };
  return instances
    .filter((instance) => isOld(instance, pin))
    .sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** Pods that a drain moves: not those of the node itself, nor what has ended (Kubernetes, "Safely Drain a Node"). */
const isMoved = ({ owner, phase }: ObservedPod): boolean =>
  owner?.kind !== 'DaemonSet' && owner?.kind !== 'Node' && phase !== 'Succeeded' && phase !== 'Failed';

/** As many as a task evicts in its time. */
const MOST_EVICTED = 10;

function decideDrain(node: ObservedNode, instanceId: string, seen: SeenScalingGroup): Decided {
  const pods = seen.pods.filter(isMoved);
  if (pods.length === 0)
    return update(
      { operation: 'EndInstance', request: { instanceId, withItsPlace: true } },
      `end ${instanceId}, whose node ${node.name} is drained`,
    );
  const here = pods.filter(({ isDeleting }) => !isDeleting);
  const holds = here.flatMap((pod) => {
    const hold = holdOn(pod, seen.budgets);
    return hold ? [{ pod, hold }] : [];
  });
  const free = here.filter((pod) => !holds.some((held) => held.pod === pod)).slice(0, MOST_EVICTED);
  if (free.length > 0)
    return update(
      {
        operation: 'Evict',
        request: { pods: free.map(({ namespace, name, uid }) => ({ namespace, name, uid })) },
      },
      `evict ${free.length} pods from ${node.name}`,
    );
  const isLasting = holds.some(({ hold }) => hold.isLasting) || isOverdue(node, seen.at);
  const words = holds.map(({ pod, hold }) => `pod ${pod.namespace}/${pod.name} on ${node.name}: ${hold.why}`);
  return wait('Evict', isLasting ? words.join('; ') || `pods on ${node.name} do not end` : undefined);
}

/**
 * Whether as many nodes take pods as before, beside the one that goes: its successor has come, and is Ready. One that
 * an operation before this has left is as old as the others by now, and is as good until its own turn comes.
 */
function hasSuccessor(pin: MovingGroup, group: ObservedScalingGroup, seen: SeenScalingGroup, before: number) {
  const serving = group.instances.filter(({ state }) => state === 'InService');
  const fresh = serving.filter((instance) => !isOld(instance, pin));
  const asked = fresh.length > 0 ? fresh : serving;
  return serving.length > before && asked.every((instance) => nodeOf(instance, seen.nodes)?.ready === true);
}

function decideNext(
  pin: MovingGroup,
  group: ObservedScalingGroup,
  instance: ScaledInstance,
  seen: SeenScalingGroup,
): Decided {
  const { instanceId } = instance;
  if (isEnding(instance)) return wait('EndInstance');
  const node = nodeOf(instance, seen.nodes);
  // It has never joined, and runs nothing: another comes in its place, on the new image.
  if (!node)
    return update(
      { operation: 'EndInstance', request: { instanceId, withItsPlace: false } },
      `end ${instanceId}, which is no node`,
    );
  const mark = markOf(node);
  if (!mark) {
    const annotations = { [MARK]: beginOf(group.desiredCapacity, seen.at, pin.maxSize) };
    return update(
      { operation: 'Cordon', request: { name: node.name, annotations } },
      `cordon ${node.name}, which is to be replaced`,
    );
  }
  if (group.desiredCapacity <= mark.before) {
    const desiredCapacity = mark.before + 1;
    const maxSize = Math.max(group.maxSize, desiredCapacity);
    return update(
      { operation: 'Resize', request: { group: group.name, desiredCapacity, maxSize } },
      `start a node in place of ${node.name}`,
    );
  }
  if (!hasSuccessor(pin, group, seen, mark.before))
    return wait(
      'Resize',
      isOverdue(node, seen.at)
        ? `no node of the new image has become Ready in place of ${node.name}`
        : undefined,
    );
  return decideDrain(node, instanceId, seen);
}

const launchedBy = ({ name, mixedInstances }: ObservedScalingGroup) => ({
  name,
  ...(mixedInstances ? { mixedInstances } : {}),
});

/** The group itself: its image first, and in the end the bound that a surge may have raised. */
function decideGroup(pin: MovingGroup, group: ObservedScalingGroup, old: number): Decided {
  const { change, newFrom, maxSize } = pin;
  const version = Number(group.launchTemplate?.version);
  if (change && !(version >= newFrom))
    return update(
      { operation: 'ChangeImage', request: { group: launchedBy(group), ...change, from: newFrom } },
      `let ${group.name} start nodes of image ${change.image}`,
    );
  if (old === 0 && group.maxSize > maxSize && group.desiredCapacity <= maxSize)
    return update(
      { operation: 'Resize', request: { group: group.name, maxSize } },
      `bound ${group.name} by ${maxSize} nodes as before`,
    );
  return nothing;
}

/** A node from its marking to its end: another is Ready after minutes, and this one is drained and gone in as many. */
const EXPECTED = { minSeconds: 200, maxSeconds: 600 };
const AT_ONCE = { minSeconds: 0, maxSeconds: 0 };
/** The time of each part, by the operation that is made or waited for. */
const OF_PART: Readonly<Record<string, ExpectedDuration>> = {
  Cordon: AT_ONCE,
  Resize: { minSeconds: 70, maxSeconds: 240, looks: 12 },
  Evict: { minSeconds: 10, maxSeconds: 90, looks: 8 },
  EndInstance: { minSeconds: 20, maxSeconds: 120, looks: 8 },
};
const TASK = 'replace-node';

function expectedOf(decision: Decided): ExpectedDuration {
  if (decision.do === 'update') return OF_PART[decision.change.operation] ?? EXPECTED;
  return decision.do === 'wait' ? (OF_PART[decision.operation] ?? EXPECTED) : EXPECTED;
}

/** The thing that an operation which ends now leaves in a group, in words, or undefined. */
function leftNow(
  { name, instances, desiredCapacity }: ObservedScalingGroup,
  nodes: readonly ObservedNode[],
): string | undefined {
  const marked = instances.flatMap((instance) => {
    const node = nodeOf(instance, nodes);
    const mark = node && markOf(node);
    return node && mark ? [{ node, mark }] : [];
  });
  const [first] = marked;
  if (!first) return undefined;
  const names = marked.map(({ node }) => node.name).join(', ');
  const surge =
    desiredCapacity > first.mark.before
      ? `, and its group ${name} has ${desiredCapacity} nodes in place of ${first.mark.before}`
      : '';
  return `${names} stays cordoned${surge}: the next upgrade or rollback of these nodes goes on with it`;
}

/** The items of a group: the group's own, and one for each node that is to be replaced, one after the other. */
export function scalingGroupItems(pin: MovingGroup, seen: SeenScalingGroup): readonly PhaseItem[] {
  const { group } = seen;
  const own = { key: scalingGroupKey(pin.name), task: TASK, expected: AT_ONCE };
  // Somebody has deleted it, or is about to: it has no nodes that could be behind.
  if (!group || group.isDeleting) return [{ ...own, decision: nothing }];
  const old = oldInstances(pin, group, seen.nodes);
  const decision = decideGroup(pin, group, old.length);
  const keys = old.map((instance) =>
    scalingGroupKey(pin.name, nodeOf(instance, seen.nodes)?.name ?? instance.instanceId),
  );
  const [first] = old;
  const next = first && decision.do === 'nothing' ? decideNext(pin, group, first, seen) : undefined;
  const isKept = next?.do === 'wait' && next.issue !== undefined;
  const leaves = leftNow(group, seen.nodes);
  const node = first && nodeOf(first, seen.nodes);
  const isBegun =
    first !== undefined && (isEnding(first) || (node !== undefined && markOf(node) !== undefined));
  return [
    // With no old node left, its bound is what a surge has raised.
    { ...own, decision, isBegun: old.length === 0, ...(leaves === undefined ? {} : { leaves }) },
    ...keys.map((key, index) => ({
      key,
      task: TASK,
      expected: next && index === 0 ? expectedOf(next) : EXPECTED,
      decision: next && (index === 0 || isKept) ? next : IN_LINE,
      isBegun: index === 0 && isBegun,
      needs: [{ keys: [keys[index - 1] ?? own.key], until: 'ready' as const }],
    })),
  ];
}

const IN_LINE: Decided = update({ operation: 'Evict', request: { pods: [] } }, 'waits for its turn');

/** A group whose turn has not come. */
export const inLine = ({ name }: MovingGroup, ahead: readonly string[]): PhaseItem => ({
  key: scalingGroupKey(name),
  task: TASK,
  expected: EXPECTED,
  decision: IN_LINE,
  needs: [{ keys: ahead, until: 'ready' }],
});
