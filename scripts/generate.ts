/** Writes files that follow from other files: `npm run generate`. A test keeps them up to date. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workflow } from '../statemachines/workflow.ts';

const root = join(import.meta.dirname, '..');

/** Generated files: their paths from the project's folder, and their text. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  return new Map(await stateMachines());
}

/** Each workflow's outline as AWS takes it. */
async function stateMachines(): Promise<readonly (readonly [path: string, text: string])[]> {
  const folder = join(root, 'statemachines');
  const outlines = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'workflow.ts');
  return Promise.all(
    outlines.map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, Workflow>;
      const [workflow] = Object.values(module);
      if (workflow?.definition === undefined) throw new Error(`statemachines/${file}: exports no workflow`);
      const text = `${JSON.stringify(workflow.definition, null, 2)}\n`;
      return [`statemachines/${workflow.name}.asl.json`, text] as const;
    }),
  );
}

if (process.argv[1] === import.meta.filename)
  for (const [path, text] of await generated()) writeFileSync(join(root, path), text);
