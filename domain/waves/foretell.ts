import { advance } from './advance.ts';
import { type ClusterKey, type FleetUpgrade, isOver, isUnderWay, parentOf } from './record.ts';
import type { AttemptSeen, Seen } from './seen.ts';
import { predictedSeconds } from './timing.ts';

/** One wave as it is foretold; times are ISO 8601. */
export interface ForetoldWave {
  readonly name: string;
  readonly clusters: number;
  readonly startsAt?: string;
  readonly completedAt?: string;
  /** The role that has to approve first: how long its people take is not foretold. */
  readonly approve?: string;
}

/** A fleet upgrade as it goes where nothing fails, nobody is slow, and each cluster takes what is predicted. */
export interface Foretold {
  readonly waves: readonly ForetoldWave[];
  /** ISO 8601; absent where it comes to no end. */
  readonly endsAt?: string;
  /** The reason why it comes to no end. */
  readonly stopsFor?: string;
}

const HOUR_MS = 3_600_000;
/** More looks than a thousand clusters take one by one, with an hourly one over a freeze of a month. */
const MOST_LOOKS = 20_000;

/** As if a person approved at once. */
const approvedNow = (upgrade: FleetUpgrade, at: string): FleetUpgrade => ({
  ...upgrade,
  waves: upgrade.waves.map((wave) => {
    const { approval } = wave;
    if (!approval || approval.decision) return wave;
    const decision = { verdict: 'approved' as const, at, by: '', reason: '' };
    return { ...wave, approval: { ...approval, decision } };
  }),
});

/** Foretells by the same decider that carries it out. */
export function foretell(given: FleetUpgrade, document: Seen['document'], from: string): Foretold {
  let upgrade: FleetUpgrade = { ...given, signs: { alarms: [], probes: [] } };
  const began = new Map(underWay(upgrade));
  let atMs = Date.parse(from);
  let stopsFor: string | undefined = 'it would take too many looks';
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const at = new Date(atMs).toISOString();
    const tookMs = predictedSeconds(upgrade) * 1000;
    const attempts: Record<ClusterKey, readonly AttemptSeen[]> = {};
    for (const [key, since] of began) {
      const member = upgrade.members[key];
      if (!member || !isUnderWay(member)) began.delete(key);
      else attempts[key] = [attemptOf(upgrade, key, since + tookMs <= atMs ? since + tookMs : undefined)];
    }
    const told = upgrade.untold.map(({ id }) => id);
    const seen = { at, attempts, answers: {}, signs: {}, document, told, digestOf: (text: string) => text };
    const next = advance(upgrade, seen);
    for (const key of next.asks) if (!began.has(key)) began.set(key, atMs);
    upgrade = approvedNow(next.upgrade, at);
    if (isOver(upgrade) || upgrade.is === 'paused') {
      stopsFor = upgrade.paused?.reason;
      break;
    }
    const approved = upgrade.waves.some(
      (wave, index) => wave.approval?.decision && !next.upgrade.waves[index]?.approval?.decision,
    );
    const ends = [...began.values()].map((since) => since + tookMs).filter((end) => end > atMs);
    const looksAt = [...ends, ...(next.nextAt === undefined ? [] : [Date.parse(next.nextAt)])];
    if (!approved) atMs = Math.max(atMs + 1000, Math.min(atMs + HOUR_MS, ...looksAt));
  }
  return {
    waves: upgrade.waves.map(({ name, clusters, startedAt, completedAt, approve }) => ({
      name,
      clusters: clusters.length,
      ...(startedAt === undefined ? {} : { startsAt: startedAt }),
      ...(completedAt === undefined ? {} : { completedAt }),
      ...(approve === undefined ? {} : { approve }),
    })),
    ...(upgrade.is === 'completed' && upgrade.endedAt !== undefined ? { endsAt: upgrade.endedAt } : {}),
    ...(stopsFor === undefined ? {} : { stopsFor }),
  };
}

/** Clusters that are under way already, since when. */
const underWay = ({ members }: FleetUpgrade): readonly (readonly [ClusterKey, number])[] =>
  Object.entries(members)
    .filter(([, member]) => isUnderWay(member))
    .map(([key, { at }]) => [key as ClusterKey, Date.parse(at)]);

function attemptOf(upgrade: FleetUpgrade, key: ClusterKey, endedMs: number | undefined): AttemptSeen {
  const member = upgrade.members[key] ?? { attempt: 1 };
  return {
    operationId: key,
    parent: parentOf(upgrade, member),
    action: 'upgrade',
    status: endedMs === undefined ? 'Running' : 'Succeeded',
    ...(endedMs === undefined ? {} : { endedAt: new Date(endedMs).toISOString() }),
    turnedBack: false,
  };
}
