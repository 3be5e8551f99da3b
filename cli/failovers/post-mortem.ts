import type { ExportedMove, FailoverExport } from './collect.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\p{Cc}+/gu, ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0
    ? ['none', '']
    : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).concat('');

function summary(move: ExportedMove): readonly string[] {
  const { by, proven, reason, why, failure, cancellation, epoch, status } = move;
  const ended = failure ? `${status}: ${failure.step}: ${failure.reason}` : status;
  return [
    `- asked for by ${by} (${proven ? 'proven' : 'not proven'})${reason === undefined ? '' : `: ${reason}`}`,
    ...(why === undefined ? [] : [`- decided by the observers: ${why}`]),
    `- raised ${move.raisedAt}, accepted ${move.startedAt}, ended ${move.endedAt ?? 'not yet'}`,
    `- epoch ${epoch ?? 'none: the plan was not claimed'}`,
    `- outcome: ${ended}`,
    ...(cancellation
      ? [`- cancelled by ${cancellation.by} at ${cancellation.at}: ${cancellation.reason}`]
      : []),
    '',
  ];
}

function votes({ evidence = {} }: ExportedMove): readonly string[] {
  return [
    '### Votes',
    '',
    'One letter a slot of ten seconds, the newest last: A answers, F fails, ? could not tell, - no look.',
    '',
    ...table(
      ['observer', 'well', 'newest slot', 'not risen for', 'primary', 'standby', 'region of the primary'],
      Object.entries(evidence).map(([region, seen]) => [
        region,
        seen.isWell ? 'yes' : 'no',
        String(seen.sequence ?? '-'),
        seen.sinceRoseSeconds === undefined ? '-' : `${seen.sinceRoseSeconds} s`,
        ...[seen.primary, seen.standby, seen.region].map((looks) => looks || '-'),
      ]),
    ),
  ];
}

/** Rows that are told as one, with how often and from when to when. */
interface Run {
  readonly cells: readonly string[];
  readonly first: string;
  last: string;
  count: number;
}

/** The same cells at several times make one row: a task that waits is entered every few seconds. */
function runsOf(
  rows: readonly (readonly [at: string, ...cells: string[]])[],
): readonly (readonly string[])[] {
  const runs = new Map<string, Run>();
  for (const [at, ...cells] of rows) {
    const key = JSON.stringify(cells);
    const run = runs.get(key) ?? { cells, first: at, last: at, count: 0 };
    run.last = at;
    run.count++;
    runs.set(key, run);
  }
  return [...runs.values()].map(({ cells, first, last, count }) => [first, last, String(count), ...cells]);
}

const steps = ({ steps: all, region }: ExportedMove): readonly string[] => [
  '### Steps',
  '',
  ...('unknown' in all
    ? [`not known, ${all.unknown}. Step Functions keeps them in ${region} for 90 days.`, '']
    : table(
        ['first entered', 'last entered', 'times', 'task', 'outcome', 'errors of its tries'],
        runsOf(
          all.map(({ enteredAt, state, outcome = '-', errors }) => [
            enteredAt,
            state,
            outcome,
            errors.join('; ') || '-',
          ]),
        ),
      )),
];

/** Questions that were taken by nobody, oldest first. */
const questions = (moves: readonly ExportedMove[]): readonly string[] => [
  '## Questions that came to nothing',
  '',
  ...table(
    ['first', 'last', 'times', 'to', 'by', 'because'],
    runsOf(
      moves
        .toReversed()
        .map((move) => [move.raisedAt, `the ${move.to}`, move.by, move.failure?.reason ?? '-']),
    ),
  ),
];

function moveText(move: ExportedMove): readonly string[] {
  const { phases = [], notes = [], tries = {}, capacity } = move;
  const tried = Object.entries(tries).flatMap(([hook, all]) => all.map((one) => [hook, JSON.stringify(one)]));
  return [
    `## To the ${move.to}, ${move.raisedAt}${move.planned ? ', planned' : ''} (${move.operation})`,
    '',
    ...summary(move),
    ...votes(move),
    ...['### Phases', ''],
    ...table(
      ['phase', 'seconds'],
      phases.map(({ name, seconds }) => [name, String(seconds)]),
    ),
    ...steps(move),
    ...['### Hooks', '', ...table(['hook', 'try'], tried)],
    ...(capacity
      ? [
          '### Capacity wanted',
          '',
          ...table(
            ['of', 'wanted'],
            [
              ...capacity.groups.map(({ name, sizes }) => [`node group ${name}`, String(sizes.desiredSize)]),
              ...Object.entries(capacity.replicas).map(([name, count]) => [
                `deployment ${name}`,
                String(count),
              ]),
              ['part of it that is enough for traffic', `${capacity.floorPercent} %`],
            ],
          ),
        ]
      : []),
    ...['### Notes', '', ...(notes.length === 0 ? ['none'] : notes.map((note) => `- ${note}`)), ''],
  ];
}

const isSkipped = ({ status }: ExportedMove): boolean => status === 'Skipped';

/** A post-mortem as Markdown: who serves, and each move with its votes, phases, steps, hooks and people. */
export function postMortem({ plan, fleet, exportedAt, guard, moves }: FailoverExport): string {
  const [begun, skipped] = [moves.filter((move) => !isSkipped(move)), moves.filter(isSkipped)];
  const owner =
    'unknown' in guard
      ? `Guard does not answer: ${guard.unknown}`
      : guard.item
        ? `the ${guard.item.owner} serves, since ${guard.item.at}, epoch ${guard.item.epoch}${guard.item.moving ? `, a move is ${guard.item.moving}` : ''}`
        : 'Guard has no item of the plan: it was not prepared yet';
  return [
    `# Failover plan ${plan.name} of fleet ${fleet}, as of ${exportedAt}`,
    '',
    `Primary ${plan.from.region}/${plan.from.cluster}, standby ${plan.to.region}/${plan.to.cluster}, witness ${plan.witness}.`,
    `Now: ${owner}.`,
    '',
    ...(begun.length === 0 ? ['No move is on record.', ''] : begun.flatMap(moveText)),
    ...(skipped.length === 0 ? [] : questions(skipped)),
  ].join('\n');
}
