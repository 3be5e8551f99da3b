import { elapsedSeconds } from '../phase-contract.ts';
import { decideApproval } from './decide-approval.ts';
import { adopted, seeMembers } from './members.ts';
import { partnerProblem, startable } from './order.ts';
import {
  type ClusterKey,
  currentWave,
  type FleetUpgrade,
  isOver,
  isSettled,
  isUnderWay,
  type Wave,
} from './record.ts';
import type { Seen } from './seen.ts';
import { healthOf, isQuiet, quietSince, withFailing } from './signs.ts';
import { timingOf } from './timing.ts';
import { countsOf, pausing, telling, withoutTold } from './told.ts';

/** An upgrade as it is by now, what is to be made of it, and when to look again. */
export interface Advance {
  readonly upgrade: FleetUpgrade;
  /** Clusters whose requests are to be put, or put once more. */
  readonly asks: readonly ClusterKey[];
  /** ISO 8601; absent where the hourly look is soon enough. */
  readonly nextAt?: string;
  /** The thing that it waits for, in words. */
  readonly waitsFor: string;
}

/** The upgrade, and why nothing more of it can be done now. */
interface Held {
  readonly upgrade: FleetUpgrade;
  readonly waitsFor: string;
  readonly until?: string | undefined;
  /** True where clusters may begin now. */
  readonly mayBegin?: boolean;
}

/** A request that no operation has come of is put again after so long, and later ever more seldom: each may be refused. */
const ASK_AGAIN_SECONDS = 300;

/** While a wave bakes, its sites are looked at so often. */
const PROBES_SECONDS = 600;

/** A cluster whose own alarm goes is looked at again after so long. */
const LOUD_SECONDS = 300;

const later = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString();

const askedAgainAt = (askedAt: string, putAt: string): string =>
  later(putAt, Math.max(ASK_AGAIN_SECONDS, elapsedSeconds({ since: askedAt, at: putAt })));

const withWave = (upgrade: FleetUpgrade, wave: Wave, more: Partial<Wave>): FleetUpgrade => ({
  ...upgrade,
  waves: upgrade.waves.map((one) => (one.name === wave.name ? { ...one, ...more } : one)),
});

const paused = (upgrade: FleetUpgrade, { at }: Seen, reason: string): Held => ({
  upgrade: pausing(upgrade, at, reason),
  waitsFor: `a person: ${reason}`,
});

/** Over its budget, a wave starts nothing more. */
function overBudget({ members }: FleetUpgrade, { name, clusters, failures }: Wave): string | undefined {
  const failed = clusters.filter((key) => members[key]?.is === 'failed');
  if (failed.length <= failures) return undefined;
  const told = failed.slice(0, 5).map((key) => `${key}: ${members[key]?.reason ?? 'it failed'}`);
  const more = failed.length > told.length ? ` and ${failed.length - told.length} more` : '';
  return `wave ${name}: ${failed.length} failed, allowed ${failures}: ${told.join('; ')}${more}`;
}

/** When the last of a wave's clusters ended. */
const lastEnd = ({ members }: FleetUpgrade, { clusters }: Wave): string | undefined =>
  clusters
    .flatMap((key) => members[key]?.at ?? [])
    .toSorted()
    .at(-1);

/** All clusters have ended: the wave stands for its bake, without an alarm, before the next one. */
function bake(upgrade: FleetUpgrade, wave: Wave, seen: Seen): Held {
  const rested = quietSince(upgrade, seen);
  const ends = [wave.bakingSince ?? '', lastEnd(upgrade, wave) ?? seen.at, rested];
  const since = ends.toSorted().at(-1) ?? seen.at;
  const until = later(since, wave.bakeSeconds);
  const baking = withWave(upgrade, wave, { bakingSince: since });
  if (seen.at < until) {
    // A site has no history: what no look has seen was well.
    const soon = later(seen.at, PROBES_SECONDS);
    const next = upgrade.signs.probes.length > 0 && soon < until ? soon : until;
    return { upgrade: baking, waitsFor: `wave ${wave.name} bakes until ${until}`, until: next };
  }
  const counts = countsOf(upgrade, wave);
  const completed = withWave(baking, wave, { completedAt: seen.at });
  const { waiting: _none, underWay: _nor, ...told } = counts;
  return onward(telling(completed, 'WaveCompleted', wave.name, { wave: wave.name, ...told }), seen);
}

function start(upgrade: FleetUpgrade, wave: Wave, seen: Seen): Held {
  const underWay = wave.clusters.filter((key) => isUnderWay(upgrade.members[key])).length;
  const loud = wave.clusters.filter(
    (key) => upgrade.members[key] === undefined && !isQuiet(upgrade, key, seen),
  );
  const running = [
    `${underWay} of wave ${wave.name} under way`,
    ...(loud.length > 0 ? [`alarms of ${loud.join(', ')}`] : []),
  ].join('; ');
  if (!seen.document) return paused(upgrade, seen, `there is no Fleet document ${upgrade.fleet} any more`);
  const isCalm = (key: ClusterKey) => isQuiet(upgrade, key, seen);
  const chosen = startable(upgrade, wave, isCalm, seen.document.spec.limits);
  const isAsked = wave.clusters.some((key) => upgrade.members[key]?.is === 'asked');
  const until = loud.length > 0 ? later(seen.at, LOUD_SECONDS) : undefined;
  if (chosen.length === 0 && !isAsked) return { upgrade, waitsFor: running, until };
  const timing = timingOf(upgrade, wave, seen.document, seen.at);
  if (timing.is === 'never') return paused(upgrade, seen, timing.why);
  if (timing.is === 'later')
    return {
      upgrade,
      waitsFor: [timing.why, ...(underWay > 0 ? [running] : [])].join('; '),
      until: timing.until,
    };
  const asked = chosen.map((key) => {
    const attempt = (upgrade.attempts?.[key] ?? 0) + 1;
    return [key, { is: 'asked' as const, at: seen.at, attempt }] as const;
  });
  const begun = withWave(upgrade, wave, { startedAt: wave.startedAt ?? seen.at });
  return {
    upgrade: { ...begun, members: { ...begun.members, ...Object.fromEntries(asked) } },
    waitsFor: `${underWay + chosen.length} of wave ${wave.name} under way`,
    mayBegin: true,
  };
}

/** Clusters whose standby was not upgraded are not upgraded either. */
function withoutPartners(upgrade: FleetUpgrade, wave: Wave, at: string): FleetUpgrade {
  const lost = wave.clusters.flatMap((key) => {
    const reason = upgrade.members[key] === undefined ? partnerProblem(key, upgrade) : undefined;
    return reason === undefined ? [] : [[key, { is: 'failed' as const, at, attempt: 1, reason }] as const];
  });
  return { ...upgrade, members: { ...upgrade.members, ...Object.fromEntries(lost) } };
}

/** The next wave, or the end. */
function onward(given: FleetUpgrade, seen: Seen): Held {
  const wave = currentWave(given);
  if (!wave) {
    const done: FleetUpgrade = { ...given, is: 'completed', endedAt: seen.at };
    const counts = given.waves.map((one) => countsOf(given, one));
    const sum = (of: (one: ReturnType<typeof countsOf>) => number) =>
      counts.reduce((all, one) => all + of(one), 0);
    const told = {
      upgraded: sum((one) => one.upgraded),
      failed: sum((one) => one.failed),
      skipped: sum((one) => one.skipped),
    };
    return { upgrade: telling(done, 'FleetUpgraded', 'all', told), waitsFor: 'nothing' };
  }
  const upgrade = withoutPartners(given, wave, seen.at);
  const budget = overBudget(upgrade, wave);
  if (budget !== undefined) return paused(upgrade, seen, budget);
  const health = healthOf(upgrade, seen, wave.bakingSince ?? wave.startedAt ?? upgrade.startedAt);
  if (health.is === 'unhealthy') return paused(upgrade, seen, health.reason);
  if (health.is === 'unknown')
    return paused(
      upgrade,
      seen,
      `there is no alarm ${health.missing.join(', ')}, so that nobody would be told`,
    );
  // A bake that an alarm has broken begins anew once all is quiet.
  if (health.is === 'unsettled') {
    const held = wave.bakingSince === undefined ? upgrade : withWave(upgrade, wave, { bakingSince: seen.at });
    return {
      upgrade: held,
      waitsFor: health.reason,
      until: later(seen.at, Math.min(health.secondsLeft, 60)),
    };
  }
  if (wave.clusters.every((key) => isSettled(upgrade.members[key]))) return bake(upgrade, wave, seen);
  const approval = decideApproval(upgrade, wave, seen);
  switch (approval.is) {
    case 'waiting':
      return { upgrade: withWave(approval.upgrade, wave, { approval: approval.approval }), ...approval.held };
    case 'refused':
      return paused(approval.upgrade, seen, approval.reason);
    case 'given':
      return start(upgrade, wave, seen);
  }
}

/**
 * Clusters whose requests are still to be put, and those of which nothing was seen for long. A request that was lost is put
 * again where a cluster might begin: not under an alarm, nor at night. Ways back are always asked for.
 */
function asksOf({ upgrade: { members }, mayBegin = false }: Held, at: string): readonly ClusterKey[] {
  return (Object.keys(members) as readonly ClusterKey[]).filter((key) => {
    const member = members[key];
    if (!member || !(member.is === 'askedBack' || (member.is === 'asked' && mayBegin))) return false;
    return member.putAt === undefined || askedAgainAt(member.at, member.putAt) <= at;
  });
}

const withPut = (upgrade: FleetUpgrade, asks: readonly ClusterKey[], at: string): FleetUpgrade => ({
  ...upgrade,
  members: Object.fromEntries(
    Object.entries(upgrade.members).map(([key, member]) => [
      key,
      asks.includes(key as ClusterKey) ? { ...member, putAt: at } : member,
    ]),
  ),
});

/** When requests that were put are due again; of those that nobody may put, the hourly look is soon enough. */
const dueAgain = ({ is, members }: FleetUpgrade): readonly string[] =>
  Object.values(members).flatMap((member) => {
    const isDue = member.is === 'askedBack' || (member.is === 'asked' && is === 'running');
    return isDue && member.putAt !== undefined ? [askedAgainAt(member.at, member.putAt)] : [];
  });

/**
 * Decides how a fleet upgrade goes on: what became of its clusters, whether its wave is within its budget, well, approved and
 * in its window, and what may begin. It answers the record as it is to be written; nothing is begun that is not in it.
 */
export function advance(given: FleetUpgrade, seen: Seen): Advance {
  const known = withFailing(seeMembers(adopted(withoutTold(given, seen.told), seen), seen), seen);
  const held: Held =
    known.is === 'running' ? onward(known, seen) : { upgrade: known, waitsFor: waitOf(known) };
  const asks = asksOf(held, seen.at);
  // Written with the record: of many looks at once, such as those of an outage that is over, one puts a request.
  const upgrade = withPut(held.upgrade, asks, seen.at);
  const times = [...(held.until === undefined ? [] : [held.until]), ...dueAgain(upgrade)].toSorted();
  const [nextAt] = isOver(upgrade) ? [] : times;
  return {
    upgrade,
    asks,
    waitsFor: held.waitsFor,
    ...(nextAt === undefined ? {} : { nextAt }),
  };
}

const waitOf = ({ is, paused: stopped }: FleetUpgrade): string =>
  is === 'paused' ? `a person: ${stopped?.reason ?? 'it is paused'}` : 'nothing';
