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

type Read = Pick<ReadScenario, 'steps' | 'documents' | 'fleets' | 'problems'>;
const NOTHING: Read = { steps: [], documents: [], fleets: [], problems: [] };

/** The steps of another scenario's file. What it says of its beginning, regions and quotas is for when it is run by itself. */
async function played(path: string): Promise<Read> {
  const read = await readDocuments([path]);
  const scenarios = await Promise.all(read.documents.filter(isScenario).map(readScenario));
  const isNone = scenarios.length === 0 && read.problems.length === 0;
  const message = 'there is no scenario in it';
  const none = { document: path, path: 'kind', found: 'none', allowed: 'a Scenario', message };
  return all([{ ...NOTHING, problems: [...read.problems, ...(isNone ? [none] : [])] }, ...scenarios]);
}

/** The documents of a file that a step applies. */
async function applied(step: Apply, path: string): Promise<Read> {
  const read = await readDocuments([path]);
  const fleets = read.documents.filter(isFleet);
  const documents = read.documents
    .filter((document) => !isFleet(document))
    .flatMap((document) => copiesOf(document, step.copies));
  return { steps: stepsOf(step, documents, fleets), documents, fleets, problems: read.problems };
}

const all = (parts: readonly Read[]): Read => ({
  steps: parts.flatMap(({ steps }) => steps),
  documents: parts.flatMap(({ documents }) => documents),
  fleets: parts.flatMap(({ fleets }) => fleets),
  problems: parts.flatMap(({ problems }) => problems),
});

/** Reads a scenario and the files that it names, whose paths start at its own folder. */
export async function readScenario({ source, value }: AppliedDocument): Promise<ReadScenario> {
  const parsed = scenario.safeParse(value);
  if (!parsed.success) {
    const problems = findingsOf(scenario, value, parsed.error.issues, ofUnion).map((finding) =>
      toProblem(source, finding),
    );
    return { ...NOTHING, problems };
  }
  const { steps: written, startAt, seam, quotas, regions, faultRates, besides } = parsed.data.spec;
  const besideIt = (path: string): string => join(dirname(source), path);
  const parts = written.map(async (step): Promise<Read> => {
    if ('play' in step) return played(besideIt(step.play));
    if (namesFile(step)) return applied(step, besideIt(step.apply));
    const given = givenStepOf(step);
    return { ...NOTHING, steps: [given], documents: documentsIn([given]) };
  });
  return {
    ...all(await Promise.all(parts)),
    ...(startAt === undefined ? {} : { startAt }),
    ...(seam === undefined ? {} : { seam }),
    ...(quotas === undefined ? {} : { quotas }),
    ...(regions === undefined ? {} : { regions }),
    ...(faultRates === undefined ? {} : { faultRates: { ...NO_FAULTS, ...faultRates } }),
    ...(besides === undefined ? {} : { besides }),
  };
}
