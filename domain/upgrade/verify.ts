import { isNewer, type ObservedAddon } from '../contents/addon/decide.ts';
import type { ObservedNodegroup } from '../contents/node-group/observed.ts';
import { minorOf } from '../kubernetes-versions.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { ObservedNode } from '../ports/kubernetes.ts';
import { mayBeDegraded, type PinnedAddon } from './addons.ts';
import type { Health } from './health.ts';
import type { NodeGroupPin } from './hop.ts';
import { pinsOf } from './pins.ts';
import type { UpgradePlan } from './plan.ts';
import type { UpgradeReport } from './report.ts';
import { isBack, type StepKind, type UpgradeStep } from './steps.ts';
import { lackingWorkloads, type SeenWorkloads } from './workloads.ts';

/** Something that is not as it is to be in the end. */
export interface Missing {
  readonly key: string;
  readonly reason: string;
}

/** Everything that a minor has moved, by its pins: what is verified in the end. */
export interface Moved {
  readonly controlPlane: boolean;
  readonly addons: readonly PinnedAddon[];
  readonly nodeGroups: readonly NodeGroupPin[];
}

/** Everything that the steps taken of this minor were about, on the way forward or back. */
export function movedBy(plan: UpgradePlan, report: UpgradeReport | undefined, step: UpgradeStep): Moved {
  const has = (kind: StepKind): boolean =>
    (report?.steps ?? []).some(
      (one) => one.kind === kind && one.to === step.to && isBack(one) === isBack(step),
    );
  const pins = pinsOf(plan, step);
  const addons = pins.addons.flatMap(({ name, before, after }) => {
    const version = (has('addonsAfter') ? after : undefined) ?? (has('addonsBefore') ? before : undefined);
    return version === undefined ? [] : [{ name, version }];
  });
  const nodeGroups = has('nodes') ? pins.nodeGroups.filter(({ leftBehind }) => leftBehind === undefined) : [];
  return { controlPlane: has('controlPlane'), addons, nodeGroups };
}

/** The inside of a cluster, or why it cannot be seen; absent where the plan was made without. */
export type Inside = ({ readonly nodes: readonly ObservedNode[] } & SeenWorkloads) | { readonly why: string };

export interface SeenInTheEnd {
  readonly cluster: Pick<DescribedCluster, 'status' | 'version'> | undefined;
  /** By name; undefined where it is gone. */
  readonly addons: ReadonlyMap<string, ObservedAddon | undefined>;
  readonly nodeGroups: ReadonlyMap<string, ObservedNodegroup | undefined>;
  readonly inside: Inside | undefined;
  readonly health: Health;
}

/** Whether a version is there or past it, in the direction of the step. */
const reaches = (step: UpgradeStep, found: string, wanted: string): boolean =>
  isBack(step) ? minorOf(found) <= minorOf(wanted) : minorOf(found) >= minorOf(wanted);

function ofControlPlane(step: UpgradeStep, { cluster }: Pick<SeenInTheEnd, 'cluster'>): readonly Missing[] {
  const found = cluster ? `${cluster.status} at ${cluster.version}` : 'gone';
  const isThere = cluster?.status === 'ACTIVE' && reaches(step, cluster.version, step.to);
  return isThere
    ? []
    : [{ key: 'verify/controlPlane', reason: `it is ${found}, and not ACTIVE at ${step.to}` }];
}

function ofAddon(
  plan: UpgradePlan,
  step: UpgradeStep,
  pin: PinnedAddon,
  { addons }: Pick<SeenInTheEnd, 'addons'>,
): readonly Missing[] {
  const observed = addons.get(pin.name);
  // One that was taken away meanwhile is not missed.
  if (!observed) return [];
  const { status, addonVersion } = observed;
  const isThere = isBack(step) ? !isNewer(addonVersion, pin.version) : !isNewer(pin.version, addonVersion);
  const isWell = status === 'ACTIVE' || (status === 'DEGRADED' && mayBeDegraded(plan, pin));
  if (isThere && isWell) return [];
  const reason = `it is ${status} at ${addonVersion}, and not ACTIVE at ${pin.version}`;
  return [{ key: `verify/addon/${pin.name}`, reason }];
}

function ofNodeGroup(
  step: UpgradeStep,
  { name, release }: NodeGroupPin,
  { nodeGroups, inside }: Pick<SeenInTheEnd, 'nodeGroups' | 'inside'>,
): readonly Missing[] {
  const group = nodeGroups.get(name);
  if (!group) return [];
  const key = `verify/nodeGroup/${name}`;
  const { status, version = '' } = group;
  const wanted = release?.version ?? step.to;
  // EKS knows no version of a group with a custom AMI: its nodes say it.
  const isThere = release === undefined || reaches(step, version, wanted);
  if (status !== 'ACTIVE' || !isThere)
    return [{ key, reason: `it is ${status} at ${version}, and not ACTIVE at ${wanted}` }];
  const nodes = inside && 'nodes' in inside ? inside.nodes : [];
  return nodes
    .filter(({ nodegroupName }) => nodegroupName === name)
    .filter(({ kubeletVersion }) => !reaches(step, kubeletVersion ?? '', wanted))
    .map((node) => ({
      key,
      reason: `node ${node.name} runs kubelet ${node.kubeletVersion ?? 'of no version yet'}, and not ${wanted}`,
    }));
}

/** As many workloads as are told by name: a state's payload has a bound. */
const MOST_NAMED = 50;

function ofInside({ workloads }: UpgradePlan, { inside }: Pick<SeenInTheEnd, 'inside'>): readonly Missing[] {
  if (!inside) return [];
  if ('why' in inside) return [{ key: 'verify/workloads', reason: `they cannot be seen: ${inside.why}` }];
  const lacking = lackingWorkloads(workloads, inside);
  const told = lacking.slice(0, MOST_NAMED).map(({ workload, ready, before }) => ({
    key: `verify/workload/${workload}`,
    reason: `${ready} of its pods are ready, and ${before} were before`,
  }));
  const left = lacking.length - told.length;
  return left === 0
    ? told
    : [...told, { key: 'verify/workloads', reason: `${left} more are less ready than before` }];
}

function ofHealth({ health }: Pick<SeenInTheEnd, 'health'>): readonly Missing[] {
  if (health.is === 'quiet') return [];
  if (health.is === 'unknown')
    return health.missing.map((name) => ({
      key: `verify/alarm/${name}`,
      reason: 'CloudWatch has no such alarm',
    }));
  return [{ key: 'verify/health', reason: health.reason }];
}

/** The part of it that is seen without EKS: workloads, and alarms. It comes to rest last, and is looked at first. */
export const missingAtRest = (
  plan: UpgradePlan,
  seen: Pick<SeenInTheEnd, 'inside' | 'health'>,
): readonly Missing[] => [...ofInside(plan, seen), ...ofHealth(seen)];

/** The part that EKS shows, and the kubelets of the node groups that it shows. */
export const missingOfEks = (
  plan: UpgradePlan,
  step: UpgradeStep,
  moved: Moved,
  seen: Omit<SeenInTheEnd, 'health'>,
): readonly Missing[] => [
  ...(moved.controlPlane ? ofControlPlane(step, seen) : []),
  ...moved.addons.flatMap((pin) => ofAddon(plan, step, pin, seen)),
  ...moved.nodeGroups.flatMap((pin) => ofNodeGroup(step, pin, seen)),
];
