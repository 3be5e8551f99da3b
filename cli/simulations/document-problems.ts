import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { isScenario } from '../documents/read-scenario.ts';

const regionOf = ({ value }: AppliedDocument): string =>
  (value as { metadata: { region: string } }).metadata.region;

/** Home first: a fleet's own, else the first document's. */
export function regionsOf(
  documents: readonly AppliedDocument[],
  fleets: readonly AppliedDocument[],
): readonly string[] {
  const ofFleets = fleets.flatMap(({ value }) => {
    const { home, regions } = (value as FleetDocument).spec;
    return [home, ...regions];
  });
  return [...new Set([...ofFleets, ...documents.map(regionOf)])];
}

const nameOf = ({ value }: AppliedDocument): string =>
  (value as { metadata: { name: string } }).metadata.name;

/** A scenario is run alone: it says itself which documents are applied, and when. */
export function moreThanAScenario(documents: readonly AppliedDocument[]): readonly Problem[] {
  const found = documents.find(isScenario);
  if (!found || documents.length === 1) return [];
  const message = 'a scenario is run by itself';
  return [
    {
      document: found.source,
      path: 'kind',
      found: `${documents.length} documents`,
      allowed: 'one Scenario',
      message,
    },
  ];
}

/**
 * Groups of documents that are applied together. A scenario's are one group for each step, since it may describe one
 * cluster again and again.
 */
export function appliedTogether(
  documents: readonly AppliedDocument[],
  steps: readonly Step[] | undefined,
): readonly (readonly AppliedDocument[])[] {
  return steps ? steps.flatMap((step) => ('apply' in step ? [step.apply] : [])) : [documents];
}

/** Problems of each document, and of documents beside one another. */
export function problemsOf(
  documents: readonly AppliedDocument[],
  today: string,
  regions: readonly string[] | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const document of documents) {
    const parsed = parseClusterConfig(document.value, document.source, { today });
    if (parsed.problems) {
      problems.push(...parsed.problems);
      continue;
    }
    const region = regionOf(document);
    const identity = `${region}/${nameOf(document)}`;
    const other = seen.get(identity);
    const at = (path: string, found: string, allowed: string, message: string): Problem => ({
      document: document.source,
      path,
      found,
      allowed,
      message,
    });
    if (other !== undefined)
      problems.push(
        at(
          'metadata.name',
          nameOf(document),
          'one document a cluster',
          `${other} already describes ${identity}`,
        ),
      );
    if (regions && !regions.includes(region))
      problems.push(
        at('metadata.region', region, regions.join(', '), `the fleet is not deployed in ${region}`),
      );
    seen.set(identity, document.source);
  }
  return problems;
}
