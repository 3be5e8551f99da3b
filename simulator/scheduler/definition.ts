import { parseScheduleExpression } from '../../schedules/expression.ts';
import { ScheduleExpressionError } from '../../schedules/expression-error.ts';
import { isTimeZone } from '../../schedules/time-zone.ts';
import { assertScheduleRequest } from './constraints.ts';
import { validationError } from './errors.ts';
import type { ScheduleRequest } from './schedule-request.ts';
import type { ScheduleDefinition, SchedulerState } from './state.ts';
import { validatedTarget } from './target.ts';

/**
 * The age that a start date may have (observed: "The StartDate you specify cannot be earlier than 5 minutes ago.").
 */
const START_GRACE_MS = 5 * 60_000;

/**
 * Reads a request; members that it leaves out are AWS's defaults, also where an update replaces a schedule that had
 * them (UpdateSchedule, SDK typing: "uses all values, including empty values"). The messages about windows, dates and
 * zones are our own, as AWS's are not public.
 * @throws AwsError ValidationException
 */
export function definitionOf(state: SchedulerState, input: ScheduleRequest): ScheduleDefinition {
  assertScheduleRequest(input);
  const expression = input.ScheduleExpression as string;
  const zone = input.ScheduleExpressionTimezone ?? 'UTC';
  const parsed = parsedExpression(expression);
  if (!isTimeZone(zone)) throw validationError(`Invalid Schedule Expression Timezone ${zone}.`);
  assertWindow(input);
  const isOnce = parsed.kind === 'at';
  if (!isOnce) assertDates(state.region.kernel.now(), input);
  return {
    expression,
    parsed,
    zone,
    startMs: input.StartDate?.getTime(),
    endMs: input.EndDate?.getTime(),
    description: input.Description,
    state: input.State ?? 'ENABLED',
    window: { ...input.FlexibleTimeWindow, Mode: input.FlexibleTimeWindow?.Mode },
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    target: validatedTarget(state.region, input.Target),
  };
}

function parsedExpression(expression: string): ScheduleDefinition['parsed'] {
  try {
    return parseScheduleExpression(expression, 'scheduler');
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    throw validationError(`Invalid Schedule Expression ${expression}.`);
  }
}

function assertWindow({ FlexibleTimeWindow: window }: ScheduleRequest): void {
  const isFlexible = window?.Mode === 'FLEXIBLE';
  const hasMinutes = window?.MaximumWindowInMinutes !== undefined;
  if (isFlexible && !hasMinutes) {
    throw validationError(
      'MaximumWindowInMinutes must be specified when FlexibleTimeWindow Mode is FLEXIBLE.',
    );
  }
  if (!isFlexible && hasMinutes) {
    throw validationError('MaximumWindowInMinutes cannot be specified when FlexibleTimeWindow Mode is OFF.');
  }
}

/** Both dates are ignored for a schedule that fires once (SDK typing of `StartDate` and `EndDate`). */
function assertDates(nowMs: number, { StartDate: start, EndDate: end }: ScheduleRequest): void {
  if (start && start.getTime() < nowMs - START_GRACE_MS) {
    throw validationError('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (end && end.getTime() <= nowMs) throw validationError('The EndDate you specify cannot be in the past.');
  if (start && end && end <= start) {
    throw validationError('The EndDate you specify must be later than the StartDate.');
  }
}
