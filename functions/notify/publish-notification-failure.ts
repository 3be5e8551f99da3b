import { noticeOf } from '../../domain/fleet/notices.ts';
import { failureOf } from '../../domain/operation/failure.ts';
import { eventOf } from '../../events/event.ts';
import { notificationFailed } from '../../events/notification/failed.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { arrivedFact } from './arrived-fact.ts';
import { notifyTasks } from './contracts.ts';

/** Says which topic was not told of which fact, and why. What if this runs twice? The same is said again. */
export const handler = task(
  notifyTasks.publishNotificationFailure,
  { facts },
  async ({ topic, event, caught }, ports) => {
    const fact = arrivedFact(event);
    const { id, detailType, region, time } = fact;
    await ports.facts.publish(
      eventOf(notificationFailed, {
        version: '1',
        ...(topic === '' ? {} : { topic }),
        fact: { id, detailType, region, time },
        says: noticeOf(fact).message,
        ...failureOf(caught),
      }),
    );
    return { outcome: 'Published' as const };
  },
);
