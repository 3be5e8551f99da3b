import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UNREACHED } from '../rehearsal/campaign/unreached.ts';
import { judgeReach, REACH_KINDS, type ReachReport, type Unreached } from '../rehearsal/reach/report.ts';

/*
 * `node scripts/list-unreached.ts FILE`: writes what the report of `npm run campaign -- --gate --reach FILE` says was
 * reached by no seed, and by few, into `rehearsal/campaign/unreached/`, but for what has a reason in `unreached.ts`.
 * A row that appears there is for a reviewer to see: a table that leads to it is better.
 */

const FOLDER = fileURLToPath(new URL('../rehearsal/campaign/unreached/', import.meta.url));
/** What fewer seeds reach may be left out by a change that shifts what is drawn. */
const FEW_SEEDS = 3;
const WRITTEN = ['not drawn yet', 'by few seeds'];

const [file = ''] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8')) as ReachReport;
const reasoned = UNREACHED.filter(({ because }) => !WRITTEN.some((text) => because.startsWith(text)));
const asIfNone = (least: number): ReachReport => {
  const kept = REACH_KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(report.reached[kind]).map(([name, seeds]) => [name, seeds >= least ? seeds : 0]),
    ),
  ]);
  return { ...report, reached: Object.fromEntries(kept) as ReachReport['reached'] };
};
const none = judgeReach(asIfNone(1), reasoned).missing;
const few = judgeReach(asIfNone(FEW_SEEDS), reasoned).missing.filter((name) => !none.includes(name));

/** `<kind> <name>` as a row; a star in a name is one of its own text. */
const rowOf = (told: string, because: string): Unreached => {
  const [kind = '', ...rest] = told.split(' ');
  return { kind: kind as Unreached['kind'], name: rest.join(' '), because };
};

function write(name: string, constant: string, docstring: string, rows: readonly Unreached[]): void {
  const body = rows.map((row) => `  ${JSON.stringify(row)},`).join('\n');
  writeFileSync(
    `${FOLDER}${name}.ts`,
    `import type { Unreached } from '../../reach/report.ts';\n\n/** Written by \`node scripts/list-unreached.ts\`: ${docstring} */\nexport const ${constant}: readonly Unreached[] = [\n${body}\n];\n`,
  );
}

write(
  'not-drawn-yet',
  'NOT_DRAWN_YET',
  'what the tables do not lead to yet.',
  none.map((name) => rowOf(name, 'not drawn yet: a row of a table would lead to it')),
);
write(
  'seldom',
  'SELDOM',
  'what so few seeds reach that the next change may leave it out.',
  few.map((name) => ({ ...rowOf(name, 'by few seeds: whether one reaches it is chance'), isSeldom: true })),
);
process.stdout.write(
  `${none.length} not drawn yet, ${few.length} seldom, of ${report.seeds} seeds; format them with npm run format\n`,
);
