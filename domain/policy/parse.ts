import { findingsOf } from '../cluster-config/issues.ts';
import { type Problem, toProblem } from '../cluster-config/problem.ts';
import { ofUnion } from '../cluster-config/union-issues.ts';
import { deadlines, ranges, uniqueNames, zones } from './rules/days.ts';
import { failoverDrills } from './rules/failover/drills.ts';
import { failoverHooks } from './rules/failover/hooks.ts';
import { failoverMoves } from './rules/failover/moves.ts';
import { failoverObjectives } from './rules/failover/objectives.ts';
import { failoverPaths } from './rules/failover/paths.ts';
import { failoverPlaces } from './rules/failover/places.ts';
import { failoverProbes } from './rules/failover/probes.ts';
import { awakeHours, scaleTimes } from './rules/firings.ts';
import { overlaps } from './rules/overlaps.ts';
import { levels, regions } from './rules/regions.ts';
import type { FleetRule } from './rules/rule.ts';
import { sizeOrder } from './rules/sizes.ts';
import { waves, windows } from './rules/upgrades.ts';
import { type FleetDocument, fleetSchema } from './schema.ts';

export type ParsedFleet =
  | { readonly fleet: FleetDocument; readonly problems?: undefined }
  | { readonly fleet?: undefined; readonly problems: readonly Problem[] };

const RULES: readonly FleetRule[] = [
  regions,
  levels,
  zones,
  uniqueNames,
  ranges,
  deadlines,
  awakeHours,
  scaleTimes,
  sizeOrder,
  windows,
  waves,
  failoverPlaces,
  failoverProbes,
  failoverMoves,
  failoverDrills,
  failoverObjectives,
  failoverHooks,
  failoverPaths,
];

/** Reads one Fleet document: the policy, or every problem found. `now` (ISO 8601) tells which times are past. */
export function parseFleet(value: unknown, source: string, { now }: { readonly now: string }): ParsedFleet {
  const read = fleetSchema.safeParse(value);
  if (!read.success)
    return {
      problems: findingsOf(fleetSchema, value, read.error.issues, ofUnion).map((finding) =>
        toProblem(source, finding),
      ),
    };
  const nowMs = Date.parse(now);
  const { spec } = read.data;
  const findings = RULES.flatMap((rule) => rule(spec, nowMs));
  // Overlaps of entries can be told only once each entry can be read.
  const found = findings.length > 0 ? findings : overlaps(spec, nowMs);
  return found.length > 0
    ? { problems: found.map((finding) => toProblem(source, finding)) }
    : { fleet: read.data };
}
