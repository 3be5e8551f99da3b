import type * as z from 'zod';
import { failureOf } from '../../domain/operation/failure.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { eventOf } from '../../events/event.ts';
import { requestRejected } from '../../events/operation/request-rejected.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { task } from '../runtime/task.ts';
import { operationTasks } from './contracts.ts';

/** A refusal of so many problems has said enough. */
const MOST_PROBLEMS = 50;
/** A problem may repeat a value that it found, and a fact is at most 256 KB. */
const LONGEST_MESSAGE = 2000;
/** The cause of a failed execution is at most 32,768 characters (SDK typing of states, `SensitiveCause`). */
const LONGEST_REASON = 32_000;

type Refusal = z.output<typeof operationTasks.publishRejection.input>['refusal'];

const textOf = (from: unknown, member: string): string | undefined => {
  const value = (from as Record<string, unknown> | null | undefined)?.[member];
  return typeof value === 'string' ? value : undefined;
};

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}...`;

/** The problems of a request, or the one that it could not be read at all. */
function problemsOf(refusal: Refusal): readonly RequestProblem[] {
  if ('problems' in refusal) return refusal.problems;
  const { step, reason, advice } = failureOf(refusal.caught);
  return [{ path: '', message: `the request could not be read: ${step}: ${reason}. ${advice}` }];
}

/** Says why a request is refused. */
export const handler = task(operationTasks.publishRejection, { facts }, async ({ event, refusal }, ports) => {
  const problems = problemsOf(refusal);
  const left = problems.length - MOST_PROBLEMS;
  const told = [
    ...problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => ({
      path: cut(path, LONGEST_MESSAGE),
      message: cut(message, LONGEST_MESSAGE),
    })),
    ...(left > 0 ? [{ path: '', message: `and ${left} more` }] : []),
  ];
  const requestId = textOf((event as { readonly detail?: unknown } | null | undefined)?.detail, 'requestId');
  await ports.facts.publish(
    eventOf(requestRejected, {
      version: '1',
      ...(requestId === undefined ? {} : { requestId }),
      detailType: textOf(event, 'detail-type') ?? 'unknown',
      eventId: textOf(event, 'id') ?? 'unknown',
      problems: told,
    }),
  );
  const reasons = told.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return { outcome: 'Published' as const, reason: cut(reasons.join('; '), LONGEST_REASON) };
});
