import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { Region } from '../region.ts';
import { type DeliveryFailure, deliveryFailure } from './delivery-failure.ts';
import { type BusForwarding, type Delivery, invokeTarget } from './targets/invocation.ts';
import { eventBridgeItself } from './targets/role.ts';

/** The defaults of a target's retry policy, and their upper bounds (EventBridge user guide, "Retry policy"). */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;
/**
 * AWS documents an exponential back-off with jitter and no numbers. Doubling from a second to eight minutes
 * spreads 185 attempts over about the 24 hours that AWS names beside them.
 */
const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 480;

type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** Delivers events to targets: late, out of order, at least once, again after failures, and at last not at all. */
export class Deliveries {
  readonly #region: Region;
  readonly #forwarding: BusForwarding;

  constructor(region: Region, forwarding: BusForwarding) {
    this.#region = region;
    this.#forwarding = forwarding;
  }

  /**
   * Sets a delivery going; each has a latency of its own, so that events overtake one another. EventBridge delivers
   * at least once and promises no time, so a fault may make more copies of it, or make it late.
   */
  start(delivery: Delivery): void {
    const { kernel, name, settings, faults } = this.#region;
    const detailType = delivery.event['detail-type'];
    const fault = faults.ofDelivery({ region: name, detailType, targetArn: delivery.target.Arn });
    const { copies, delayMs } = fault ?? { copies: 1, delayMs: 0 };
    if (fault) {
      const kind = copies > 1 ? 'duplicate-event' : 'late-event';
      kernel.trace.record({ at: kernel.now(), kind: 'fault', region: name, fault: kind, detailType });
    }
    for (let copy = 0; copy < copies; copy++)
      this.#after(delayMs + sampleDurationMs(kernel, 'events/delivery', settings.durationScale), delivery, 0);
  }

  #after(delayMs: number, delivery: Delivery, retries: number): void {
    this.#region.kernel.after(delayMs, () => this.#attempt(delivery, retries));
  }

  async #attempt(delivery: Delivery, retries: number): Promise<void> {
    try {
      await invokeTarget(this.#region, delivery, this.#forwarding);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#fail(delivery, retries, deliveryFailure(error));
      return;
    }
    this.#record(delivery, { outcome: 'delivered', retries });
  }

  #fail(delivery: Delivery, retries: number, failure: DeliveryFailure): void {
    const delayMs = this.#retryDelayMs(retries);
    const exhausted = failure.isRetried ? this.#exhausted(delivery, retries, delayMs) : undefined;
    if (!failure.isRetried || exhausted) {
      this.#giveUp(delivery, retries, failure, exhausted);
      return;
    }
    this.#record(delivery, { outcome: 'retrying', retries, code: failure.code, message: failure.message });
    this.#after(delayMs, delivery, retries + 1);
  }

  #retryDelayMs(retries: number): number {
    const seconds = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** retries);
    return Math.round(seconds * 1000 * this.#region.kernel.random('events/retries').between(0.5, 1.5));
  }

  #exhausted(delivery: Delivery, retries: number, delayMs: number): ExhaustedCondition | undefined {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = delivery.target.RetryPolicy ?? {};
    if (retries >= (MaximumRetryAttempts ?? DEFAULT_RETRIES)) return 'MaximumRetryAttempts';
    const ageMs = this.#region.kernel.now() + delayMs - delivery.ingestedAt;
    const limitMs = (MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
    return ageMs > limitMs ? 'MaximumEventAgeInSeconds' : undefined;
  }

  #giveUp(
    delivery: Delivery,
    retries: number,
    failure: DeliveryFailure,
    exhausted: ExhaustedCondition | undefined,
  ): void {
    const { code, message } = failure;
    const queueArn = delivery.target.DeadLetterConfig?.Arn;
    if (queueArn === undefined) {
      this.#record(delivery, { outcome: 'dropped', retries, code, message });
      return;
    }
    const attributes = {
      RULE_ARN: delivery.rule.arn,
      TARGET_ARN: delivery.target.Arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted ? { EXHAUSTED_RETRY_CONDITION: exhausted } : {}),
    };
    const caller = eventBridgeItself(this.#region, delivery.rule.arn);
    try {
      this.#region.queues.send(queueArn, JSON.stringify(delivery.event), attributes, caller);
      this.#record(delivery, { outcome: 'dead-letter', retries, code, message });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // A queue that does not let EventBridge send loses the event (metric InvocationsFailedToBeSentToDlq).
      const reason = `${message}; the dead-letter queue answered ${error.code}: ${error.message}`;
      this.#record(delivery, { outcome: 'lost', retries, code, message: reason });
    }
  }

  #record(delivery: Delivery, members: Readonly<Record<string, string | number>>): void {
    this.#region.kernel.trace.record({
      at: this.#region.kernel.now(),
      kind: 'delivery',
      region: this.#region.name,
      eventId: delivery.event.id,
      detailType: delivery.event['detail-type'],
      rule: delivery.rule.arn,
      target: delivery.target.Arn,
      ...members,
    });
  }
}
