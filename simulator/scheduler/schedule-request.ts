import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';

/** What CreateSchedule and UpdateSchedule take alike. */
export type ScheduleRequest = CreateScheduleInput;
