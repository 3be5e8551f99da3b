import type { Fleet } from '../../aws/fleet.ts';
import { FLEET_SCOPE, type PauseRecord, reasonProblem } from '../../domain/operation/pause.ts';
import { eventOf } from '../../events/event.ts';
import { pauseLifted } from '../../events/operation/pause-lifted.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, nowOf, regionsOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { type Answered, inRegions, type Unanswered } from '../pauses/in-regions.ts';
import { pauseTable, rowsOf, say, sayUnanswered } from '../pauses/rows.ts';
import { requireSelected, scopesIn } from '../pauses/scopes.ts';
import { parseSelector } from '../selector.ts';
import { sideBySide } from '../side-by-side.ts';

export interface ResumeOptions extends FleetOptions {
  readonly select?: readonly string[];
  readonly id?: string;
  readonly ofOthers?: true;
  readonly reason?: string;
}

const AT_ONCE = 20;
/** An event names so many. */
const MOST_TOLD = 100;
/** Nothing failed, and something still holds. */
const STILL_HELD = 2;

/** The scopes of a region to be resumed, and all pauses in that region. */
interface Asked {
  readonly scopes: readonly string[];
  readonly holds: readonly PauseRecord[];
}

/**
 * `resume`: lifts the caller's own pauses of the fleet or of selected clusters, or the one that is named, and tells
 * which pauses still hold. A pause is lifted only as it was seen: one that was replaced meanwhile stays, and is
 * shown.
 */
export async function runResume(options: ResumeOptions): Promise<void> {
  refuseOptions(options);
  const fleet = await connect(options);
  const selector = parseSelector(options.select);
  const asked = await inRegions(regionsOf(fleet), async (ports): Promise<Asked> => {
    const holds = await ports.pauses.list();
    return { scopes: await scopesIn(ports, selector, holds), holds };
  });
  requireSelected({ ...asked, answers: asked.answers.map((one) => ({ ...one, answer: one.answer.scopes })) });
  const targets = asked.answers.map((one) => ({ ...one, answer: toLift(one.answer, fleet, options) }));
  refuseOthers(targets, fleet, options);
  const lift = {
    liftedBy: fleet.callerArn,
    liftedAt: new Date(nowOf(fleet)).toISOString(),
    why: options.reason,
  };
  const lifted = await inRegions(targets, async ({ ports: { pauses }, answer }) => {
    const done = await sideBySide(answer, AT_ONCE, (hold) => pauses.lift(hold, lift));
    return answer.filter((_, index) => done[index]);
  });
  const untold = await tellOf(lifted.answers, lift);
  const still = await inRegions(asked.answers, async ({ ports, answer: { scopes } }) => {
    // A pause of the fleet holds each of its clusters. A person who resumes the fleet wants all of them to go on.
    const isMeant = ({ scope }: PauseRecord) =>
      selector.length === 0 || scope === FLEET_SCOPE || scopes.includes(scope);
    return (await ports.pauses.list()).filter(isMeant);
  });
  const rows = (of: readonly Answered<readonly PauseRecord[]>[]) =>
    of.flatMap(({ region, answer }) => rowsOf(region, answer, fleet, options));
  say(untold);
  print(
    {
      lifted: rows(lifted.answers),
      pauses: rows(still.answers),
      unanswered: [...asked.unanswered, ...lifted.unanswered, ...still.unanswered],
    },
    options,
  );
}

/**
 * Puts the event that wakes operations which the pauses held. A caller may be allowed to lift pauses but not to put
 * events: then the operations go on within the hour.
 */
async function tellOf(
  lifted: readonly Answered<readonly PauseRecord[]>[],
  { liftedBy, why }: { readonly liftedBy: string; readonly why: string | undefined },
): Promise<readonly string[]> {
  const targets = lifted.filter(({ answer }) => answer.length > 0);
  const { unanswered } = await inRegions(targets, ({ ports: { bus }, answer }) => {
    const pauses = answer.slice(0, MOST_TOLD).map(({ scope, id }) => ({ scope, id }));
    const reason = why === undefined ? {} : { reason: why };
    return bus.put(eventOf(pauseLifted, { version: '1', pauses, liftedBy, ...reason }));
  });
  return unanswered.map(
    ({ region, reason }) =>
      `operations in ${region} that waited go on within the hour: the bus took no event: ${reason}`,
  );
}

function refuseOptions({ id, ofOthers, reason }: ResumeOptions): void {
  if (ofOthers && (id === undefined || reason === undefined))
    throw new CommandError(
      '--of-others lifts one pause of somebody else, for a reason that is recorded',
      'name it by --id, and say why by --reason',
    );
  const problem = reason === undefined ? undefined : reasonProblem(reason);
  if (problem !== undefined) throw new CommandError(problem);
}

const toLift = (
  { scopes, holds }: Asked,
  { callerArn }: Fleet,
  { id }: ResumeOptions,
): readonly PauseRecord[] =>
  holds.filter(
    (hold) => scopes.includes(hold.scope) && (id === undefined ? hold.owner === callerArn : hold.id === id),
  );

function refuseOthers(
  targets: readonly Answered<readonly PauseRecord[]>[],
  { callerArn }: Fleet,
  { ofOthers }: ResumeOptions,
): void {
  const other = targets.flatMap(({ answer }) => answer).find(({ owner }) => owner !== callerArn);
  if (other && !ofOthers)
    throw new CommandError(
      `pause ${other.id} (${other.reason}) is ${other.owner}'s, and you are ${callerArn}`,
      'ask them, or lift it by --of-others with a --reason',
    );
}

interface Resumed {
  readonly lifted: ReturnType<typeof rowsOf>;
  /** Pauses that still hold. */
  readonly pauses: ReturnType<typeof rowsOf>;
  readonly unanswered: readonly Unanswered[];
}

function print({ lifted, pauses, unanswered }: Resumed, { output, id }: ResumeOptions): void {
  const isHeld = pauses.length > 0;
  const outcome = unanswered.length > 0 ? 'incomplete' : isHeld ? 'held' : 'resumed';
  printResult(output, { outcome, lifted, unanswered, pauses }, () => pauseTable(pauses));
  const nothing = id === undefined ? 'no pause of yours was there' : `no pause ${id} was there`;
  say(
    lifted.length === 0
      ? [nothing]
      : lifted.map((row) => `lifted ${row.id} (${row.reason}) of ${row.scope} in ${row.region}`),
  );
  if (isHeld) say(['not resumed: the pauses that are listed still hold']);
  sayUnanswered(unanswered);
  if (unanswered.length > 0) process.exitCode = 1;
  else if (isHeld) process.exitCode = STILL_HELD;
}
