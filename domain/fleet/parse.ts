import { findingsOf } from '../cluster-config/issues.ts';
import { type Finding, type Problem, toProblem } from '../cluster-config/problem.ts';
import { type FleetDocument, fleetSchema } from './schema.ts';

export type ParsedFleet =
  | { readonly fleet: FleetDocument; readonly problems?: undefined }
  | { readonly fleet?: undefined; readonly problems: readonly Problem[] };

/** Regions that the fleet does not have, and failovers that cannot work. */
function rules({ spec }: FleetDocument): Finding[] {
  const { regions, home, failover = [], freezes = [] } = spec;
  const outside = (path: string, found: string): Finding[] =>
    regions.includes(found)
      ? []
      : [{ path, found, allowed: regions.join(', '), message: 'the region is not one of spec.regions' }];
  return [
    ...outside('spec.home', home),
    ...failover.flatMap(({ from, to, witness, mode, fence }, index) => {
      const path = `spec.failover[${index}]`;
      const three = new Set([from.region, to.region, witness]);
      return [
        ...outside(`${path}.from.region`, from.region),
        ...outside(`${path}.to.region`, to.region),
        ...outside(`${path}.witness`, witness),
        ...(three.size < 3
          ? [
              {
                path: `${path}.witness`,
                found: witness,
                allowed: 'a third region',
                message: 'a vote needs three regions: from, to and the witness',
              },
            ]
          : []),
        ...(mode === 'automatic' && !fence
          ? [
              {
                path: `${path}.fence`,
                found: undefined,
                allowed: 'a state machine that keeps the old side from writing',
                message: 'automatic failover needs a fence',
                alternative: 'add the fence, or use mode: approve',
              },
            ]
          : []),
      ];
    }),
    ...freezes.flatMap(({ from, to }, index) =>
      from <= to
        ? []
        : [
            {
              path: `spec.freezes[${index}].to`,
              found: to,
              allowed: `${from} or later`,
              message: 'the freeze ends before it begins',
            },
          ],
    ),
  ];
}

/** Reads one Fleet document: the policy, or every problem found. */
export function parseFleet(value: unknown, source: string): ParsedFleet {
  const read = fleetSchema.safeParse(value);
  if (!read.success)
    return {
      problems: findingsOf(fleetSchema, value, read.error.issues).map((finding) =>
        toProblem(source, finding),
      ),
    };
  const problems = rules(read.data).map((finding) => toProblem(source, finding));
  return problems.length > 0 ? { problems } : { fleet: read.data };
}
