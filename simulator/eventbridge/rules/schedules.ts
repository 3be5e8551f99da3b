import { nextFirings } from '../../../schedules/firings.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { Region } from '../../region.ts';
import { type EventRouter, eventTime } from '../router.ts';
import type { Rule } from '../state.ts';

/** Fires the rules that have a schedule. Rules know UTC only, and one rate counts from the rule's last change. */
export class RuleSchedules {
  readonly #region: Region;
  readonly #router: EventRouter;

  constructor(region: Region, router: EventRouter) {
    this.#region = region;
    this.#router = router;
  }

  stop(rule: Rule): void {
    rule.timer?.cancel();
    rule.timer = undefined;
  }

  /** Begins anew after a change of the rule. */
  restart(rule: Rule): void {
    this.stop(rule);
    if (rule.schedule && rule.state !== 'DISABLED') this.#await(rule, this.#region.kernel.now());
  }

  #await(rule: Rule, afterMs: number): void {
    const { kernel } = this.#region;
    const [due] = rule.schedule ? nextFirings(rule.schedule.parsed, afterMs) : [];
    if (due === undefined) return;
    const lateMs = sampleDurationMs(kernel, 'events/schedule-firing', this.#region.settings.durationScale);
    rule.timer = kernel.after(due - kernel.now() + lateMs, () => {
      this.#fire(rule, due);
      this.#await(rule, due);
    });
  }

  #fire(rule: Rule, dueMs: number): void {
    this.#router.send(rule, {
      version: '0',
      id: this.#router.newEventId(),
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      account: this.#region.accountId,
      time: eventTime(dueMs),
      region: this.#region.name,
      resources: [rule.arn],
      detail: {},
    });
  }
}
