import { constrained } from '../constraints.ts';
import { operationsOf } from '../modelled-members.ts';
import type { EventsPort, Region } from '../region.ts';
import type { Service } from '../service.ts';
import { eventBridgeAuthorizations } from './authorization.ts';
import { busOperations } from './buses/buses.ts';
import { assertRequest } from './constraints.ts';
import { putEventsOperation } from './put-events/put-events.ts';
import { eventBridgeResourceTypes } from './resource-types.ts';
import { EventRouter } from './router.ts';
import { ruleOperations } from './rules/rules.ts';
import { RuleSchedules } from './rules/schedules.ts';
import { DEFAULT_EVENTBRIDGE_SETTINGS, type EventBridgeSettings } from './settings.ts';
import { EventBridgeState } from './state.ts';
import { tagOperations } from './tags.ts';
import { targetOperations } from './targets/targets.ts';

export type EventBridgeService = Service & EventsPort;

/**
 * EventBridge of one region: classic event buses, rules and their targets, and the delivery of events to them.
 * Archives, replays, partner sources, API destinations, connections, global endpoints and encryption with keys of
 * one's own are not simulated.
 */
export function createEventBridge(
  region: Region,
  settings: EventBridgeSettings = DEFAULT_EVENTBRIDGE_SETTINGS,
): EventBridgeService {
  const state = new EventBridgeState(region);
  const router = new EventRouter(state);
  const schedules = new RuleSchedules(region, router);
  return {
    signingName: 'events',
    operations: operationsOf(
      region.kernel,
      'events',
      constrained(assertRequest, {
        PutEvents: putEventsOperation(state, router, settings),
        ...busOperations(state),
        ...ruleOperations(state, schedules),
        ...targetOperations(state),
        ...tagOperations(state),
      }),
    ),
    authorize: (operation, input) => eventBridgeAuthorizations(state, operation, input),
    resourceTypes: eventBridgeResourceTypes(state, schedules),
    publishServiceEvent: (event) => router.publishServiceEvent(event),
    receive: (busArn, event, caller) => router.receive(busArn, event, caller),
  };
}
