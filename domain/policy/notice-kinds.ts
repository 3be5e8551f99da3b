/** Why somebody is told: what an entry of `notify` names in `on`. */
export const NOTICE_KINDS = ['failed', 'skipped', 'scaled', 'drifted'] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The facts of each kind. */
export const NOTICES: Readonly<Record<NoticeKind, readonly string[]>> = {
  failed: [
    'ClusterCreationFailed',
    'ClusterDeletionFailed',
    'ClusterAdoptionFailed',
    'ClusterReleaseFailed',
    'ClusterScaleFailed',
    'ClusterScaleIncomplete',
    'FleetApplicationFailed',
    'SchedulesReconciliationFailed',
    'RequestRejected',
  ],
  skipped: ['ScheduleSkipped'],
  scaled: ['ClusterScaled', 'ClusterHibernated', 'ClusterWoken'],
  drifted: ['ClusterDrifted'],
};
