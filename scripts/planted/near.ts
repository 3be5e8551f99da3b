import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlantedBug } from './bug.ts';

/** Tests of what has no folder of tests by its own name: machines, templates, and what is generated of them. */
const PROJECT = 'tests/project';

/** The folder of tests that is named as the file's folder, or as the next one around it. */
function nearestTo(root: string, file: string): string {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const tests = join('tests', folder);
    if (existsSync(join(root, tests))) return tests;
  }
  return PROJECT;
}

/** The folders of tests that are nearest to a bug, which are quick to run. */
export const nearTests = (root: string, { edits }: Pick<PlantedBug, 'edits'>): readonly string[] => [
  ...new Set(edits.map(({ file }) => nearestTo(root, file))),
];
