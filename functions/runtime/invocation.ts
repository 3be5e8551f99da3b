import * as z from 'zod';
import { operationRef } from '../../domain/operation/operation.ts';
import { perEnvironment } from './execution-environment.ts';

/** What is running in this environment, one invocation at a time. */
interface Invocation {
  remainingMs: () => number;
  operation: z.output<typeof operationRef> | undefined;
}

/** Set as a task begins; before any has, there is no time left. */
export const invocation = perEnvironment((): Invocation => ({ remainingMs: () => 0, operation: undefined }));

const ofOperation = z.object({ operation: operationRef });

/** Keeps how long the invocation may go on, and for which operation it works. */
export function beginInvocation(
  event: unknown,
  context: { readonly getRemainingTimeInMillis: () => number },
): void {
  const { data } = ofOperation.safeParse(event);
  Object.assign(invocation(), {
    remainingMs: () => context.getRemainingTimeInMillis(),
    operation: data?.operation,
  });
}
