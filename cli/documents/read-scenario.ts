import { dirname, join } from 'node:path';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { type ScenarioStep, scenario } from '../../rehearsal/scenario/schema.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import { readDocuments } from './read-paths.ts';
import type { ReadDocument } from './read-text.ts';

export interface ReadScenario {
  readonly steps: readonly Step[];
  /** All documents that its steps apply. */
  readonly documents: readonly ReadDocument[];
  readonly problems: readonly Problem[];
}

export const isScenario = ({ value }: ReadDocument): boolean =>
  (value as { readonly kind?: unknown } | null)?.kind === 'Scenario';

/** Reads a scenario and the files that it names, whose paths start at its own folder. */
export async function readScenario({ source, value }: ReadDocument): Promise<ReadScenario> {
  const parsed = scenario.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      document: source,
      path: issue.path.join('.'),
      found: 'something else',
      allowed: 'what rehearsal/scenario/schema.ts says',
      message: issue.message,
    }));
    return { steps: [], documents: [], problems };
  }
  const steps: Step[] = [];
  const documents: ReadDocument[] = [];
  const problems: Problem[] = [];
  for (const step of parsed.data.spec.steps) {
    if (!isApply(step)) {
      steps.push(step);
      continue;
    }
    const read = await readDocuments([join(dirname(source), step.apply)]);
    documents.push(...read.documents);
    problems.push(...read.problems);
    const followFor = step.followForSeconds === undefined ? {} : { followForSeconds: step.followForSeconds };
    steps.push({
      apply: read.documents.map(({ source: file, value: document }) => ({ source: file, value: document })),
      ...followFor,
    });
  }
  return { steps, documents, problems };
}

const isApply = (step: ScenarioStep): step is Extract<ScenarioStep, { apply: string }> => 'apply' in step;
