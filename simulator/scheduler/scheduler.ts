import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import type { Service } from '../service.ts';
import { schedulerAuthorizations } from './authorization.ts';
import { ClientTokens } from './client-tokens.ts';
import { Invocations } from './invocations.ts';
import { schedulerResourceTypes } from './resource-types.ts';
import { groupOperations } from './schedule-groups.ts';
import { removeSchedule, scheduleOperations } from './schedules.ts';
import { SchedulerState } from './state.ts';
import { tagOperations } from './tags.ts';
import { ScheduleTimers } from './timers.ts';

/**
 * EventBridge Scheduler of one region: schedules, their groups, and the templated targets that put an event, start an
 * execution, invoke a function, or send a message to a queue or topic. Universal targets, the other templated ones,
 * targets elsewhere and encryption with keys of one's own are not simulated.
 */
export function createScheduler(region: Region): Service {
  const state = new SchedulerState(region);
  const timers: ScheduleTimers = new ScheduleTimers(region, new Invocations(region), (schedule) =>
    removeSchedule(timers, schedule),
  );
  const context = { state, timers, tokens: new ClientTokens() };
  return {
    signingName: 'scheduler',
    operations: operationsOf(region.kernel, 'scheduler', {
      ...scheduleOperations(context),
      ...groupOperations(context),
      ...tagOperations(state),
    }),
    authorize: (operation, input) => schedulerAuthorizations(state, operation, input),
    resourceTypes: schedulerResourceTypes(context),
  };
}
