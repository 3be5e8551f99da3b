import * as z from 'zod';
import { operationRef } from './operation/operation.ts';

/** The network that a foundation answers, so that no later step has to look its stack up again. */
export const networkFacts = z.strictObject({
  vpcId: z.string(),
  subnets: z
    .array(
      z.strictObject({
        subnetId: z.string(),
        availabilityZone: z.string(),
        public: z.boolean(),
        localZone: z.boolean(),
        key: z.string(),
      }),
    )
    .readonly(),
  controlPlaneSecurityGroupId: z.string().exactOptional(),
  sharedNodeSecurityGroupId: z.string().exactOptional(),
});

/** What an observing task of a phase is given. */
export const observeInput = z.strictObject({
  operation: operationRef,
  /** Once the foundation is there. */
  network: networkFacts.exactOptional(),
  /** Keys that an earlier look of the phase found as they should be; empty for a whole look. */
  ready: z.array(z.string()).exactOptional(),
  /** ISO 8601: when the phase began. */
  since: z.string(),
  /** ISO 8601: when this look began. */
  at: z.string(),
});

/** What an applying task is given: which resource of the phase it is to change. */
export const applyInput = z.strictObject({
  operation: operationRef,
  key: z.string(),
  network: networkFacts.exactOptional(),
  at: z.string(),
});

/** What an applying task answers: it made the change, or found that none is needed any more. */
export const applied = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('Applied'), change: z.string() }),
  z.strictObject({ outcome: z.literal('Unchanged') }),
]);
export type Applied = z.infer<typeof applied>;

export const elapsedSeconds = ({ since, at }: { readonly since: string; readonly at: string }): number =>
  (Date.parse(at) - Date.parse(since)) / 1000;
