import { TaskError } from '../../domain/errors.ts';
import type { ArrivedFact } from '../../domain/fleet/notices.ts';
import { envelope } from '../../events/event.ts';

/** A fact as its rule delivered it. */
export function arrivedFact(event: unknown): ArrivedFact {
  const read = envelope.safeParse(event);
  if (!read.success) throw new TaskError('InvalidInput', `the event has no envelope: ${read.error.message}`);
  const { id, region, time, detail, 'detail-type': detailType } = read.data;
  return { id, detailType, region, time, detail };
}
