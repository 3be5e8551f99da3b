import * as z from 'zod';
import { digest } from './desired/digest.ts';
import { operationRef } from './operation/operation.ts';
import type { Look } from './phase.ts';
import { stackOutputs } from './progress.ts';

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

/** The cluster that an ACTIVE control plane answers, for the same reason. */
export const clusterFacts = z.strictObject({
  endpoint: z.string(),
  certificateAuthority: z.string(),
  serviceCidr: z.string(),
  clusterSecurityGroupId: z.string(),
  oidcIssuer: z.string(),
  version: z.string(),
});

/** Findings of earlier steps of a creation: the foundation, the control plane, stacks among the contents. */
const found = { network: networkFacts, cluster: clusterFacts, outputs: stackOutputs };

/** The input of an observing task of a phase. */
export const observeInput = z.strictObject({
  operation: operationRef,
  /** ISO 8601: when the phase began. */
  since: z.string(),
  /** ISO 8601: when this look began. */
  at: z.string(),
});

/** Keys that an earlier look of the phase found as they should be; empty for a whole look. */
const ready = z.array(z.string());

export const observeFoundationInput = observeInput.extend({ ready });
export const observeContentsInput = observeInput.extend({ ...found, ready });

/** The input of a deletion's observing task that looks at stacks. */
export const observeStacksInput = observeInput.extend({
  /** Names of the stacks that the cluster had when its deletion was planned. */
  stacks: z.array(z.string()),
  /** Keys of things that an earlier look of the phase found there still; empty for a whole look. */
  left: z.array(z.string()),
});

/** The input of an applying task: it says which resource of the phase the task is to change. */
export const applyInput = z.strictObject({ operation: operationRef, key: z.string(), at: z.string() });

/** The same for a cluster's contents. */
export const applyContentInput = applyInput.extend(found);

/** The answer of an applying task: it made the change, or found that none is needed any more. */
export const applied = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('Applied'), change: z.string() }),
  z.strictObject({ outcome: z.literal('Unchanged') }),
]);
export type Applied = z.infer<typeof applied>;

export const elapsedSeconds = ({ since, at }: { readonly since: string; readonly at: string }): number =>
  (Date.parse(at) - Date.parse(since)) / 1000;

/** The look that an observing task is to take: operations and looks are told apart by a digest of both. */
export const lookOf = (input: Pick<z.output<typeof observeInput>, 'operation' | 'since' | 'at'>): Look => ({
  elapsedSeconds: elapsedSeconds(input),
  spread: Number.parseInt(digest(`${input.at} ${input.operation.id}`), 16) / 0xffffffff,
});
