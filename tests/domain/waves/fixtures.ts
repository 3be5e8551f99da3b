import { parseFleet } from '../../../domain/policy/parse.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { AlarmState } from '../../../domain/ports/alarms.ts';
import type { Advance } from '../../../domain/waves/advance.ts';
import { advance } from '../../../domain/waves/advance.ts';
import {
  type ClusterKey,
  type FleetUpgrade,
  keyOf,
  parentOf,
  type Wave,
} from '../../../domain/waves/record.ts';
import type { AttemptSeen, Seen } from '../../../domain/waves/seen.ts';

/** A Tuesday. */
export const START = '2026-11-24T06:00:00.000Z';
export const later = (seconds: number, from = START): string =>
  new Date(Date.parse(from) + seconds * 1000).toISOString();

export const east = (name: string): ClusterKey => keyOf({ region: 'us-east-1', name });
export const west = (name: string): ClusterKey => keyOf({ region: 'us-west-2', name });

export function fleet(spec: object = {}): FleetDocument {
  const value = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: { home: 'us-east-1', regions: ['us-east-1', 'us-west-2'], ...spec },
  };
  const read = parseFleet(value, 'fleet.yaml', { now: START });
  if (!read.fleet) throw new Error(JSON.stringify(read.problems));
  return read.fleet;
}

export const wave = (name: string, clusters: readonly ClusterKey[], more: Partial<Wave> = {}): Wave => ({
  name,
  clusters,
  parallel: 10,
  failures: 0,
  bakeSeconds: 3600,
  ...more,
});

export const upgradeOf = (waves: readonly Wave[], more: Partial<FleetUpgrade> = {}): FleetUpgrade => ({
  id: 'up',
  fleet: 'retail',
  to: '1.36',
  home: 'us-east-1',
  epoch: 1,
  seats: ['us-east-1', 'us-west-2', 'eu-west-1'],
  revision: 1,
  startedAt: START,
  requestedBy: 'ann',
  pins: { addons: { coredns: 'v1.13.0-eksbuild.1' }, releases: {} },
  signs: { alarms: [], probes: [] },
  soakMinutes: 60,
  waivers: [],
  approvals: { expireSeconds: 3 * 86_400, differ: true },
  pairs: [],
  waves,
  members: {},
  is: 'running',
  untold: [],
  changedBy: 'up',
  ...more,
});

export const seenAt = (at: string, more: Partial<Seen> = {}): Seen => ({
  at,
  attempts: {},
  answers: {},
  signs: {},
  document: fleet(),
  told: [],
  digestOf: (text) => text,
  ...more,
});

export const attempt = (
  upgrade: FleetUpgrade,
  key: ClusterKey,
  more: Partial<AttemptSeen> = {},
): AttemptSeen => ({
  operationId: `operation-of-${key}`,
  parent: parentOf(upgrade, upgrade.members[key] ?? { attempt: 1 }),
  action: 'upgrade',
  status: 'Running',
  turnedBack: false,
  ...more,
});

export const alarm = (name: string, state: AlarmState['state'], since: string): AlarmState => ({
  name,
  state,
  since,
});

/** The upgrade once these clusters have ended well, and what is decided then. */
export function ended(
  upgrade: FleetUpgrade,
  keys: readonly ClusterKey[],
  at: string,
  more: Partial<Seen> = {},
): Advance {
  const attempts = Object.fromEntries(
    keys.map((key) => [key, [attempt(upgrade, key, { status: 'Succeeded', endedAt: at })]]),
  );
  return advance(upgrade, seenAt(at, { attempts, ...more }));
}
