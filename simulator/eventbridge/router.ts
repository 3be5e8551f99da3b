import type { Region } from '../region.ts';
import type { Caller } from '../service.ts';
import type { AwsEvent } from './aws-event.ts';
import { Deliveries } from './delivery.ts';
import { putEventsAuthorization } from './put-events/authorization.ts';
import { DEFAULT_BUS, type EventBridgeState, type EventBus, type Rule } from './state.ts';

/** An instant as events carry it: ISO 8601 in whole seconds. */
export const eventTime = (instantMs: number): string => `${new Date(instantMs).toISOString().slice(0, 19)}Z`;

/** Takes events in and starts their deliveries. */
export class EventRouter {
  readonly #state: EventBridgeState;
  readonly #region: Region;
  readonly #deliveries: Deliveries;

  constructor(state: EventBridgeState) {
    this.#state = state;
    this.#region = state.region;
    this.#deliveries = new Deliveries(state.region, {
      forward: (busArn, event, caller) => this.receive(busArn, event, caller),
    });
  }

  newEventId(): string {
    return this.#region.kernel.random('events/ids').uuid();
  }

  /** Puts an accepted event on a bus; one for a bus that is not there is lost, as on AWS. */
  accept(bus: EventBus | undefined, event: AwsEvent, isForwarded = false): void {
    this.#record(bus, event);
    if (bus) this.#tell(bus, event, isForwarded);
    if (!bus || bus.rules.size === 0) return;
    for (const rule of bus.rules.values()) {
      if (rule.state === 'DISABLED' || !rule.pattern?.mayMatch(event)) continue;
      if (rule.pattern.matches(event)) this.send(rule, event, isForwarded);
    }
  }

  /** Delivers an event to all targets of one rule. */
  send(rule: Rule, event: AwsEvent, isForwarded = false): void {
    const ingestedAt = this.#region.kernel.now();
    for (const target of rule.targets.values()) {
      this.#deliveries.start({ event, rule, target, isForwarded, ingestedAt });
    }
  }

  /** Takes an event that another bus forwards, of this region or another one. */
  receive(busArn: string, event: AwsEvent, caller: Caller): void {
    const bus = this.#state.findBus(busArn);
    const facts = { source: event.source, detailType: event['detail-type'], isForwarded: true };
    this.#region.authorize(caller, putEventsAuthorization(bus, busArn, facts));
    this.accept(bus, event, true);
  }

  publishServiceEvent(event: Pick<AwsEvent, 'source' | 'detail-type' | 'resources' | 'detail'>): void {
    this.accept(this.#state.bus(DEFAULT_BUS), {
      version: '0',
      id: this.newEventId(),
      source: event.source,
      'detail-type': event['detail-type'],
      account: this.#region.accountId,
      time: eventTime(this.#region.kernel.now()),
      region: this.#region.name,
      resources: [...event.resources],
      detail: event.detail,
    });
  }

  #tell({ name: bus }: EventBus, event: AwsEvent, isForwarded: boolean): void {
    const { source, 'detail-type': detailType, detail } = event;
    const region = this.#region.name;
    this.#region.observeEvent?.({ region, bus, source, detailType, detail, isForwarded });
  }

  #record(bus: EventBus | undefined, event: AwsEvent): void {
    this.#region.kernel.trace.record({
      at: this.#region.kernel.now(),
      kind: 'event',
      region: this.#region.name,
      bus: bus?.name ?? 'none',
      eventId: event.id,
      source: event.source,
      detailType: event['detail-type'],
    });
  }
}
