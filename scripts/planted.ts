import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlantedBug } from './planted/bug.ts';
import { BUGS } from './planted/bugs/all.ts';
import { commit, newPlace, plantedCopy } from './planted/copy.ts';
import { type Catch, findingsOf, HUNTERS, type HunterName, hunters } from './planted/hunters.ts';
import { nearTests } from './planted/near.ts';
import { editsOf, rounds } from './planted/rounds.ts';
import { type Result, rowsOf, table } from './planted/table.ts';
import { WithoutBug } from './planted/without-bug.ts';

/*
 * `npm run planted [-- PART...] [--seeds 150] [--sample N [--offset K]] [--by rules,near,campaign,failovers,tests] [--whole] [--table FILE]
 * [--types]`: plants one bug at a time into a copy of the project, and says which of CI's checks finds it. A part keeps
 * to the bugs whose verb or name has it, `--sample` to every N-th of these, beginning at the K-th
 * (0 is the first): another K is another sample. A bug is handed on until one of the hunters
 * finds it; with `--whole` each of them looks, and to the end. What has found a bug looks at a copy without one as well: if
 * it finds something there, it has found nothing. `--types` only looks that all bugs compile. Exits with 1 where a bug was
 * found by nobody. The results go into a table, `reports/planted.md` or the `--table` named, in which those of other
 * bugs and hunters stay.
 */

const root = join(import.meta.dirname, '..');
const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '150' },
    sample: { type: 'string', default: '1' },
    offset: { type: 'string', default: '0' },
    by: { type: 'string', default: HUNTERS.join() },
    table: { type: 'string', default: 'reports/planted.md' },
    whole: { type: 'boolean', default: false },
    types: { type: 'boolean', default: false },
  },
});

const chosen = values.by.split(',').map((name) => {
  const hunter = HUNTERS.find((one) => one === name);
  if (hunter === undefined) throw new Error(`--by names ${HUNTERS.join(', ')}, not ${name}`);
  return hunter;
});
const every = Number(values.sample);
if (!(Number.isInteger(every) && every > 0))
  throw new Error(`--sample is a whole number from 1 on, not ${values.sample}`);
const offset = Number(values.offset);
if (!(Number.isInteger(offset) && offset >= 0 && offset < every))
  throw new Error(`--offset is a whole number from 0 to ${every - 1}, not ${values.offset}`);
const bugs = BUGS.filter(
  ({ verb, name }) => parts.length === 0 || parts.some((part) => verb === part || name.includes(part)),
).filter((_bug, position) => position % every === offset);
if (bugs.length === 0) throw new Error(`no planted bug is called ${parts.join(' or ')}`);

const place = newPlace();
const withoutBug = new WithoutBug(root);
const hunt = { seeds: Number(values.seeds), isWhole: values.whole };

/** The answers of the hunters about a copy with a bug, until one finds something, or of all of them. */
async function hunted({ edits }: PlantedBug) {
  const catches: Catch[] = [];
  const asked: HunterName[] = [];
  plantedCopy(root, edits, place);
  for (const hunter of hunters(hunt, nearTests(root, { edits })).filter(({ name }) =>
    chosen.includes(name),
  )) {
    asked.push(hunter.name);
    const found = await findingsOf(hunter, place);
    if (found === undefined) continue;
    await withoutBug.mustBeSilent(hunter, found);
    catches.push(found);
    if (!values.whole) break;
  }
  return { asked, catches };
}

const told = ({ hunter, found, seconds }: Catch): string =>
  `${hunter} (${found.slice(0, 4).join(', ')}${found.length > 4 ? ` and ${found.length - 4} more` : ''}) in ${seconds} s`;

if (values.types) {
  const failed = rounds(bugs).filter((round) => {
    plantedCopy(root, editsOf(round), place);
    const tsc = ['node_modules/typescript/bin/tsc', '--noEmit'];
    return spawnSync(process.execPath, tsc, { cwd: place.copy, stdio: 'inherit' }).status !== 0;
  });
  process.exitCode = failed.length > 0 ? 1 : 0;
} else {
  const file = join(root, values.table);
  const before = rowsOf(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const command = `npm run planted -- ${process.argv.slice(2).join(' ')}`;
  const results: Result[] = [];
  for (const bug of bugs) {
    const result = { bug, at: commit(root), ...(await hunted(bug)) };
    results.push(result);
    const finders = result.catches.map(told).join('; ') || 'FOUND BY NOBODY';
    console.log(`${results.length}/${bugs.length} ${bug.verb}: ${bug.name}: ${finders}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, table(BUGS, results, before, command));
  }
  const missed = results.filter(({ catches }) => catches.length === 0).length;
  const byCampaign = results.filter(({ catches }) =>
    catches.some(({ hunter }) => hunter === 'campaign'),
  ).length;
  console.log(`${bugs.length} planted, ${byCampaign} found by the campaign, ${missed} by nobody`);
  process.exitCode = missed > 0 ? 1 : 0;
}
