import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlantedBug } from './bug.ts';

const MACHINES = ['state-machines', 'outlines', 'flow', 'workflow-contracts'];
const TEMPLATES = ['deployment', 'reach', 'infrastructure-lint', 'flow'];

/** Tests of what has no folder of tests by its own name: machines, templates, and what is generated of them. */
const OTHERWISE: readonly (readonly [folder: string, tests: readonly string[]])[] = [
  ['statemachines/', MACHINES.map((name) => `tests/project/${name}`)],
  [
    'infrastructure/',
    [
      ...TEMPLATES.map((name) => `tests/project/${name}`),
      'tests/bad-input/source-policy',
      'tests/aws/operation-kept',
    ],
  ],
  ['events/', ['tests/bad-input/events', 'tests/bad-input/envelopes', 'tests/project/flow']],
];

/** The folder of tests that is named as the file's folder, or as the next one around it. */
function nearestTo(root: string, file: string): readonly string[] {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const tests = join('tests', folder);
    if (existsSync(join(root, tests))) return [tests];
  }
  return OTHERWISE.find(([folder]) => file.startsWith(folder))?.[1] ?? ['tests/project'];
}

/** The tests that are nearest to a bug, which are quick to run: folders, or the beginnings of their names. */
export const nearTests = (root: string, { edits }: Pick<PlantedBug, 'edits'>): readonly string[] => [
  ...new Set(edits.flatMap(({ file }) => nearestTo(root, file))),
];
