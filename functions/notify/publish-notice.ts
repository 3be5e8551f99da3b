import { noticeOf } from '../../domain/fleet/notices.ts';
import { topics } from '../runtime/ports/events/topics.ts';
import { task } from '../runtime/task.ts';
import { arrivedFact } from './arrived-fact.ts';
import { notifyTasks } from './contracts.ts';

/** Tells one topic of a fact. What if this runs twice? The same is told again, with the same id in it. */
export const handler = task(notifyTasks.publishNotice, { topics }, async ({ topic, event }, ports) => {
  const { subject, message } = noticeOf(arrivedFact(event));
  await ports.topics.publish(topic, subject, message);
  return { outcome: 'Published' as const };
});
