import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { SURVIVORS } from './mutants/survivors.ts';

/*
 * `npm run mutants -- PART...`: changes deciders in small ways, one at a time, and asks the tests of `tests/domain`
 * which change they notice. A part is a folder or a file of `domain/`. Prints each change that nobody notices, and the
 * share that is; exits with 1 where that is under nine of ten, or where a row of `mutants/survivors.ts` stands for
 * none. What is known from the last run and has not changed is not asked again. Changes to what runs while a file is
 * loaded (tables, schemas) are left out: the tests would have to be loaded anew for each.
 */

const WANTED_PERCENT = 90;

const root = join(import.meta.dirname, '..');
const parts = process.argv.slice(2);
if (parts.length === 0)
  throw new Error('name a folder or a file of domain/: npm run mutants -- domain/scale');

const cache = join(root, '.cache', 'mutants');
mkdirSync(cache, { recursive: true });

const MISSED: readonly string[] = ['Survived', 'NoCoverage'];
const KILLED: readonly string[] = ['Killed', 'Timeout'];

/** The text that a mutant replaces; lines and columns are counted from 1. */
function textOf({ fileName, location: { start, end } }: MutantResult): string {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1)?.slice(0, end.column - 1) ?? '';
  return lines.join('\n').slice(start.column - 1);
}

async function run(part: string): Promise<boolean> {
  const place = join(tmpdir(), `eks-fleet-mutants-${process.pid}`);
  const results = await new Stryker({
    mutate: [part.endsWith('.ts') ? part : `${part}/**/*.ts`],
    testRunner: 'deciders',
    plugins: [join(root, 'scripts/mutants/runner.ts')],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    disableTypeChecks: false,
    // Stryker would rewrite it with a compiler that TypeScript 7 no longer has.
    tsconfigFile: 'none.json',
    incremental: true,
    incrementalFile: join(cache, `${part.replaceAll('/', '-')}.json`),
    concurrency: 1,
    reporters: ['progress-append-only'],
    tempDirName: place,
    ignorePatterns: ['.cache', 'reports', 'coverage', 'docs', 'console'],
    allowConsoleColors: false,
  })
    .runMutationTest()
    .finally(() => rmSync(place, { recursive: true, force: true }));
  return isWell(part, results);
}

function isWell(part: string, results: readonly MutantResult[]): boolean {
  const missed = results.filter(({ status }) => MISSED.includes(status));
  const killed = results.filter(({ status }) => KILLED.includes(status)).length;
  const rows = SURVIVORS.filter(({ file }) => file === part || file.startsWith(`${part}/`));
  const used = new Set<(typeof SURVIVORS)[number]>();
  let excused = 0;
  for (const mutant of missed) {
    const file = mutant.fileName.replace(`${root}/`, '');
    const text = textOf(mutant);
    const row = rows.find((one) => one.file === file && one.text === text && one.by === mutant.replacement);
    if (row) {
      used.add(row);
      excused++;
      continue;
    }
    const { line } = mutant.location.start;
    const { status, mutatorName, replacement } = mutant;
    console.log(`${file}:${line} ${status} ${mutatorName}\n-  ${text}\n+  ${replacement}`);
  }
  const unused = rows.filter((row) => !used.has(row));
  for (const { file, text } of unused)
    console.log(`a row of survivors stands for no mutant: ${file}: ${text}`);
  const total = killed + missed.length;
  if (total === 0) {
    console.log(`${part}: nothing in it can be changed, or it is not there`);
    return existsSync(join(root, part)) && unused.length === 0;
  }
  const percent = (100 * (killed + excused)) / total;
  console.log(`${part}: ${killed} of ${total} killed, ${excused} with a reason, ${percent.toFixed(1)} %`);
  return percent >= WANTED_PERCENT && unused.length === 0;
}

for (const part of parts) if (!(await run(part))) process.exitCode = 1;
