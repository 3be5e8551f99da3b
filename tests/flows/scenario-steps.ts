import { join } from 'node:path';
import { readDocuments } from '../../cli/documents/read-paths.ts';
import { isScenario, readScenario } from '../../cli/documents/read-scenario.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';

const root = join(import.meta.dirname, '../..');

/** The steps of a scenario's file, as `eks-fleet simulate` reads them; throws where it would refuse the file. */
export async function scenarioSteps(path: string): Promise<readonly Step[]> {
  const read = await readDocuments([join(root, path)]);
  const scenarios = await Promise.all(
    read.documents.filter(isScenario).map((document) => readScenario(document)),
  );
  const problems = [...read.problems, ...scenarios.flatMap((scenario) => scenario.problems)];
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return scenarios.flatMap(({ steps }) => steps);
}
