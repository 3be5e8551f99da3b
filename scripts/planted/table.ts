import type { PlantedBug } from './bug.ts';
import { type Catch, HUNTERS, type HunterName } from './hunters.ts';

/** The answers of hunters about one bug; one that was not asked has none. */
export interface Result {
  readonly bug: PlantedBug & { readonly verb: string };
  readonly asked: readonly HunterName[];
  readonly catches: readonly Catch[];
  /** The commit at which they were asked. */
  readonly at: string;
}

/** The cells of a row by the bug's name: of each hunter what it has found, `no`, or nothing where it was not asked. */
type Rows = ReadonlyMap<string, { readonly cells: readonly string[]; readonly at: string }>;

const NOT_FOUND = 'no';
const WIDTH = HUNTERS.length + 3;

const cell = ({ hunter, found }: Catch): string =>
  hunter === 'campaign' || hunter === 'failovers'
    ? `seed ${found.slice(0, 3).join(', ')}`
    : found.slice(0, 3).join(', ');

/** The rows of a table that was written before. */
export function rowsOf(text: string): Rows {
  const rows = text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter((parts) => parts.length === WIDTH + 2 && !/^(verb|-+)$/.test(parts[1] ?? ''))
    .map(([, _verb, name = '', ...rest]) => {
      return [name, { cells: rest.slice(0, HUNTERS.length), at: rest[HUNTERS.length] ?? '' }] as const;
    });
  return new Map(rows);
}

function cellsOf({ asked, catches }: Result, before: readonly string[]): readonly string[] {
  return HUNTERS.map((name, index) => {
    if (!asked.includes(name)) return before[index] ?? '';
    const found = catches.find(({ hunter }) => hunter === name);
    return found ? cell(found) : NOT_FOUND;
  });
}

/** One line: of each hunter the number of bugs that it found, among those that it was asked for. */
function shares(rows: Rows): string {
  const all = [...rows.values()].map(({ cells }) => cells);
  const of = HUNTERS.map((name, index) => {
    const asked = all.map((cells) => cells[index] ?? '').filter((text) => text !== '');
    return `${name} ${asked.filter((text) => text !== NOT_FOUND).length} of ${asked.length}`;
  });
  const missed = all.filter((cells) => cells.every((text) => text === '' || text === NOT_FOUND));
  return `Found of those asked for: ${of.join(', ')}. Found by nobody so far: ${missed.length} of ${all.length}.`;
}

/** All results in Markdown: those of this run in place of what was known of the same bugs, and the others as they were. */
export function table(
  bugs: readonly Result['bug'][],
  results: readonly Result[],
  before: Rows,
  command: string,
): string {
  const rows = new Map(
    bugs.flatMap(({ name }) => {
      const result = results.find(({ bug }) => bug.name === name);
      const known = before.get(name);
      const row = result ? { cells: cellsOf(result, known?.cells ?? []), at: result.at } : known;
      return row ? [[name, row] as const] : [];
    }),
  );
  const lines = bugs.flatMap(({ verb, name }) => {
    const row = rows.get(name);
    return row ? [`| ${[verb, name, ...row.cells, row.at].join(' | ')} |`] : [];
  });
  const head = ['verb', 'bug', ...HUNTERS, 'at'];
  return [
    '# Planted bugs, and who finds them',
    '',
    'Each bug of `scripts/planted/bugs` was planted alone. A cell is what has found it: the rules, the tests or the seeds that',
    'failed first; `no` is who was asked and found nothing, and an empty cell who was not asked. `near` are the folders of tests that',
    'are nearest to the edited files, `tests` all of them as CI runs them, `at` is the commit. Written by the last of the runs with',
    `\`--table\`, \`${command}\`.`,
    '',
    shares(rows),
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...lines,
    '',
  ].join('\n');
}
