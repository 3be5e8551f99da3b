import type { EventBridgeSettings } from '../eventbridge/settings.ts';

/** What a scenario may set of EventBridge Scheduler: it too invokes at least once, and sometimes twice. */
export type SchedulerSettings = Pick<EventBridgeSettings, 'duplicateRate'>;
