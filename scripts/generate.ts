/** Writes files that follow from other files: `npm run generate`. A test keeps them up to date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { functions } from './generate/functions.ts';
import { readProject, root } from './generate/project.ts';
import { rules } from './generate/rules.ts';
import { stateMachines } from './generate/state-machines.ts';

/** Generated files: their paths from the project's folder, and their text. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const project = await readProject();
  return new Map([...stateMachines(project), ...functions(project), ...rules(project)]);
}

if (process.argv[1] === import.meta.filename)
  for (const [path, text] of await generated()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
