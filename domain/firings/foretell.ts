import { freezeProblem } from '../operation/acceptance.ts';
import { type Pause, pausedBy } from '../operation/pause.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { StoredFleet } from '../ports/fleets.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import { decideScaling } from '../scale/decide-scaling.ts';
import { changesNothing, type RecordedCluster } from '../scale/expected.ts';
import type { ScalingPlan } from '../scale/plan.ts';
import type { ScalingRequest } from '../scale/request.ts';
import type { SeenForScaling } from '../scale/seen.ts';
import { decideFiring } from './decide-firing.ts';

/** The outcome of a firing as things are now, with at most one reason why it does nothing. */
export interface Foretold {
  /** The reason why it gives way. */
  readonly skipped?: string;
  /** The reason why its operation will fail. */
  readonly refused?: string;
  /** The reason why it will find nothing to change. */
  readonly nothingToDo?: string;
  /** A reason to give way that is known only at that time. */
  readonly unless?: string;
  /** Effects beside those that its words say, or other ones. */
  readonly notes?: readonly string[];
}

/** The request of a schedule at a time (ISO 8601), and the document that makes it. */
export interface ComingFiring {
  readonly at: string;
  readonly request: ScalingRequest;
  readonly document: FleetDocument | undefined;
}

/** The facts about a cluster that its firings are decided on. */
export interface ForetoldCluster {
  readonly name: string;
  /** Absent where the fleet has no such cluster. */
  readonly recorded: RecordedCluster | undefined;
  readonly pause: Pause | undefined;
  /** All Fleet documents, of which any may have a freeze of it. */
  readonly stored: readonly StoredFleet[];
}

/** A reason to give way that the records do not tell. */
function onlyKnownThen(
  { floor, action }: ScalingRequest,
  { provisioning }: ScalingPlan,
  { clusterName, groups }: SeenForScaling,
): string | undefined {
  if (groups.length === 0 && !provisioning) return `nothing inside of ${clusterName} starts nodes`;
  if (!floor || action === 'wake') return undefined;
  return `a group would go below ${floor.nodes} nodes, on which failover plan ${floor.plan} counts`;
}

/** A freeze of another document than the one that makes the firing; the way back from an `until` is never frozen. */
function frozenBy(
  { action }: ScalingRequest,
  registered: RegisteredCluster | undefined,
  stored: readonly StoredFleet[],
  at: string,
) {
  if (!registered || action === 'return') return undefined;
  return freezeProblem({ kind: 'scale', cluster: registered.cluster, registered }, stored, at);
}

/**
 * The same decisions as when it fires, by the facts that can be known before; `plan` is the change that it will make.
 */
export function foretell(
  { request, at, document }: ComingFiring,
  { name, recorded, pause, stored }: ForetoldCluster,
  seen: SeenForScaling | undefined,
): { readonly says: Foretold; readonly plan?: ScalingPlan } {
  const firing = decideFiring(request, {
    clusterName: name,
    nowMs: Date.parse(at),
    askedAt: at,
    registered: recorded?.registered,
    holder: undefined,
    pause,
    document,
  });
  if (firing.do === 'skip') return { says: { skipped: firing.reason } };
  if (firing.do === 'wait' || !seen) return { says: {} };
  const frozen = frozenBy(request, recorded?.registered, stored, at);
  if (frozen) return { says: { skipped: frozen.message } };
  const planned = decideScaling(firing.request, seen);
  switch (planned.outcome) {
    case 'Skipped':
      return { says: { skipped: planned.reason } };
    case 'Refused':
      return { says: { refused: planned.problems.map(({ message }) => message).join('; ') } };
    case 'Held':
      return { says: { notes: [planned.reason] } };
    case 'Planned': {
      const { plan } = planned;
      const nothingToDo = changesNothing(plan, seen);
      const unless = nothingToDo === undefined ? onlyKnownThen(firing.request, plan, seen) : undefined;
      // A schedule's would have been skipped; the way back from an `until` is only held up.
      const held = pause ? [`it waits while ${pausedBy(name, pause)}`] : [];
      const leftAlone = plan.leftAlone.map(({ name: group, reason }) => `${group} is left alone: ${reason}`);
      const notes = [...held, ...leftAlone, ...plan.notes];
      const says = {
        ...(nothingToDo === undefined ? {} : { nothingToDo }),
        ...(unless === undefined ? {} : { unless }),
        ...(notes.length > 0 ? { notes } : {}),
      };
      return { says, plan };
    }
  }
}
