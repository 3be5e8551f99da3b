import { eventOf } from '../../events/event.ts';
import { requestRejected } from '../../events/operation/request-rejected.ts';
import { facts } from '../runtime/ports/facts.ts';
import { task } from '../runtime/task.ts';
import { publishRejection } from './publish-rejection.contract.ts';

/** A fact is at most 256 KB; a refusal of that size has said enough long before. */
const MOST_PROBLEMS = 50;

const textOf = (event: unknown, member: string): string => {
  const value = (event as Record<string, unknown> | undefined)?.[member];
  return typeof value === 'string' ? value : 'unknown';
};

/** Says why a request is refused. */
export const handler = task(publishRejection, { facts }, async ({ event, requestId, problems }, ports) => {
  const left = problems.length - MOST_PROBLEMS;
  const more = left > 0 ? [{ path: '', message: `and ${left} more` }] : [];
  await ports.facts.publish(
    eventOf(requestRejected, {
      version: '1',
      ...(requestId === undefined ? {} : { requestId }),
      detailType: textOf(event, 'detail-type'),
      eventId: textOf(event, 'id'),
      problems: [...problems.slice(0, MOST_PROBLEMS), ...more],
    }),
  );
  return { outcome: 'Published' as const };
});
