import * as z from 'zod';
import type { Identity } from '../proof/identity.ts';

/** The requester of an operation, as its facts tell it. */
export const requester = z.strictObject({
  /** The ARN that STS has answered; where nothing is proven, the name that the request gives itself. */
  by: z.string(),
  proven: z.boolean(),
  /** The reason, in the words of who asked. */
  reason: z.string().exactOptional(),
});
export type Requester = z.infer<typeof requester>;

/** All that is known of who asked. */
export interface Asking {
  /** The name that the request gives. Nobody has to believe it. */
  readonly requestedBy: string;
  /** Absent where the request is unproven. */
  readonly identity?: Identity;
  readonly reason?: string;
}

export const requesterOf = ({ requestedBy, identity, reason }: Asking): Requester => ({
  by: identity?.arn ?? requestedBy,
  proven: identity !== undefined,
  ...(reason === undefined ? {} : { reason }),
});
