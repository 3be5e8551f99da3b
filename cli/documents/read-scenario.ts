import { dirname, join } from 'node:path';
import { findingsOf } from '../../domain/cluster-config/issues.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { ofUnion } from '../../domain/cluster-config/union-issues.ts';
import type { AppliedDocument } from '../../rehearsal/applied-document.ts';
import { type FaultRates, NO_FAULTS } from '../../rehearsal/faults/rates.ts';
import { documentsIn, givenStepOf } from '../../rehearsal/scenario/inline.ts';
import { scenario } from '../../rehearsal/scenario/schema.ts';
import type { ScenarioStep, Step } from '../../rehearsal/scenario/steps/all.ts';
import type { FleetValue } from '../../rehearsal/scenario/steps/apply-fleet.ts';
import { readDocuments } from './read-paths.ts';

export interface ReadScenario {
  readonly steps: readonly Step[];
  /** All ClusterConfig documents that its steps apply. */
  readonly documents: readonly AppliedDocument[];
  /** All Fleet documents that its steps apply. */
  readonly fleets: readonly AppliedDocument[];
  readonly problems: readonly Problem[];
  readonly startAt?: string;
  readonly seam?: 'wire' | 'direct';
  readonly quotas?: Readonly<Record<string, number>>;
  readonly regions?: readonly string[];
  readonly faultRates?: FaultRates;
  /** Another stage of the account. */
  readonly besides?: string;
}

const kindOf = ({ value }: AppliedDocument): unknown => (value as { readonly kind?: unknown } | null)?.kind;

export const isScenario = (document: AppliedDocument): boolean => kindOf(document) === 'Scenario';
export const isFleet = (document: AppliedDocument): boolean => kindOf(document) === 'Fleet';

type Apply = Extract<ScenarioStep, { apply: unknown }> & { readonly apply: string };
/** Whether a step names a file, and does not hold what it applies. */
const namesFile = (step: ScenarioStep): step is Apply => 'apply' in step && typeof step.apply === 'string';

/** A cluster's document so many times, each under a name of its own. */
function copiesOf(
  { source, value }: AppliedDocument,
  copies: number | undefined,
): readonly AppliedDocument[] {
  if (copies === undefined) return [{ source, value }];
  return Array.from({ length: copies }, (_, index) => {
    const copy = structuredClone(value) as { metadata?: { name?: string } };
    if (copy.metadata?.name !== undefined) copy.metadata.name = `${copy.metadata.name}-${index + 1}`;
    return { source: `${source} (${index + 1})`, value: copy };
  });
}

/** The steps that apply a file's documents: its clusters together, then each Fleet. */
function stepsOf(
  { apply: _apply, copies: _copies, ...how }: Apply,
  clusters: readonly AppliedDocument[],
  fleets: readonly AppliedDocument[],
): readonly Step[] {
  const { followForSeconds } = how;
  const following = followForSeconds === undefined ? {} : { followForSeconds };
  return [
    ...(clusters.length > 0 || fleets.length === 0 ? [{ apply: clusters, ...how }] : []),
    ...fleets.map(({ value }) => ({ applyFleet: value as FleetValue, ...following })),
  ];
}

/** The scenario of a file that a step names. */
async function readOther(path: string, readers: readonly string[]): Promise<ReadScenario> {
  const { documents, problems } = await readDocuments([path]);
  const [other] = documents.filter(isScenario);
  const refused = (found: string): ReadScenario => ({
    ...{ steps: [], documents: [], fleets: [] },
    problems: [
      ...problems,
      {
        document: readers.at(-1) ?? path,
        path: 'spec.steps',
        message: 'names no scenario that can be run',
        found,
        allowed: "a scenario's file that does not come back to this one",
      },
    ],
  });
  if (!other) return refused(path);
  if (readers.includes(other.source)) return refused(`${path}, which runs itself`);
  return readScenario(other, readers);
}

/**
 * Reads a scenario and the files that it names, whose paths start at its own folder. `readers`: the scenarios that have led to
 * this one.
 */
export async function readScenario(
  { source, value }: AppliedDocument,
  readers: readonly string[] = [],
): Promise<ReadScenario> {
  const parsed = scenario.safeParse(value);
  if (!parsed.success) {
    const problems = findingsOf(scenario, value, parsed.error.issues, ofUnion).map((finding) =>
      toProblem(source, finding),
    );
    return { steps: [], documents: [], fleets: [], problems };
  }
  const { steps: written, startAt, seam, quotas, regions, faultRates, besides } = parsed.data.spec;
  const steps: Step[] = [];
  const documents: AppliedDocument[] = [];
  const fleets: AppliedDocument[] = [];
  const problems: Problem[] = [];
  for (const step of written) {
    if ('run' in step) {
      const other = await readOther(join(dirname(source), step.run), [...readers, source]);
      steps.push(...other.steps);
      documents.push(...other.documents);
      fleets.push(...other.fleets);
      problems.push(...other.problems);
      continue;
    }
    if (!namesFile(step)) {
      const given = givenStepOf(step);
      steps.push(given);
      documents.push(...documentsIn([given]));
      continue;
    }
    const read = await readDocuments([join(dirname(source), step.apply)]);
    const ofFile = read.documents.filter(isFleet);
    const clusters = read.documents
      .filter((document) => !isFleet(document))
      .flatMap((document) => copiesOf(document, step.copies));
    documents.push(...clusters);
    fleets.push(...ofFile);
    problems.push(...read.problems);
    steps.push(...stepsOf(step, clusters, ofFile));
  }
  return {
    steps,
    documents,
    fleets,
    problems,
    ...(startAt === undefined ? {} : { startAt }),
    ...(seam === undefined ? {} : { seam }),
    ...(quotas === undefined ? {} : { quotas }),
    ...(regions === undefined ? {} : { regions }),
    ...(faultRates === undefined ? {} : { faultRates: { ...NO_FAULTS, ...faultRates } }),
    ...(besides === undefined ? {} : { besides }),
  };
}
