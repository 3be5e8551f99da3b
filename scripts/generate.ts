/** Writes files that follow from other files: `npm run generate`. A test keeps them up to date. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workflow } from '../statemachines/builders/workflow.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'statemachines');
const LIST = 'all.ts';

type File = readonly [path: string, text: string];

/** Generated files: their paths from the project's folder, and their text. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const outlines = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && file !== LIST)
      .map(outlineIn),
  );
  return new Map([...outlines.map(stateMachine), listOf(outlines)]);
}

interface Outline {
  readonly file: string;
  readonly exported: string;
  readonly workflow: Workflow;
}

async function outlineIn(file: string): Promise<Outline> {
  const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, Workflow>;
  const [[exported, workflow] = []] = Object.entries(module);
  if (exported === undefined || workflow?.definition === undefined)
    throw new Error(`statemachines/${file}: exports no workflow`);
  if (`${workflow.name}.ts` !== file)
    throw new Error(`statemachines/${file}: the workflow in it is called ${workflow.name}`);
  return { file, exported, workflow };
}

/** A workflow's outline as AWS takes it. */
const stateMachine = ({ workflow: { name, definition } }: Outline): File => [
  `statemachines/${name}.asl.json`,
  `${JSON.stringify(definition, null, 2)}\n`,
];

const listOf = (outlines: readonly Outline[]): File => [
  `statemachines/${LIST}`,
  [
    ...[...outlines.map(({ file }) => file), 'builders/workflow.ts'].sort().map((file) => {
      const exported = outlines.find((one) => one.file === file)?.exported;
      return `import ${exported ? `{ ${exported} }` : 'type { Workflow }'} from './${file}';`;
    }),
    '',
    '/** Every workflow; `npm run generate` writes this list. */',
    'export const WORKFLOWS: readonly Workflow[] = [',
    ...outlines.map(({ exported }) => `  ${exported},`),
    '];',
    '',
  ].join('\n'),
];

if (process.argv[1] === import.meta.filename)
  for (const [path, text] of await generated()) writeFileSync(join(root, path), text);
