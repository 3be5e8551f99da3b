import type { Stop } from '../policy/stops.ts';
import type { Level } from '../registry/level.ts';
import type { SubjectType } from './subject.ts';

/**
 * The part of a kind that leases, acceptance and freezes go by; also kinds that no workflow carries out yet have it.
 */
interface Standing {
  /** The rank among kinds: the higher takes the lease over, and is never made to wait for the lower. */
  readonly precedence: number;
  readonly subject: SubjectType;
  /** The level that the operation needs on a cluster that the fleet has; undefined where no level is asked for. */
  readonly level: Level | undefined;
  /** The action that a freeze must stop for it to be refused; undefined where freezes do not hold it. */
  readonly stoppedBy: Stop | undefined;
  /**
   * The behaviour while a pause holds its subject: every change waits, and the operation goes on once the pause is
   * lifted.
   */
  readonly whilePaused: 'waits';
}

/**
 * An operation's end. `Skipped`: a schedule asked for it, and it found a reason not to act. `Incomplete`: the
 * capacity that it asked for was not there in time. `Superseded`: a more urgent operation took its lease, of a kind whose work that
 * operation does as well.
 */
export type End = 'Succeeded' | 'Failed' | 'Rejected' | 'Skipped' | 'Incomplete' | 'Superseded';

interface Work extends Standing {
  /** The ends that it can have, and the facts that tell them; a refusal is told by one fact for all kinds. */
  readonly ends: Readonly<Partial<Record<End, readonly string[]>>> & {
    readonly Succeeded: readonly string[];
    readonly Failed: readonly [string];
    readonly Rejected: readonly ['RequestRejected'];
  };
  /** Days after its end for which it is on record; undefined: for good. */
  readonly keptDays: number | undefined;
  /** The plan that counts if it records more than one before its first change; undefined where it has none. */
  readonly plan: 'first' | 'newest' | undefined;
  /** True where operations of the kind hold one lease side by side, each for a part of its subject. */
  readonly sharesLease: boolean;
  /** True where a person can stop it before its next step; others go on to their end. */
  readonly isCancellable: boolean;
}

const REJECTED = ['RequestRejected'] as const;
const COMMON = {
  subject: 'cluster',
  whilePaused: 'waits',
  keptDays: undefined,
  plan: undefined,
  isCancellable: false,
  sharesLease: false,
} as const;

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
  /**
   * Something is asked of the upgrade of a fleet; its clusters' upgrades are operations of their own, which freezes hold. A
   * document may be applied meanwhile.
   */
  'upgrade-fleet': {
    ...COMMON,
    precedence: -1,
    subject: 'fleet',
    level: undefined,
    stoppedBy: undefined,
    ends: { Succeeded: ['FleetUpgradeChanged'], Failed: ['FleetUpgradeChangeFailed'], Rejected: REJECTED },
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
    /** A look at the account, and the warnings: the newest is the one that was told. */
    plan: 'newest',
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
    /** The first plan counts: a second look sees a cluster that has changed already. */
    plan: 'first',
    /** A year, and the time to look at it: clocks ask for some hundreds a year and cluster. */
    keptDays: 400,
  },
  upgrade: {
    ...COMMON,
    precedence: 5,
    level: 'upgrade',
    stoppedBy: 'upgrade',
    ends: {
      Succeeded: ['ClusterUpgraded', 'ClusterRolledBack'],
      Failed: ['ClusterUpgradeFailed'],
      Rejected: REJECTED,
    },
    isCancellable: true,
    /** Versions are resolved once: a second look may find newer ones. */
    plan: 'first',
  },
  delete: {
    ...COMMON,
    precedence: 6,
    level: 'all',
    stoppedBy: 'delete',
    ends: { Succeeded: ['ClusterDeleted'], Failed: ['ClusterDeletionFailed'], Rejected: REJECTED },
  },
  /** It ends nothing that is under way, which acceptance looks at; only a failover ends it, and keeps what it has raised. */
  drill: {
    ...COMMON,
    precedence: 7,
    /** The standby's nodes and replicas are raised, and put back. */
    level: 'scale',
    stoppedBy: 'drill',
    ends: {
      Succeeded: ['FailoverDrilled'],
      Skipped: ['FailoverDrillSkipped'],
      Superseded: ['FailoverDrillSuperseded'],
      Failed: ['FailoverDrillFailed'],
      Rejected: REJECTED,
    },
    /** The first plan counts: it has the sizes to which the standby is put back. */
    plan: 'first',
    isCancellable: true,
  },
  /** A failover saves traffic, and waits for no calendar; a freeze stops only a `drill`. */
  failover: {
    ...COMMON,
    precedence: 8,
    /** The standby's nodes and replicas are raised, and nothing else of it. */
    level: 'scale',
    stoppedBy: undefined,
    /** The part is a plan: a lost region's plans do not wait for one another. */
    sharesLease: true,
    ends: {
      Succeeded: ['FailedOver'],
      Skipped: ['FailoverSkipped'],
      Failed: ['FailoverFailed'],
      Rejected: REJECTED,
    },
    /** The first plan counts: it was made by what stood before the move began. */
    plan: 'first',
  },
} as const satisfies Readonly<Record<string, Work>>;

export type OperationKind = keyof typeof KINDS;

type Having<Members> = {
  readonly [Kind in OperationKind]: (typeof KINDS)[Kind] extends Members ? Kind : never;
}[OperationKind];

/** Kinds that workflows carry out. */
export type CarriedOut = Having<Work>;
/** Kinds that record a plan. */
export type Planned = Having<{ readonly plan: string }>;
/** Kinds about subjects of a type. */
export type KindAbout<Type extends SubjectType> = Extract<CarriedOut, Having<{ readonly subject: Type }>>;

export const OPERATION_KINDS = Object.keys(KINDS) as readonly OperationKind[];

export const isCarriedOut = (kind: string): kind is CarriedOut => kind in KINDS;
export const CARRIED_OUT = OPERATION_KINDS.filter(isCarriedOut);

export const kindsAbout = <Type extends SubjectType>(subject: Type): readonly KindAbout<Type>[] =>
  CARRIED_OUT.filter((kind): kind is KindAbout<Type> => KINDS[kind].subject === subject);

/** The fact that tells the failures of a kind. */
export const failureFactOf = <Kind extends CarriedOut>(kind: Kind) =>
  KINDS[kind].ends.Failed[0] as (typeof KINDS)[Kind]['ends']['Failed'][0];

/** The row of any kind, where it does not matter which. */
export const standingOf = (kind: OperationKind): Standing => KINDS[kind];

/** True where a person can stop operations of a kind before their next step. */
export const isCancellable = (kind: CarriedOut): boolean => KINDS[kind].isCancellable;

/** The name of the workflow that carries a kind out: imperative, and two words where the kind's own name is no verb. */
export const workflowOf = (kind: CarriedOut): string => {
  if (kind === 'failover') return 'fail-over';
  if (kind === 'drill') return 'drill-failover';
  return KINDS[kind].subject === 'cluster' ? `${kind}-cluster` : kind;
};

/** The row of a kind that a workflow carries out. */
export const workOf = (kind: CarriedOut): Work => KINDS[kind];

/** True where one kind takes the lease of another over. */
export const goesBefore = (kind: OperationKind, other: OperationKind): boolean =>
  KINDS[kind].precedence > KINDS[other].precedence;
