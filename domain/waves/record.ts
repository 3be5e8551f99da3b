import { digest } from '../desired/digest.ts';
import type { UpgradeWindow } from '../policy/upgrades.ts';
import type { FailingProbe } from '../progress.ts';
import type { Waiver } from '../upgrade/request.ts';
import type { FleetPins } from './pins.ts';

/** A cluster of a fleet upgrade: `us-west-2/shop`. */
export type ClusterKey = `${string}/${string}`;

export const keyOf = ({ region, name }: { readonly region: string; readonly name: string }): ClusterKey =>
  `${region}/${name}`;

export function clusterOf(key: ClusterKey): { readonly region: string; readonly name: string } {
  const slash = key.indexOf('/');
  return { region: key.slice(0, slash), name: key.slice(slash + 1) };
}

/**
 * One cluster, and what became of it. `asked`: its request is to be put, or was, and its region shows no operation yet. `back`: it
 * was upgraded, and its wave was rolled back. Times are ISO 8601.
 */
export interface Member {
  readonly is: 'asked' | 'running' | 'upgraded' | 'failed' | 'skipped' | 'askedBack' | 'goingBack' | 'back';
  /** Since when. */
  readonly at: string;
  /** From 1 on: each is a request of its own. */
  readonly attempt: number;
  /** When its request was to be put last, by the look that wrote this. */
  readonly putAt?: string;
  /** The operation of the attempt, once its region shows it. */
  readonly operationId?: string;
  /** The reason why it failed, or was skipped and by whom. */
  readonly reason?: string;
}

/** A wave's wait for a person, kept with it. Times are ISO 8601. */
export interface Approval {
  /** By which it is decided: the upgrade's id and the wave's name. */
  readonly id: string;
  /** Of all that is approved: another target, pin, cluster or waiver is another approval. */
  readonly digest: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly decision?: {
    readonly verdict: 'approved' | 'denied';
    readonly at: string;
    /** The ARN of the person. */
    readonly by: string;
    readonly reason: string;
  };
}

/** A decision that was made, kept for good: the one of a wave is gone once somebody asks for it anew. */
export interface Decided {
  readonly wave: string;
  readonly verdict: 'approved' | 'denied';
  readonly at: string;
  /** The ARN of the person. */
  readonly by: string;
}

/** One wave, with the clusters that were in it when the upgrade began. Times are ISO 8601. */
export interface Wave {
  readonly name: string;
  readonly clusters: readonly ClusterKey[];
  readonly parallel: number;
  /** Clusters that may fail before nothing more is started. */
  readonly failures: number;
  readonly bakeSeconds: number;
  /** The role whose people have to approve. */
  readonly approve?: string;
  readonly window?: UpgradeWindow;
  readonly startedAt?: string;
  /** Since when it stands as it is: all of its clusters have ended, and no alarm went since. */
  readonly bakingSince?: string;
  readonly completedAt?: string;
  readonly approval?: Approval;
}

/** The signs of every cluster, with `{cluster}` and `{region}` for its own. */
export interface FleetSigns {
  readonly alarms: readonly string[];
  readonly probes: readonly string[];
}

/** A fact that is to be published; `id` tells that a second one is the same. */
export interface Untold {
  readonly id: string;
  readonly detailType: FleetUpgradeFact;
  readonly detail: Readonly<Record<string, unknown>>;
}
export type FleetUpgradeFact =
  | 'ApprovalRequested'
  | 'ApprovalExpired'
  | 'WaveCompleted'
  | 'FleetUpgradePaused'
  | 'FleetUpgraded'
  | 'FleetUpgradeEnded';

/** A pair of a failover plan: both are never changed at once, and the standby goes first. */
export interface Pair {
  readonly primary: ClusterKey;
  readonly standby: ClusterKey;
}

/**
 * The upgrade of a fleet to one minor, as its home keeps it (ADR 39). Each home writes an item of its own, at its epoch.
 */
export interface FleetUpgrade {
  /** The operation that began it. */
  readonly id: string;
  readonly fleet: string;
  readonly to: string;
  readonly home: string;
  readonly epoch: number;
  /** The regions in whose lease tables the epoch stands; a majority of them tells the owner. */
  readonly seats: readonly string[];
  /** Rises with each write. */
  readonly revision: number;
  readonly startedAt: string;
  readonly requestedBy: string;
  /** The ARN that a proof came with; absent where none did. */
  readonly requester?: string;
  readonly reason?: string;
  readonly pins: FleetPins;
  readonly signs: FleetSigns;
  readonly soakMinutes: number;
  readonly waivers: readonly Waiver[];
  readonly approvals: { readonly expireSeconds: number; readonly differ: boolean };
  readonly pairs: readonly Pair[];
  readonly waves: readonly Wave[];
  readonly members: Readonly<Record<ClusterKey, Member>>;
  /** The last attempts of clusters that are to be tried again. */
  readonly attempts?: Readonly<Record<ClusterKey, number>>;
  /** The longest that a cluster of it took so far, from its request to its end. */
  readonly tookSeconds?: number;
  readonly decisions?: readonly Decided[];
  /** Probes that fail, with the looks in a row in which they did. */
  readonly failing?: readonly FailingProbe[];
  readonly is: 'running' | 'paused' | 'ended' | 'completed';
  readonly paused?: { readonly at: string; readonly reason: string };
  readonly endedAt?: string;
  readonly untold: readonly Untold[];
  /** True of a home that has just taken it over: the last writes of the home before may not have come to it. */
  readonly adopts?: true;
  /** The operation that changed it last, so that it does so once. */
  readonly changedBy: string;
}

export const isOver = ({ is }: Pick<FleetUpgrade, 'is'>): boolean => is === 'ended' || is === 'completed';

/** The wave that comes next: the first that is not completed. */
export const currentWave = ({ waves }: Pick<FleetUpgrade, 'waves'>): Wave | undefined =>
  waves.find(({ completedAt }) => completedAt === undefined);

/** True of a cluster whose request is put or carried out. */
export const isUnderWay = (member: Member | undefined): boolean =>
  member !== undefined && ['asked', 'running', 'askedBack', 'goingBack'].includes(member.is);

/** True of a cluster with which the wave has nothing more to do. */
export const isSettled = (member: Member | undefined): boolean => member !== undefined && !isUnderWay(member);

/** The parent by which a cluster's operation says whose attempt it is. */
export const parentOf = ({ id }: Pick<FleetUpgrade, 'id'>, { attempt }: Pick<Member, 'attempt'>): string =>
  `${id}/${attempt}`;

/** A request's id has at most 128 characters; what is cut off is told apart by the digest. */
const NAME_LENGTH = 60;

/** The id of the request that an attempt puts: the same in every try of it, by whichever home. */
export const requestIdOf = (
  { id }: Pick<FleetUpgrade, 'id'>,
  key: ClusterKey,
  { attempt }: Pick<Member, 'attempt'>,
): string => `${id}/${attempt}/${clusterOf(key).name.slice(0, NAME_LENGTH)}-${digest(key)}`;
