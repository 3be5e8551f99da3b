import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';

/** The input that CreateSchedule and UpdateSchedule share. */
export type ScheduleRequest = CreateScheduleInput;
