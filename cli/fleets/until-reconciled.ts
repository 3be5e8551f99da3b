import type { Fleet } from '../../aws/fleet.ts';
import { outstanding, type RegionalChange } from '../../domain/fleet/fleet-plan.ts';
import { isDone } from '../../domain/fleet/schedules/difference.ts';
import { scheduleGroup } from '../../domain/fleet/schedules/names.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import { nowOf, regionOf } from '../fleet.ts';
import type { RequestOutcome } from '../requests/follow.ts';
import { sleep } from '../sleep.ts';
import type { PlannedFleet } from './apply-fleets.ts';
import { observeFleet } from './observe-fleet.ts';

/** A fleet whose schedules are waited for; without a document all of them go. */
interface Awaited {
  readonly name: string;
  readonly home: string;
  readonly document: FleetDocument | undefined;
}

/** Regions follow within seconds; a group that is being deleted takes minutes. */
const MOST_MS = 600_000;
const SHORTEST_MS = 2000;
const LONGEST_MS = 15_000;
/** The number of schedules that are read at once. If none of them is done, those after them are not read. */
const AT_ONCE = 10;

/**
 * The changes of a region that are not made yet. Reads in batches, and stops at a batch of which none is made: those
 * after it count as not made.
 */
async function stillLeft(
  fleet: Fleet,
  group: string,
  changes: readonly RegionalChange[],
): Promise<readonly RegionalChange[]> {
  const left: RegionalChange[] = [];
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const asked = changes.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      asked.map(({ region, schedule: { name } }) => regionOf(fleet, region).schedules.get(group, name)),
    );
    const undone = asked.filter((change, index) => !isDone(change, found[index], nowOf(fleet)));
    left.push(...undone);
    if (undone.length === asked.length) return [...left, ...changes.slice(from + AT_ONCE)];
  }
  return left;
}

const regionsOf = (changes: readonly RegionalChange[]): readonly string[] => [
  ...new Set(changes.map(({ region }) => region)),
];

async function stillLeftOf(
  fleet: Fleet,
  group: string,
  changes: readonly RegionalChange[],
): Promise<readonly RegionalChange[]> {
  const found = await Promise.all(
    regionsOf(changes).map((region) =>
      stillLeft(
        fleet,
        group,
        changes.filter((change) => change.region === region),
      ),
    ),
  );
  return found.flat();
}

/**
 * Waits until every region's schedules are as the document says. Looks at all of them first and once more at the end;
 * in between only at those that differed, less and less often while nothing happens. Answers the reason, if it gave
 * up.
 */
async function reconciled(fleet: Fleet, { name, home, document }: Awaited): Promise<string | undefined> {
  const group = scheduleGroup(fleet.stage, name);
  const lookAtAll = async () => outstanding(document, await observeFleet(fleet, home, name));
  let left = await lookAtAll();
  let [told, waitedMs, pauseMs] = [-1, 0, SHORTEST_MS];
  while (left.length > 0) {
    if (left.length !== told)
      process.stderr.write(`${name.padEnd(28)} ${left.length} schedules are to be changed yet\n`);
    told = left.length;
    if (waitedMs >= MOST_MS)
      return `${left.length} schedules of ${regionsOf(left).join(', ')} are not as the document says yet`;
    await sleep(pauseMs);
    waitedMs += pauseMs;
    const undone = await stillLeftOf(fleet, group, left);
    pauseMs = undone.length < left.length ? SHORTEST_MS : Math.min(LONGEST_MS, pauseMs * 1.5);
    left = undone.length > 0 ? undone : await lookAtAll();
  }
  return undefined;
}

/** Waits, after a document has been kept or forgotten, for the schedules of its regions. */
export async function untilFollowed(
  fleet: Fleet,
  outcome: RequestOutcome,
  awaited: Awaited,
): Promise<RequestOutcome> {
  if (outcome.outcome !== 'Succeeded') return outcome;
  const reason = await reconciled(fleet, awaited);
  if (reason === undefined) return outcome;
  process.exitCode = 1;
  const advice = 'Look at them with eks-fleet get schedules; a SchedulesReconciliationFailed fact says why.';
  return { ...outcome, outcome: 'Incomplete', reason, advice };
}

/** As `untilFollowed`, for all documents that were applied. */
export async function untilReconciled(
  fleet: Fleet,
  fleets: readonly PlannedFleet[],
  outcomes: readonly RequestOutcome[],
): Promise<readonly RequestOutcome[]> {
  return Promise.all(
    outcomes.map(async (outcome) => {
      const planned = fleets.find(({ plan }) => plan.fleet === outcome.fleet);
      if (!planned) return outcome;
      const { fleet: name, home } = planned.plan;
      return untilFollowed(fleet, outcome, { name, home, document: planned.fleet });
    }),
  );
}
