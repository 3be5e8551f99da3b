import { describeEmptySelect } from '../../domain/fleet/checks/empty-selects.ts';
import { describeLateWake } from '../../domain/fleet/checks/late-wakes.ts';
import { describeSilenced } from '../../domain/fleet/checks/silenced.ts';
import type { PlannedFleet } from './apply-fleets.ts';
import { describeLeftAsleep } from './left-asleep.ts';

export interface FleetDifference {
  /** `document`, or a schedule by its name. */
  readonly part: string;
  readonly kind: 'create' | 'update' | 'delete';
  readonly text: string;
  /** The region of a schedule. */
  readonly region?: string;
}

/** Differences between a Fleet document and the one that is stored, with its schedules. */
export interface FleetDiff {
  readonly document: string;
  readonly fleet: string;
  readonly home: string;
  /** The revision of the stored document; absent where there is none. */
  readonly revision?: number;
  readonly differences: readonly FleetDifference[];
  /** Remarks on things that do not differ and still are not as the document means them. */
  readonly notes: readonly string[];
}

const KINDS = { create: 'create', replace: 'update', delete: 'delete' } as const;

export function fleetDiff({ source, plan, asleep }: PlannedFleet): FleetDiff {
  const { fleet, home, revision, changed, schedules } = plan;
  const notes = [
    ...plan.selectsNothing.map(describeEmptySelect),
    ...plan.lateWakes.map(describeLateWake),
    ...plan.silenced.map(describeSilenced),
    ...plan.pastExceptions.map(({ path, reason }) => `${path}: ${reason}`),
    ...asleep.map(describeLeftAsleep),
  ];
  const absent: FleetDifference = { part: 'document', kind: 'create', text: 'there is no such fleet' };
  return {
    document: source,
    fleet,
    home,
    ...(revision === undefined ? {} : { revision }),
    differences: [
      ...(revision === undefined ? [absent] : []),
      ...changed.map(
        (path): FleetDifference => ({ part: 'document', kind: 'update', text: `${path} is another` }),
      ),
      ...schedules.map(({ name, region, do: what, expression, timeZone }) => ({
        part: name,
        kind: KINDS[what],
        region,
        text: `${expression} ${timeZone}`,
      })),
    ],
    notes,
  };
}
