import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REASONED } from '../rehearsal/campaign/unreached.ts';
import { judgeReach, REACH_KINDS, type ReachReport } from '../rehearsal/reach/report.ts';

/*
 * `node scripts/list-unreached.ts FILE`: writes what the report of `npm run campaign -- --gate --reach FILE` says was
 * reached by no seed, and by few, into `rehearsal/campaign/unreached/`, but for what has a reason in `unreached.ts`.
 * A row that appears there is for a reviewer to see: a table that leads to it is better.
 */

const FOLDER = fileURLToPath(new URL('../rehearsal/campaign/unreached/', import.meta.url));
/** Names that fewer seeds reach may be left out after any change that shifts the draws: of 8, one time in 3,000. */
const FEW_SEEDS = 8;

const [file = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8')) as ReachReport;
const asIfNone = (least: number): ReachReport => {
  const kept = REACH_KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(report.reached[kind]).map(([name, seeds]) => [name, seeds >= least ? seeds : 0]),
    ),
  ]);
  return { ...report, reached: Object.fromEntries(kept) as ReachReport['reached'] };
};
const none = judgeReach(asIfNone(1), REASONED).missing;
const few = judgeReach(asIfNone(FEW_SEEDS), REASONED).missing.filter((name) => !none.includes(name));

function write(name: string, constant: string, docstring: string, told: readonly string[]): void {
  const names = REACH_KINDS.map((kind) => {
    const some = told.flatMap((text) => (text.startsWith(`${kind} `) ? [text.slice(kind.length + 1)] : []));
    return `  ${kind}: ${JSON.stringify(some, null, 2)},`;
  });
  writeFileSync(
    `${FOLDER}${name}.ts`,
    `import type { ReachNames } from '../../reach/report.ts';\n\n/** Written by \`node scripts/list-unreached.ts\`: ${docstring} */\nexport const ${constant}: ReachNames = {\n${names.join('\n')}\n};\n`,
  );
}

write('not-drawn-yet', 'NOT_DRAWN_YET', 'what the tables do not lead to yet.', none);
write('seldom', 'SELDOM', 'what so few seeds reach that the next change may leave it out.', few);
process.stdout.write(
  `${none.length} not drawn yet, ${few.length} seldom, of ${report.seeds} seeds; format them with npm run format\n`,
);
