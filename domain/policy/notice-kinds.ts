import { CARRIED_OUT, type End, KINDS, workOf } from '../operation/kinds.ts';

/** The reasons for which somebody is told: an entry of `notify` names them in `on`. */
export const NOTICE_KINDS = [
  'failed',
  'skipped',
  'scaled',
  'drifted',
  'support',
  'approval',
  'waves',
  'failover',
  'readiness',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The facts that tell of operations, of all kinds, that ended so. */
const ended = (...ends: readonly End[]): readonly string[] => [
  ...new Set(CARRIED_OUT.flatMap((kind) => ends.flatMap((end) => workOf(kind).ends[end] ?? []))),
];

/** The facts of each kind. */
export const NOTICES: Readonly<Record<NoticeKind, readonly string[]>> = {
  failed: [...ended('Failed', 'Incomplete', 'Rejected'), 'SchedulesReconciliationFailed'],
  skipped: ended('Skipped'),
  scaled: KINDS.scale.ends.Succeeded,
  drifted: ['ClusterDrifted'],
  support: ['SupportEndsSoon'],
  approval: ['ApprovalRequested', 'ApprovalExpired'],
  waves: ['WaveCompleted', 'FleetUpgradePaused', 'FleetUpgraded', 'FleetUpgradeEnded'],
  failover: ['FailoverAsked', 'FailoverHeld', 'FailedOver'],
  /** Apart from the others: it wakes nobody, since nothing fails yet. */
  readiness: ['FailoverReadinessChanged', ...KINDS.drill.ends.Succeeded, ...KINDS.drill.ends.Superseded],
};
