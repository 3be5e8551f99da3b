import * as z from 'zod';
import { anyOperationRef } from './operation.ts';

/** A state of an operation that waits for the end of a pause: branches side by side may wait each for itself. */
export const waitingRef = z.strictObject({ operation: anyOperationRef, state: z.string() });
export type WaitingRef = z.infer<typeof waitingRef>;

/** A state that waits, with its token: who has the token can end the wait. */
export interface Waiting extends WaitingRef {
  readonly token: string;
  /** ISO 8601. */
  readonly since: string;
}
