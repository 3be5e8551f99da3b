import { connect, type FleetOptions, regionsOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { inRegions } from '../pauses/in-regions.ts';
import { heldInPart, pauseTable, rowsOf, say, sayUnanswered } from '../pauses/rows.ts';

export interface GetPausesOptions extends FleetOptions {
  readonly lifted?: true;
}

/** `get pauses`: the pauses that hold, or those that were lifted. Nothing is changed. */
export async function runGetPauses(options: GetPausesOptions): Promise<void> {
  const fleet = await connect(options);
  const unanswered = options.lifted ? await printLifted(fleet, options) : await printHolding(fleet, options);
  sayUnanswered(unanswered);
  if (unanswered.length > 0) process.exitCode = 1;
}

type Fleet = Awaited<ReturnType<typeof connect>>;

async function printHolding(fleet: Fleet, options: FleetOptions) {
  const { answers, unanswered } = await inRegions(regionsOf(fleet), ({ pauses }) => pauses.list());
  const rows = answers.flatMap(({ region, answer }) => rowsOf(region, answer, fleet, options));
  printResult(options.output, rows, () => pauseTable(rows));
  const known = answers.map(({ region }) => region);
  say(heldInPart(rows, known));
  return unanswered;
}

async function printLifted(fleet: Fleet, { output }: FleetOptions) {
  const { answers, unanswered } = await inRegions(regionsOf(fleet), ({ pauses }) => pauses.lifted());
  const rows = answers.flatMap(({ region, answer }) => answer.map((lifted) => ({ region, ...lifted })));
  printResult(output, rows, () =>
    rows.length === 0
      ? 'nothing was lifted'
      : columns(
          ['PAUSE', 'OF', 'REGION', 'REASON', 'OWNER', 'LIFTED AT', 'LIFTED BY', 'WHY'],
          rows.map(({ id, scope, region, reason, owner, liftedAt, liftedBy, why = '-' }) => [
            id,
            scope,
            region,
            reason,
            owner,
            liftedAt,
            liftedBy,
            why,
          ]),
        ),
  );
  return unanswered;
}
