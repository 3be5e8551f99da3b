import { randomInt } from 'node:crypto';
import type { PauseRecord } from '../../domain/operation/pause.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionsOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { type Answered, type InRegions, inRegions } from '../pauses/in-regions.ts';
import { pauseTable, rowsOf, say } from '../pauses/rows.ts';
import { requireSelected, scopesIn } from '../pauses/scopes.ts';
import { parseSelector } from '../selector.ts';
import { sideBySide } from '../side-by-side.ts';
import { whoami } from '../whoami.ts';

export interface PauseOptions extends FleetOptions {
  readonly reason: string;
  readonly id?: string;
  readonly select?: readonly string[];
  readonly failovers?: boolean;
}

const AT_ONCE = 20;
/** Letters and digits that are not taken for one another. */
const ID_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const ID_LENGTH = 6;

const newId = (): string =>
  Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');

/** A scope that was to be held, and is not or may not be; without a scope, something of the region. */
interface NotHeld {
  readonly region: string;
  readonly scope?: string;
  readonly reason: string;
}

type Scopes = readonly string[];

/**
 * `pause`: every task reads it right before it changes anything; work that AWS has begun already goes on. A refusal
 * comes before anything is written. A region that does not answer does not keep the others from being paused. What if
 * this runs twice? With the same id, nothing is added; an id that is made up is new each time, so that the second is
 * another pause.
 */
export async function runPause(options: PauseOptions): Promise<void> {
  const fleet = await connect(options);
  const regions = regionsOf(fleet);
  const selector = parseSelector(options.select);
  const { id = newId(), reason } = options;
  const at = new Date(nowOf(fleet)).toISOString();
  const failovers = options.failovers ? { failovers: true as const } : {};
  const mine = { id, owner: fleet.callerArn, from: whoami(), reason, at, ...failovers };
  const found = await inRegions(regions, (ports) => scopesIn(ports, selector, []));
  requireSelected(found);
  await refuseFirst(found.answers, mine);
  const laid = await inRegions(found.answers, ({ ports: { pauses }, answer }) =>
    sideBySide(answer, AT_ONCE, (scope) => pauses.put({ scope, ...mine })),
  );
  const listed = await inRegions(regions, ({ pauses }) => pauses.list());
  const notHeld = notHeldOf(found, laid, listed, mine);
  const rows = listed.answers.flatMap(({ region, answer }) => rowsOf(region, answer, fleet, options));
  const outcome = notHeld.length === 0 ? 'paused' : 'incomplete';
  printResult(options.output, { id, owner: mine.owner, outcome, notHeld, pauses: rows }, () =>
    pauseTable(rows),
  );
  tell(id, notHeld, found.answers);
}

/** Refuses before anything is written: the id is another owner's, or there are too many pauses. */
async function refuseFirst(
  targets: readonly Answered<Scopes>[],
  mine: Omit<PauseRecord, 'scope'>,
): Promise<void> {
  const looked = await inRegions(targets, async ({ ports: { pauses }, answer }) =>
    sideBySide(answer, AT_ONCE, (scope) => pauses.refusal({ scope, ...mine })),
  );
  const refusals = looked.answers.flatMap(({ answer }) => answer.flatMap((refusal) => refusal ?? []));
  if (refusals.length > 0) throw new CommandError(`nothing was paused: ${[...new Set(refusals)].join('; ')}`);
}

/** The pauses that do not hold, told from the records afterwards: a write whose reply is lost may have been made. */
function notHeldOf(
  { answers: targets, unanswered }: InRegions<Scopes>,
  laid: InRegions<unknown>,
  listed: InRegions<readonly PauseRecord[]>,
  { id, owner }: Omit<PauseRecord, 'scope'>,
): readonly NotHeld[] {
  return [
    ...unanswered.map(({ region, reason }) => ({
      region,
      reason: `its clusters could not be listed: ${reason}`,
    })),
    ...targets.flatMap(({ region, answer: scopes }): readonly NotHeld[] => {
      const silent = listed.unanswered.find((one) => one.region === region);
      if (silent) return [{ region, reason: `it did not answer whether it holds: ${silent.reason}` }];
      const holds = listed.answers.find((one) => one.region === region)?.answer ?? [];
      const mine = holds.filter((hold) => hold.id === id && hold.owner === owner).map(({ scope }) => scope);
      const failure = laid.unanswered.find((one) => one.region === region);
      const reason = failure?.reason ?? 'it was refused or lifted meanwhile';
      return scopes.filter((scope) => !mine.includes(scope)).map((scope) => ({ region, scope, reason }));
    }),
  ];
}

function tell(id: string, notHeld: readonly NotHeld[], targets: readonly Answered<Scopes>[]): void {
  const whole = targets
    .filter(({ region, answer }) => answer.length > 0 && !notHeld.some((one) => one.region === region))
    .map(({ region }) => region);
  say([
    `pause ${id} holds ${whole.length > 0 ? `in ${whole.join(', ')}` : 'in no region for certain'}`,
    ...notHeld.map(
      ({ region, scope, reason }) =>
        `pause ${id} does not hold ${[region, scope].join(' ').trim()}: ${reason}`,
    ),
  ]);
  if (notHeld.length === 0) return;
  say([`the same command with --id ${id} completes it; eks-fleet resume --id ${id} takes it back`]);
  process.exitCode = 1;
}
