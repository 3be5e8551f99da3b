import { isAutoscaled } from './groups/document.ts';
import { manualChange } from './groups/manual-change.ts';
import { hibernate } from './hibernate.ts';
import { lastSizesOf, nodeCounts } from './memory/memory.ts';
import { type GroupTarget, type PlannedScaling, refused } from './plan.ts';
import { planOf } from './plan-of.ts';
import type { ScalingRequest } from './request.ts';
import { type Resized, resizes } from './resize.ts';
import type { SeenForScaling } from './seen.ts';
import { goBack } from './until/go-back.ts';
import { restorePointsBeneath } from './until/restore-points.ts';
import { wake } from './wake.ts';

/**
 * The outcome where there is nothing to scale, or undefined. A person is told so by a refusal; a firing, which finds
 * it day by day, is skipped.
 */
function nothingToScale(request: ScalingRequest, seen: SeenForScaling): PlannedScaling | undefined {
  if (seen.groups.length > 0) return undefined;
  const { clusterName, hasFargateProfiles, provisioning } = seen;
  const isAutoMode = provisioning.computeConfig?.enabled === true;
  const others = [
    ...(hasFargateProfiles ? ['Fargate starts a pod at a time, and bills what runs'] : []),
    ...(isAutoMode ? ['Auto Mode starts and ends nodes by itself'] : []),
  ];
  const why = others.length > 0 ? `: ${others.join('; ')}` : '';
  const message = `there is nothing to scale: ${clusterName} has no node groups${why}`;
  return request.schedule ? { outcome: 'Skipped', reason: message } : refused({ path: '', message });
}

function targetOf(
  { group, sizes, isAutoscaled: autoscaled }: Resized,
  seen: SeenForScaling,
  ends: boolean,
): GroupTarget {
  // Sizes that are there to stay have none to go back to.
  const formers = ends ? restorePointsBeneath(group, seen) : undefined;
  const leftBy = ends ? lastSizesOf(seen.left, group.key)?.operationId : undefined;
  return {
    key: group.key,
    kind: group.kind,
    name: group.name,
    isWindows: group.isWindows,
    before: group.sizes,
    ...(formers ? { formers } : {}),
    ...(leftBy === undefined ? {} : { leftBy }),
    sizes,
    reach: autoscaled ? 'bounds' : 'exact',
    nodes: nodeCounts(group),
  };
}

type Resize = Extract<ScalingRequest, { action: 'resize' }>;

/** A resize does not wake a sleeping cluster: it changes the sizes that the cluster will wake to. */
function resizeAsleep(request: Resize, seen: SeenForScaling): PlannedScaling {
  const { memory } = seen;
  const known = new Map(memory?.groups.map((group) => [group.key, group]));
  const remembered = seen.groups.map((group) => ({
    ...group,
    sizes: known.get(group.key)?.sizes ?? group.sizes,
  }));
  const { resized, problems } = resizes(
    request.groups,
    remembered,
    () => false,
    request.schedule !== undefined,
  );
  if (problems.length > 0 || !memory) return refused(...problems);
  if (request.until !== undefined) {
    const asleep = `${seen.clusterName} is hibernating`;
    if (request.schedule)
      return {
        outcome: 'Skipped',
        reason: `${asleep}: sizes that hold for a time are for a cluster that is awake`,
      };
    const message = `${asleep}: wake it first, or leave out the time at which the former sizes return`;
    return refused({ path: 'detail.until', message });
  }
  const wanted = new Map(resized.map(({ group, sizes }) => [group.key, sizes]));
  const groups = [
    ...memory.groups.map((group) => {
      const sizes = wanted.get(group.key);
      return sizes ? { ...group, sizes, formers: [] } : group;
    }),
    ...resized
      .filter(({ group }) => !known.has(group.key))
      .map(({ group, sizes }) => ({ key: group.key, name: group.name, sizes, formers: [], nodes: [] })),
  ];
  return planOf(seen, request, {
    targets: [],
    memory: {
      do: 'replace',
      memory: { ...memory, groups },
      changed: resized.map(({ group, sizes }) => ({ name: group.name, before: group.sizes, after: sizes })),
    },
    notes: [`${seen.clusterName} is hibernating: these are the sizes that it will wake to`],
  });
}

function resize(request: Resize, seen: SeenForScaling): PlannedScaling {
  if (seen.memory) return resizeAsleep(request, seen);
  const { resized, problems } = resizes(
    request.groups,
    seen.groups,
    (group) => isAutoscaled(group, seen.config),
    request.schedule !== undefined,
  );
  if (problems.length > 0) return refused(...problems);
  const protects = request.schedule !== undefined && request.overridesManualChanges !== true;
  const leftAlone = resized.flatMap(({ group }) => {
    const reason = protects ? manualChange(group, seen) : undefined;
    return reason === undefined ? [] : [{ name: group.name, reason }];
  });
  const isLeft = ({ group }: Resized) => leftAlone.some(({ name }) => name === group.name);
  const targets = resized
    .filter((one) => !isLeft(one))
    .map((one) => targetOf(one, seen, request.until !== undefined));
  // Only a firing leaves groups alone; of one that leaves all, a fact says that it was skipped.
  if (targets.length === 0)
    return {
      outcome: 'Skipped',
      reason: leftAlone.map(({ name, reason }) => `${name}: ${reason}`).join('; '),
    };
  return planOf(seen, request, { targets, leftAlone, notes: resized.flatMap(({ notes }) => notes) });
}

/** A firing does not bring a standby below the floor that its failover plan counts on; a person may. */
function aboveFloor(planned: PlannedScaling, { floor }: ScalingRequest): PlannedScaling {
  if (!floor || planned.outcome !== 'Planned') return planned;
  if (planned.plan.provisioning?.do === 'stop') {
    const reason = `all nodes of its pools would go, and failover plan ${floor.plan} counts on ${floor.nodes}`;
    return { outcome: 'Skipped', reason };
  }
  const below = planned.plan.targets.find(
    ({ before, sizes }) => sizes.desiredSize < floor.nodes && sizes.desiredSize < before.desiredSize,
  );
  if (!below) return planned;
  const reason = `${below.name} would have ${below.sizes.desiredSize} nodes, and failover plan ${floor.plan} counts on ${floor.nodes}`;
  return { outcome: 'Skipped', reason };
}

/** Scheduler is exact to the minute, and the way back is written down before the first change. */
const LEAST_LEFT_MS = 60_000;

/** The outcome where sizes for a time are not begun with, because the wait has taken up that time; or undefined. */
function outOfTime(request: ScalingRequest, at: string): PlannedScaling | undefined {
  const until = 'until' in request ? request.until : undefined;
  if (until === undefined || Date.parse(until) > Date.parse(at) + LEAST_LEFT_MS) return undefined;
  const message = `it was held up until ${at}, and what it changes was to return at ${until}`;
  return request.schedule
    ? { outcome: 'Skipped', reason: message }
    : refused({ path: 'detail.until', message });
}

/**
 * Decides a request to scale on a cluster as it is: the sizes of each group, settled once, or the reason why not.
 * Nothing is changed before all groups are settled.
 */
export function decideScaling(request: ScalingRequest, seen: SeenForScaling): PlannedScaling {
  const late = outOfTime(request, seen.at);
  if (late) return late;
  const nothing = request.action === 'return' ? undefined : nothingToScale(request, seen);
  if (nothing && request.action === 'resize') return nothing;
  const planned = decided(request, seen);
  // A sleep may be about nodes alone that no group has, and where nobody has looked, it is not known to be about
  // none. A wake also ends a sleep of which everything is gone: the contents that come next would else be kept
  // without nodes.
  const isEmpty =
    planned.outcome === 'Planned' && !planned.plan.provisioning && planned.plan.memory?.do !== 'forget';
  if (nothing && isEmpty && seen.isFromOutside !== true) return nothing;
  return aboveFloor(planned, request);
}

function decided(request: ScalingRequest, seen: SeenForScaling): PlannedScaling {
  switch (request.action) {
    case 'resize':
      return resize(request, seen);
    case 'hibernate':
      return hibernate(request, seen);
    case 'wake':
      return wake(request, seen);
    case 'return':
      return goBack(request, seen);
  }
}
