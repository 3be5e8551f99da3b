import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlantedBug } from './planted/bug.ts';
import { BUGS } from './planted/bugs/all.ts';
import { newPlace, plantedCopy } from './planted/copy.ts';
import { type Catch, hunt, hunters } from './planted/hunters.ts';
import { editsOf, rounds } from './planted/rounds.ts';
import { table } from './planted/table.ts';

/*
 * `npm run planted [-- PART...] [--seeds 150] [--by rules,campaign,tests] [--whole] [--types]`: plants one bug at a
 * time into a copy of the project, and says which of CI's checks finds it. A part keeps to the bugs whose verb or
 * name has it. A bug is handed on until one of them finds it; with `--whole` each of them looks, and to the end.
 * First they look at a copy without a bug: one that finds something there finds nothing with a bug. `--types` only
 * looks that all bugs compile. Exits with 1 where a bug was found by nobody. The table of all results is written to
 * `reports/planted.md`.
 */

const root = join(import.meta.dirname, '..');
const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '150' },
    sample: { type: 'string', default: '1' },
    by: { type: 'string', default: 'rules,campaign,tests' },
    whole: { type: 'boolean', default: false },
    types: { type: 'boolean', default: false },
  },
});

const known = hunters({ seeds: Number(values.seeds), isWhole: values.whole });
const chosen = values.by.split(',').map((name) => {
  const hunter = known.find((one) => one.name === name);
  if (hunter === undefined)
    throw new Error(`--by names ${known.map((one) => one.name).join(', ')}, not ${name}`);
  return hunter;
});
const every = Number(values.sample);
if (!(Number.isInteger(every) && every > 0))
  throw new Error(`--sample is a whole number from 1 on, not ${values.sample}`);
const bugs = BUGS.filter(
  ({ verb, name }) => parts.length === 0 || parts.some((part) => verb === part || name.includes(part)),
).filter((_bug, position) => position % every === 0);
if (bugs.length === 0) throw new Error(`no planted bug is called ${parts.join(' or ')}`);

const place = newPlace();

async function hunted(edits: PlantedBug['edits'], isWhole: boolean): Promise<readonly Catch[]> {
  const catches: Catch[] = [];
  plantedCopy(root, edits, place);
  for (const hunter of chosen) {
    const found = await hunt(hunter, place);
    if (found !== undefined) catches.push(found);
    if (found !== undefined && !isWhole) break;
  }
  return catches;
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
  const withoutBug = await hunted([], true);
  if (withoutBug.length > 0)
    throw new Error(`found with nothing planted: ${withoutBug.map(told).join('; ')}`);
  const results: { readonly bug: (typeof BUGS)[number]; readonly catches: readonly Catch[] }[] = [];
  for (const bug of bugs) {
    const catches = await hunted(bug.edits, values.whole);
    results.push({ bug, catches });
    console.log(
      `${results.length}/${bugs.length} ${bug.verb}: ${bug.name}: ${catches.map(told).join('; ') || 'FOUND BY NOBODY'}`,
    );
    mkdirSync(join(root, 'reports'), { recursive: true });
    writeFileSync(join(root, 'reports', 'planted.md'), table(results));
  }
  const missed = results.filter(({ catches }) => catches.length === 0).length;
  const byCampaign = results.filter(({ catches }) =>
    catches.some(({ hunter }) => hunter === 'campaign'),
  ).length;
  console.log(`${bugs.length} planted, ${byCampaign} found by the campaign, ${missed} by nobody`);
  process.exitCode = missed > 0 ? 1 : 0;
}
