import type * as z from 'zod';
import { failureOf } from '../../domain/operation/failure.ts';
import type { Rejection } from '../../domain/operation/rejection.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import { eventOf } from '../../events/event.ts';
import { requestRejected } from '../../events/operation/request-rejected.ts';
import { account } from '../runtime/ports/account/account.ts';
import { facts } from '../runtime/ports/events/facts.ts';
import { rejections } from '../runtime/ports/state/rejections.ts';
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

/** The reasons that are kept of a refusal: the record is small, and the fact has all of it. */
const LONGEST_KEPT = 1000;
/** AWS's ids, and names of ours, are shorter. */
const LONGEST_NAME = 128;

/** The record of a refusal, of members that anybody may have sent: each is cut. */
function rejectionOf(
  event: unknown,
  refusal: Refusal,
  why: string,
  { at, region }: { readonly at: string; readonly region: string },
): Rejection {
  const { requester, about } = 'outcome' in refusal ? refusal : {};
  const requestId = textOf((event as { readonly detail?: unknown } | null | undefined)?.detail, 'requestId');
  return {
    ...{ at, region, about, requester },
    eventId: cut(textOf(event, 'id') ?? 'unknown', LONGEST_NAME),
    detailType: cut(textOf(event, 'detail-type') ?? 'unknown', LONGEST_NAME),
    requestId: requestId && cut(requestId, LONGEST_NAME),
    why: cut(why, LONGEST_KEPT),
  };
}

/**
 * Says why a request is refused, and keeps it for those who look back. What if this runs twice? The record's key is the
 * event's and the time at which the state was entered, which is the same in each try.
 */
export const handler = task(
  operationTasks.publishRejection,
  { account, facts, rejections },
  async ({ event, refusal, at }, ports) => {
    const problems = problemsOf(refusal);
    const left = problems.length - MOST_PROBLEMS;
    const told = [
      ...problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => ({
        path: cut(path, LONGEST_MESSAGE),
        message: cut(message, LONGEST_MESSAGE),
      })),
      ...(left > 0 ? [{ path: '', message: `and ${left} more` }] : []),
    ];
    const requestId = textOf(
      (event as { readonly detail?: unknown } | null | undefined)?.detail,
      'requestId',
    );
    const reasons = told.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const reason = cut(reasons.join('; '), LONGEST_REASON);
    if (at !== undefined) {
      const { region } = ports.account;
      await ports.rejections.record(rejectionOf(event, refusal, reason, { at, region }));
    }
    await ports.facts.publish(
      eventOf(requestRejected, {
        version: '1',
        ...(requestId === undefined ? {} : { requestId }),
        detailType: textOf(event, 'detail-type') ?? 'unknown',
        eventId: textOf(event, 'id') ?? 'unknown',
        ...('outcome' in refusal && refusal.requester ? { requester: refusal.requester } : {}),
        problems: told,
      }),
    );
    return { outcome: 'Published' as const, reason };
  },
);
