import { includes, same, sameItems, tagsToSet } from '../../decide/compare.ts';
import {
  type Change,
  create,
  type Decision,
  fail,
  first,
  nothing,
  update,
  wait,
} from '../../decide/decision.ts';
import { isNewer } from '../addon/decide.ts';
import { takesImage } from './given-image.ts';
import { keptForLife } from './kept.ts';
import type { DesiredNodeGroup, NodegroupRequest, Taint } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';

interface Named {
  readonly clusterName: string;
  readonly nodegroupName: string;
}

export type NodeGroupChange =
  | Change<
      'UpdateNodegroupConfig',
      Named & {
        readonly labels?: {
          readonly addOrUpdateLabels?: Readonly<Record<string, string>>;
          readonly removeLabels?: readonly string[];
        };
        readonly taints?: {
          readonly addOrUpdateTaints?: readonly Taint[];
          readonly removeTaints?: readonly Taint[];
        };
        readonly scalingConfig?: Partial<NodegroupRequest['scalingConfig']>;
        readonly updateConfig?: NodegroupRequest['updateConfig'];
        readonly nodeRepairConfig?: NodegroupRequest['nodeRepairConfig'];
      }
    >
  | Change<
      'UpdateNodegroupVersion',
      Named & {
        readonly launchTemplate?: NodegroupRequest['launchTemplate'];
        readonly releaseVersion?: string;
        readonly version?: string;
      }
    >
  | Change<'DeleteNodegroup', Named>
  | Change<'TagResource', { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }>;

type Decided = Decision<NodeGroupChange>;

/** Facts about a node group beside its desired and its observed state. */
export interface NodeGroupOwnership {
  /** True where this operation has made it: else one that could not be created is left of an earlier operation. */
  readonly attempted?: boolean;
  /** An autoscaler, or a person: `desiredSize` is left as it is, within the bounds. */
  readonly keepDesiredSize?: boolean;
}

function scaling(
  { request, keepsSizes }: DesiredNodeGroup,
  observed: ObservedNodegroup,
  { keepDesiredSize }: NodeGroupOwnership,
): Decided {
  if (keepsSizes) return nothing;
  const { minSize, maxSize } = request.scalingConfig;
  const kept = Math.min(Math.max(observed.scalingConfig.desiredSize, minSize), maxSize);
  const wanted = {
    minSize,
    maxSize,
    desiredSize: keepDesiredSize ? kept : request.scalingConfig.desiredSize,
  };
  if (same(wanted, observed.scalingConfig)) return nothing;
  return config(
    request,
    { scalingConfig: wanted },
    `scale to ${minSize}–${maxSize}, desired ${wanted.desiredSize}`,
  );
}

function config(
  { clusterName, nodegroupName }: Named,
  member: Omit<Extract<NodeGroupChange, { operation: 'UpdateNodegroupConfig' }>['request'], keyof Named>,
  summary: string,
): Decided {
  return update(
    { operation: 'UpdateNodegroupConfig', request: { clusterName, nodegroupName, ...member } },
    summary,
  );
}

/** Decides a group's labels. The document owns them: one that it no longer names is removed. */
function labels({ request }: DesiredNodeGroup, observed: ObservedNodegroup): Decided {
  const wanted = request.labels ?? {};
  const seen = observed.labels ?? {};
  if (same(wanted, seen)) return nothing;
  const addOrUpdateLabels = tagsToSet(seen, wanted);
  const removeLabels = Object.keys(seen).filter((key) => !(key in wanted));
  const change = {
    ...(Object.keys(addOrUpdateLabels).length > 0 ? { addOrUpdateLabels } : {}),
    ...(removeLabels.length > 0 ? { removeLabels } : {}),
  };
  return config(request, { labels: change }, 'change labels');
}

function taints({ request }: DesiredNodeGroup, observed: ObservedNodegroup): Decided {
  const wanted = request.taints ?? [];
  const seen = observed.taints ?? [];
  if (sameItems(wanted, seen)) return nothing;
  const known = (list: readonly Taint[], taint: Taint) =>
    list.some(({ key, effect }) => key === taint.key && effect === taint.effect);
  const addOrUpdateTaints = wanted.filter((taint) => !seen.some((other) => same(other, taint)));
  const removeTaints = seen.filter((taint) => !known(wanted, taint));
  const change = {
    ...(addOrUpdateTaints.length > 0 ? { addOrUpdateTaints } : {}),
    ...(removeTaints.length > 0 ? { removeTaints } : {}),
  };
  return config(request, { taints: change }, 'change taints');
}

function policies({ request }: DesiredNodeGroup, observed: ObservedNodegroup): Decided {
  if (request.updateConfig && !includes(observed.updateConfig, request.updateConfig)) {
    return config(request, { updateConfig: request.updateConfig }, 'change how nodes are updated');
  }
  if (request.nodeRepairConfig && !includes(observed.nodeRepairConfig, request.nodeRepairConfig)) {
    return config(request, { nodeRepairConfig: request.nodeRepairConfig }, 'change node repair');
  }
  return nothing;
}

/**
 * The release and the Kubernetes version that are said with a change of nodes: those that a file names newly, else the
 * group's own. Of a request without a release, EKS takes the newest (SDK typing of releaseVersion). Of one without a version,
 * the API reference says both that the group keeps its own and that it goes to the cluster's, which an upgrade may have left
 * ahead of its nodes. With a custom AMI neither may be said.
 */
function saidRelease(
  { amiType = '', version: own, releaseVersion: present }: ObservedNodegroup,
  newer: string | undefined,
): { readonly version?: string; readonly releaseVersion?: string } {
  if (amiType === 'CUSTOM') return {};
  const releaseVersion = newer ?? present;
  // A release of Bottlerocket has a version of its own.
  const named = amiType.startsWith('BOTTLEROCKET_') ? undefined : /^1\.\d+/.exec(newer ?? '')?.[0];
  const version = named ?? own;
  return {
    ...(releaseVersion === undefined ? {} : { releaseVersion }),
    ...(version === undefined ? {} : { version }),
  };
}

/** A new version of the launch template, or a named release that is newer, replaces the nodes. */
function version(desired: DesiredNodeGroup, observed: ObservedNodegroup): Decided {
  const { request } = desired;
  // Images have no order of their own: one that an upgrade has given stays until the document names another.
  if (takesImage(desired, observed)) return nothing;
  const { clusterName, nodegroupName, launchTemplate, releaseVersion } = request;
  // A file behind its nodes is no wish to go back, as with the control plane and add-ons.
  const newer =
    releaseVersion !== undefined && isNewer(releaseVersion, observed.releaseVersion ?? '')
      ? releaseVersion
      : undefined;
  const wanted = launchTemplate?.version;
  const rolls = wanted !== undefined && wanted !== observed.launchTemplate?.version;
  if (!rolls && newer === undefined) return nothing;
  const change = {
    clusterName,
    nodegroupName,
    ...(rolls ? { launchTemplate } : {}),
    ...saidRelease(observed, newer),
  };
  const targets = [
    ...(rolls ? [`launch template version ${wanted}`] : []),
    ...(newer === undefined ? [] : [`release ${newer}`]),
  ];
  return update(
    { operation: 'UpdateNodegroupVersion', request: change },
    `roll nodes to ${targets.join(' and ')}`,
  );
}

/**
 * The same change without its release, where EKS takes the newest of a minor alone (ADR 29): another part of the template
 * was asked for, and nodes of the newest release with it are worth more than none. Undefined where a document names it.
 */
export function withNewestRelease({ request }: DesiredNodeGroup, change: Change): Change | undefined {
  if (change.operation !== 'UpdateNodegroupVersion') return undefined;
  const { releaseVersion, ...others } = change.request as { readonly releaseVersion?: string };
  if (releaseVersion === undefined || releaseVersion === request.releaseVersion) return undefined;
  return { operation: change.operation, request: others };
}

function tags({ request }: DesiredNodeGroup, observed: ObservedNodegroup): Decided {
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.nodegroupArn, tags: missing } },
    'tag the node group',
  );
}

function issuesOf(
  { nodegroupName, instanceTypes = [], issues = [] }: ObservedNodegroup,
  what: string,
): string {
  const types = instanceTypes.length > 0 ? ` (${instanceTypes.join(', ')})` : '';
  const reasons = issues.map(({ code, message }) => `${code}: ${message}`).join('; ');
  return `node group ${nodegroupName}${types} ${what}${reasons ? `: ${reasons}` : ''}`;
}

const steps: readonly ((
  desired: DesiredNodeGroup,
  observed: ObservedNodegroup,
  ownership: NodeGroupOwnership,
) => Decided)[] = [...keptForLife, scaling, labels, taints, policies, version, tags];

/** Everything that would have to be done about a node group that is in order, one change after the other. */
export function nodeGroupDecisions(
  desired: DesiredNodeGroup,
  observed: ObservedNodegroup,
  ownership: NodeGroupOwnership,
): readonly Decided[] {
  return steps.map((step) => step(desired, observed, ownership)).filter(({ do: what }) => what !== 'nothing');
}

/** Issues of instances that could not be launched (`Issue` of EKS's API reference). */
const OF_LAUNCHES = ['AsgInstanceLaunchFailures', 'InstanceLimitExceeded', 'InsufficientFreeAddresses'];

/**
 * Whether a group is as it should be. EKS leaves one DEGRADED that could not grow until a scale-out succeeds, also at
 * size 0 (containers-roadmap#2204): there is nothing to launch then, and waking it is what mends it.
 */
export function isInOrder({ status, scalingConfig, issues = [] }: ObservedNodegroup): boolean {
  if (status !== 'DEGRADED') return status === 'ACTIVE';
  const isShort = issues.length > 0 && issues.every(({ code }) => OF_LAUNCHES.includes(code));
  return isShort && scalingConfig.desiredSize === 0;
}

/**
 * Decides the next change of a managed node group. One change at a time: EKS refuses a second one while the group is
 * UPDATING. A group that an earlier operation could not create is cleared away, since EKS tries no second time; it
 * never had workloads.
 */
export function decideNodeGroup(
  desired: DesiredNodeGroup,
  observed: ObservedNodegroup | undefined,
  ownership: NodeGroupOwnership = {},
): Decided {
  if (!observed) return create;
  const { clusterName, nodegroupName } = desired.request;
  switch (observed.status) {
    case 'CREATING':
      return wait('CreateNodegroup');
    case 'UPDATING':
      return wait('UpdateNodegroup');
    case 'DELETING':
      return wait('DeleteNodegroup');
    case 'CREATE_FAILED':
      if (ownership.attempted) return fail(issuesOf(observed, 'could not be created'));
      return update(
        { operation: 'DeleteNodegroup', request: { clusterName, nodegroupName } },
        `clear away ${issuesOf(observed, 'that could not be created')}`,
      );
    case 'DELETE_FAILED':
      return fail(issuesOf(observed, 'could not be deleted'));
    case 'DEGRADED':
    case 'ACTIVE': {
      const decided = first<NodeGroupChange>(steps.map((step) => () => step(desired, observed, ownership)));
      // A change may mend a degraded group; where there is none, its state is the answer.
      return decided.do === 'nothing' && !isInOrder(observed)
        ? fail(issuesOf(observed, 'is degraded'))
        : decided;
    }
  }
}
