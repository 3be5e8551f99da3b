import * as z from 'zod';
import { operationRef } from '../../domain/operation/operation.ts';
import { perEnvironment } from './execution-environment.ts';

/** The invocation that runs in this environment, one at a time. */
interface Invocation {
  remainingMs: () => number;
  event: unknown;
}

/** Set as a task begins; before any has, there is no time left. */
export const invocation = perEnvironment((): Invocation => ({ remainingMs: () => 0, event: undefined }));

const ofOperation = z.object({ operation: operationRef });

/** Keeps the time that the invocation may go on, and its input. */
export function beginInvocation(
  event: unknown,
  context: { readonly getRemainingTimeInMillis: () => number },
): void {
  Object.assign(invocation(), { remainingMs: () => context.getRemainingTimeInMillis(), event });
}

/** The operation that the running invocation works for; undefined where it is for none. */
export function operationOfInvocation(): z.output<typeof operationRef> | undefined {
  return ofOperation.safeParse(invocation().event).data?.operation;
}
