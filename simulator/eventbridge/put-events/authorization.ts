import type { Authorization } from '../../service.ts';
import type { EventBus } from '../state.ts';

/** The facts of an event put on a bus by which IAM may judge it. */
export interface EventFacts {
  readonly source: string;
  readonly detailType: string;
  /** Whether another bus sends it. */
  readonly isForwarded: boolean;
}

/** The question of a bus to IAM, with the bus's own policy (service authorization reference of EventBridge). */
export function putEventsAuthorization(
  bus: EventBus | undefined,
  busArn: string,
  event: EventFacts,
): Authorization {
  return {
    action: 'events:PutEvents',
    resource: busArn,
    context: {
      'events:source': event.source,
      'events:detail-type': event.detailType,
      'events:eventBusInvocation': String(event.isForwarded),
    },
    ...(bus?.policy ? { resourcePolicy: bus.policy } : {}),
  };
}
