import type { Stop } from '../policy/stops.ts';
import type { Level } from '../registry/registered-cluster.ts';
import type { CarriedOut, OperationKind, OperationStatus } from './operation.ts';

/** What leases, acceptance and freezes ask of a kind, also of one that no workflow carries out yet. */
interface Standing {
  /** Of two kinds, the higher takes the lease over, and is never made to wait for the lower. */
  readonly precedence: number;
  readonly subject: 'cluster' | 'fleet';
  /** How far the fleet must be allowed to go with a cluster that it has; undefined: not held against it. */
  readonly level: Level | undefined;
  /** What a freeze has to stop for it to be refused; undefined: freezes do not hold it. */
  readonly stoppedBy: Stop | undefined;
  /** What it does while a pause holds its subject: every change waits, and it goes on once the pause is lifted. */
  readonly whilePaused: 'waits';
}

/** How an operation that is on record can have ended. */
export type End = Exclude<OperationStatus, 'Running'>;

interface Work extends Standing {
  /** How it can end, and the facts that tell it; a refusal is told by one fact for all kinds. */
  readonly ends: Readonly<Partial<Record<End, readonly string[]>>> & {
    readonly Succeeded: readonly string[];
    readonly Failed: readonly [string];
    readonly Rejected: readonly ['RequestRejected'];
  };
  /** Days after its end for which it is on record; undefined: for good. */
  readonly keptDays: number | undefined;
}

const REJECTED = ['RequestRejected'] as const;
const COMMON = { subject: 'cluster', whilePaused: 'waits', keptDays: undefined } as const;

/** All that is told apart by an operation's kind; a kind or a member that is missing does not compile. */
export const KINDS = {
  /** Not held by a freeze: it is how one is lifted. */
  'apply-fleet': {
    ...COMMON,
    precedence: 0,
    subject: 'fleet',
    level: undefined,
    stoppedBy: undefined,
    ends: { Succeeded: ['FleetApplied'], Failed: ['FleetApplicationFailed'], Rejected: REJECTED },
  },
  /** Neither this nor `adopt` changes what runs on a cluster; levels are theirs to give. */
  release: {
    ...COMMON,
    precedence: 1,
    level: undefined,
    stoppedBy: undefined,
    ends: { Succeeded: ['ClusterReleased'], Failed: ['ClusterReleaseFailed'], Rejected: REJECTED },
  },
  adopt: {
    ...COMMON,
    precedence: 2,
    level: undefined,
    stoppedBy: undefined,
    ends: { Succeeded: ['ClusterAdopted'], Failed: ['ClusterAdoptionFailed'], Rejected: REJECTED },
  },
  create: {
    ...COMMON,
    precedence: 3,
    level: 'all',
    stoppedBy: 'apply',
    ends: { Succeeded: ['ClusterCreated'], Failed: ['ClusterCreationFailed'], Rejected: REJECTED },
  },
  scale: {
    ...COMMON,
    precedence: 4,
    level: 'scale',
    stoppedBy: 'scale',
    ends: {
      Succeeded: ['ClusterScaled', 'ClusterHibernated', 'ClusterWoken'],
      Incomplete: ['ClusterScaleIncomplete'],
      Skipped: ['ScheduleSkipped'],
      Failed: ['ClusterScaleFailed'],
      Rejected: REJECTED,
    },
    /** A year, and the time to look at it: clocks ask for some hundreds a year and cluster. */
    keptDays: 400,
  },
  upgrade: {
    subject: 'cluster',
    whilePaused: 'waits',
    precedence: 5,
    level: 'upgrade',
    stoppedBy: 'upgrade',
  },
  delete: {
    ...COMMON,
    precedence: 6,
    level: 'all',
    stoppedBy: 'delete',
    ends: { Succeeded: ['ClusterDeleted'], Failed: ['ClusterDeletionFailed'], Rejected: REJECTED },
  },
  /** What saves traffic waits for no calendar; `drill` is what a freeze stops. */
  failover: {
    subject: 'cluster',
    whilePaused: 'waits',
    precedence: 7,
    level: 'all',
    stoppedBy: undefined,
  },
} as const satisfies { readonly [Kind in OperationKind]: Kind extends CarriedOut ? Work : Standing };

/** The facts that tell the failures of operations about a cluster, or about a Fleet document. */
export type FailureFact<Subject extends Standing['subject']> = Extract<
  (typeof KINDS)[CarriedOut],
  { readonly subject: Subject }
>['ends']['Failed'][0];

/** What is said of any kind, where it does not matter which. */
export const standingOf = (kind: OperationKind): Standing => KINDS[kind];

/** What is said of a kind that a workflow carries out. */
export const workOf = (kind: CarriedOut): Work => KINDS[kind];

/** Whether one kind takes the lease of another over. */
export const goesBefore = (kind: OperationKind, other: OperationKind): boolean =>
  KINDS[kind].precedence > KINDS[other].precedence;
