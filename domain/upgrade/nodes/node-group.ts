import { isInOrder } from '../../contents/node-group/decide.ts';
import type { ObservedNodegroup } from '../../contents/node-group/observed.ts';
import { type Change, type Decision, fail, nothing, update, wait } from '../../decide/decision.ts';
import { minorOf } from '../../kubernetes-versions.ts';
import type { TemplateVersion } from '../../ports/launch-templates.ts';
import type { ExpectedDuration } from '../../progress.ts';
import type { NodeGroupPin } from '../hop.ts';
import type { FailedNodeUpdate } from './failures.ts';
import { compareReleases } from './release.ts';

interface Named {
  readonly clusterName: string;
  readonly nodegroupName: string;
  /** Ends pods in spite of their budgets. */
  readonly force?: true;
}
type LaunchTemplate = NonNullable<ObservedNodegroup['launchTemplate']>;

export type NodeGroupUpgrade =
  | Change<
      'UpdateNodegroupVersion',
      Named & {
        readonly version?: string;
        readonly releaseVersion?: string;
        readonly launchTemplate?: LaunchTemplate;
      }
    >
  /** To a version of its launch template with this image, which is made from the present one where there is none. */
  | Change<'ChangeImage', Named & { readonly like: TemplateVersion; readonly image: string }>;

/** A group as it is, and what has been tried. */
export interface SeenNodeGroup {
  readonly observed: ObservedNodegroup | undefined;
  /** Updates of this step that EKS gave up, one after the other. */
  readonly failures: readonly FailedNodeUpdate[];
  /** Pods that could not be evicted, and what holds them, where that could be asked. */
  readonly held: readonly string[];
}

/** Circumstances of the step. */
export interface Upgrading {
  readonly clusterName: string;
  readonly isBack: boolean;
  /** Somebody has consented to pods being ended in spite of their budgets. */
  readonly force: boolean;
  /** Somebody has taken it upon himself that the group is not in order. */
  readonly isWaived: boolean;
}

/** EKS is asked once more after a failure; what fails twice is for a person to mend. */
const MOST_ATTEMPTS = 2;

/** The group's nodes as they are wanted, in words. */
export const targetOf = ({ release, image, launchTemplateVersion }: NodeGroupPin): string =>
  release
    ? `release ${release.releaseVersion} of ${release.version}`
    : image
      ? `image ${image}`
      : `version ${launchTemplateVersion} of its launch template`;

/**
 * Whether a group is where the plan wants it. Forward, a newer release is as good: nobody's nodes are made older. Back,
 * any release of the minor is: EKS may take the newest alone, and one of an older minor has never moved.
 */
function isThere(pin: NodeGroupPin, observed: ObservedNodegroup, isBack: boolean): boolean {
  const { release, image, launchTemplateVersion } = pin;
  if (release && isBack) return minorOf(observed.version ?? '') <= minorOf(release.version);
  if (release) return (compareReleases(observed, release) ?? -1) >= 0;
  // Of a custom AMI, EKS shows the image as the release (SDK typing of releaseVersion).
  if (image) return observed.releaseVersion === image;
  return launchTemplateVersion === undefined || observed.launchTemplate?.version === launchTemplateVersion;
}

function changeOf(
  pin: NodeGroupPin,
  observed: ObservedNodegroup,
  { clusterName, force }: Upgrading,
): Decision<NodeGroupUpgrade> {
  const { release, image, launchTemplateVersion } = pin;
  const named = { clusterName, nodegroupName: pin.name, ...(force ? { force } : {}) } as const;
  const summary = `move nodes of ${pin.name} to ${targetOf(pin)}`;
  if (release)
    return update({ operation: 'UpdateNodegroupVersion', request: { ...named, ...release } }, summary);
  const { id, version } = observed.launchTemplate ?? {};
  if (id === undefined || version === undefined)
    return fail(`node group ${pin.name} has no launch template: ${targetOf(pin)} cannot be given to it`);
  if (image)
    return update({ operation: 'ChangeImage', request: { ...named, like: { id, version }, image } }, summary);
  const launchTemplate = { id, version: String(launchTemplateVersion) };
  return update({ operation: 'UpdateNodegroupVersion', request: { ...named, launchTemplate } }, summary);
}

const issuesOf = ({ issues = [] }: ObservedNodegroup): string =>
  issues.map(({ code, message }) => `: ${code}: ${message}`).join('');

/** A failed update leaves old nodes and new ones: EKS takes none of the new ones back. */
function failedWords(pin: NodeGroupPin, { failures, held }: SeenNodeGroup): string {
  const reasons = [...new Set(failures.flatMap(({ reason }) => (reason === '' ? [] : [reason])))];
  const isHeld = failures.some(({ heldNodes }) => heldNodes.length > 0);
  const advice = isHeld
    ? ['bring up what these budgets protect or relax them, or consent to evictDespiteBudgets, then ask again']
    : [];
  return [
    `EKS could not move the nodes of ${pin.name} to ${targetOf(pin)}, tried ${failures.length} times: ${reasons.join('; ') || 'it gives no reason'}`,
    ...held,
    'some of its nodes may be new, and some old',
    ...advice,
  ].join('; ');
}

/** Decides the next change of one managed node group on the way to its pin. */
export function decideNodeGroupUpgrade(
  pin: NodeGroupPin,
  seen: SeenNodeGroup,
  upgrading: Upgrading,
): Decision<NodeGroupUpgrade> {
  const { observed } = seen;
  // Somebody has deleted it: it has no nodes that could be behind.
  if (!observed) return nothing;
  switch (observed.status) {
    case 'CREATING':
      return wait('CreateNodegroup');
    case 'UPDATING':
      return wait('UpdateNodegroupVersion');
    case 'DELETING':
      return wait('DeleteNodegroup');
    case 'CREATE_FAILED':
    case 'DELETE_FAILED':
      return fail(`node group ${pin.name} is ${observed.status}${issuesOf(observed)}`);
    case 'DEGRADED':
    case 'ACTIVE':
      break;
  }
  const isDone = isThere(pin, observed, upgrading.isBack);
  if (!isDone && seen.failures.length >= MOST_ATTEMPTS) return fail(failedWords(pin, seen));
  // An update of its own that failed may have left it so, and the next one mends it.
  const isTried = !isDone && seen.failures.length > 0;
  if (!isInOrder(observed) && !upgrading.isWaived && !isTried)
    return fail(`node group ${pin.name} is ${observed.status}${issuesOf(observed)}`);
  return isDone ? nothing : changeOf(pin, observed, upgrading);
}

/** The nodes that EKS takes out at a time (SDK typing NodegroupUpdateConfig; a percentage is rounded up). */
function batchOf({ scalingConfig, updateConfig }: ObservedNodegroup): number {
  const { maxUnavailable, maxUnavailablePercentage } = updateConfig ?? {};
  const share = Math.ceil(((maxUnavailablePercentage ?? 0) * scalingConfig.desiredSize) / 100);
  return Math.max(1, Math.min(100, maxUnavailable ?? share));
}

/** The time in which EKS sets an update up and brings the first new nodes, and of one batch of nodes after another. */
const SETUP = { minSeconds: 60, maxSeconds: 240 };
const BATCH = { minSeconds: 200, maxSeconds: 420 };

/** The time that a roll of a group's nodes takes: about five minutes a batch (aws/containers-roadmap: 34 minutes for 7 nodes). */
export function expectedRoll(observed: ObservedNodegroup | undefined): ExpectedDuration {
  const nodes = observed?.scalingConfig.desiredSize ?? 0;
  const batches = observed ? Math.ceil(nodes / batchOf(observed)) : 0;
  if (batches === 0) return { minSeconds: 10, maxSeconds: 90, looks: 4 };
  const minSeconds = SETUP.minSeconds + batches * BATCH.minSeconds;
  const maxSeconds = SETUP.maxSeconds + batches * BATCH.maxSeconds;
  // A look a minute is enough of what takes a quarter of an hour at least.
  return { minSeconds, maxSeconds, looks: Math.max(4, Math.ceil((maxSeconds - minSeconds) / 60)) };
}
