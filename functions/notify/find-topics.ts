import { topicsOf } from '../../domain/fleet/notices.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { task } from '../runtime/task.ts';
import { arrivedFact } from './arrived-fact.ts';
import { notifyTasks } from './contracts.ts';

/** Finds the topics that are told of a fact. It changes nothing, so it may run as often as it likes. */
export const handler = task(notifyTasks.findTopics, { fleets }, async ({ event }, ports) => {
  const topics = topicsOf(arrivedFact(event), await ports.fleets.list());
  return { outcome: 'Found' as const, topics: [...topics] };
});
