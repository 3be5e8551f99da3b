import { AwsError } from '../aws-error.ts';
import { deliveryFailure } from '../eventbridge/delivery-failure.ts';
import { eventTime } from '../eventbridge/router.ts';
import type { Region } from '../region.ts';
import type { Caller } from '../service.ts';
import { assumeExecutionRole } from './execution-role.ts';
import { countOne, countUndelivered } from './metrics.ts';
import type { Schedule, ScheduleTarget } from './state.ts';
import { actionArn, invokeTarget } from './target.ts';
import { inputOf } from './target-input.ts';

/** One firing of a schedule; the target is the one that the schedule had then. */
export interface Firing {
  readonly schedule: Schedule;
  readonly target: ScheduleTarget;
  readonly scheduledAtMs: number;
}

interface Failure {
  readonly error: AwsError;
  readonly executionId: string;
  readonly input: string;
  readonly caller: Caller | undefined;
}

/**
 * AWS says "exponential backoff" and no numbers. Doubling from a second to eight minutes spreads 185 attempts over
 * about the 24 hours that AWS names beside them, as for EventBridge's rules.
 */
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 480;
/** Invocations throttle limit, a second (Scheduler quotas, of the larger Regions). */
const DEFAULT_INVOCATION_RATE = 1000;

/** Invokes targets: as the execution role, at least once, again after failures, and at last not at all. */
export class Invocations {
  readonly #region: Region;
  /** The time at which the next invocation may be made without exceeding the throttle limit. */
  #freeAtMs = 0;

  constructor(region: Region) {
    this.#region = region;
  }

  /**
   * Resolves when the firing has been delivered, dead-lettered or dropped. Scheduler invokes at least once, so a fault
   * may make more copies of it, or make it late.
   */
  async run(firing: Firing): Promise<void> {
    const { kernel, name, faults } = this.#region;
    const targetArn = firing.target.Arn;
    const { copies, delayMs } = faults.ofDelivery({
      region: name,
      detailType: 'Scheduled Event',
      targetArn,
    }) ?? {
      copies: 1,
      delayMs: 0,
    };
    if (delayMs > 0) await kernel.sleep(delayMs);
    await Promise.all(Array.from({ length: copies }, () => this.#deliver(firing)));
  }

  async #deliver(firing: Firing): Promise<void> {
    const { kernel } = this.#region;
    const beganAtMs = kernel.now();
    for (let attempt = 1; ; attempt++) {
      await this.#admission(firing);
      const failure = await this.#attempt(firing, attempt);
      if (!failure) return;
      const delayMs = this.#retryDelayMs(attempt);
      const { isRetried } = deliveryFailure(failure.error);
      const ageMs = kernel.now() + delayMs - beganAtMs;
      const exhausted = isRetried ? exhaustedCondition(firing.target, attempt - 1, ageMs) : undefined;
      if (!isRetried || exhausted) {
        this.#giveUp(firing, failure, attempt - 1, exhausted);
        return;
      }
      this.#record(firing, 'retrying', attempt - 1, failure);
      await kernel.sleep(delayMs);
    }
  }

  /** Invocations over the throttle limit wait for their turn. */
  async #admission({ schedule }: Firing): Promise<void> {
    const { kernel, settings } = this.#region;
    const rate = settings.quotas['scheduler/invocations'] ?? DEFAULT_INVOCATION_RATE;
    const turnMs = Math.max(kernel.now(), this.#freeAtMs);
    this.#freeAtMs = turnMs + 1000 / rate;
    if (turnMs <= kernel.now()) return;
    countOne(this.#region, schedule.group, 'InvocationThrottleCount');
    await kernel.sleep(turnMs - kernel.now());
  }

  /**
   * Invokes the target once. Every attempt has an id of its own (user guide, "Adding context attributes"), so that
   * the id does not tell a repetition.
   */
  async #attempt(firing: Firing, attempt: number): Promise<Failure | undefined> {
    const { schedule, target, scheduledAtMs } = firing;
    const region = this.#region;
    const executionId = region.kernel.random('scheduler/execution-ids').text(16, '0123456789abcdef');
    const facts = { scheduleArn: schedule.arn, scheduledAtMs, executionId, attempt };
    const input = inputOf(region, target.Input, facts);
    countOne(region, schedule.group, 'InvocationAttemptCount');
    let caller: Caller | undefined;
    try {
      caller = assumeExecutionRole(region, target.RoleArn, schedule.group);
      await invokeTarget(region, target, input, caller);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (caller) this.#countError(schedule, error);
      return { error, executionId, input, caller };
    }
    this.#record(firing, 'delivered', attempt - 1);
    return undefined;
  }

  #countError({ group }: Schedule, error: AwsError): void {
    countOne(this.#region, group, 'TargetErrorCount');
    if (deliveryFailure(error).code === 'THROTTLING')
      countOne(this.#region, group, 'TargetErrorThrottledCount');
  }

  #retryDelayMs(attempt: number): number {
    const seconds = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** (attempt - 1));
    return Math.round(seconds * 1000 * this.#region.kernel.random('scheduler/retries').between(0.5, 1.5));
  }

  /** The dead-letter queue is sent to as the execution role too (user guide, "Set up execution role permissions"). */
  #giveUp(firing: Firing, failure: Failure, retries: number, exhausted: string | undefined): void {
    const { schedule, target, scheduledAtMs } = firing;
    if (exhausted) countOne(this.#region, schedule.group, 'InvocationDroppedCount');
    const queueArn = target.DeadLetterConfig?.Arn;
    if (queueArn === undefined || !failure.caller) {
      this.#record(firing, 'dropped', retries, failure);
      return;
    }
    const attributes = {
      ERROR_CODE: failure.error.code,
      ERROR_MESSAGE: failure.error.message,
      EXECUTION_ID: failure.executionId,
      ...(exhausted ? { EXHAUSTED_RETRY_CONDITION: exhausted } : {}),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(retries),
      SCHEDULED_TIME: eventTime(scheduledAtMs),
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: actionArn(this.#region, target.Arn),
    };
    try {
      this.#region.queues.send(queueArn, failure.input, attributes, failure.caller);
      this.#record(firing, 'dead-letter', retries, failure);
      countOne(this.#region, schedule.group, 'InvocationsSentToDeadLetterCount');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The invocation is lost, and nothing but the metric says so.
      this.#record(firing, 'lost', retries, failure);
      countUndelivered(this.#region, schedule.group, error.code);
    }
  }

  #record(
    { schedule, target, scheduledAtMs }: Firing,
    outcome: string,
    retries: number,
    failure?: Failure,
  ): void {
    this.#region.kernel.trace.record({
      at: this.#region.kernel.now(),
      kind: 'invocation',
      region: this.#region.name,
      schedule: schedule.arn,
      target: target.Arn,
      scheduledTime: eventTime(scheduledAtMs),
      outcome,
      retries,
      ...(failure ? { code: failure.error.code, message: failure.error.message } : {}),
    });
  }
}

function exhaustedCondition(
  { RetryPolicy: policy }: ScheduleTarget,
  retries: number,
  ageMs: number,
): 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined {
  if (retries >= policy.MaximumRetryAttempts) return 'MaximumRetryAttempts';
  return ageMs > policy.MaximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
}
