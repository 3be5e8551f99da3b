import * as z from 'zod';
import { CHANGE_ERRORS, contractsOf, LOOK_ERRORS, READ_ERRORS, type Terms } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { requestProblem } from '../../domain/operation/request.ts';
import {
  applyContentInput,
  applyInput,
  clusterFacts,
  networkFacts,
  observeContentsInput,
  observeFoundationInput,
  observeInput,
} from '../../domain/phase-contract.ts';
import { phaseFailed, phaseWaiting, progress, stepFailure } from '../../domain/progress.ts';
import {
  accepts,
  changes,
  changesCluster,
  ofOperation,
  ofOperationAt,
  only,
  publishes,
  refused,
} from '../../domain/terms.ts';

/** Changes one of a kind of content; each kind has a task of its own, whose role may change that kind alone. */
const content = <T extends Terms>(terms: T) => ({ ...terms, input: applyContentInput });
const ofAttempt = 'or clears away one that an earlier operation could not create';

export const createTasks = contractsOf('create', {
  acceptRequest: accepts('create'),
  planCluster: {
    input: ofOperation,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Planned'), warnings: z.array(requestProblem) }),
      refused,
    ]),
    // It changes nothing of the account's: no pause keeps it.
    throws: CHANGE_ERRORS.filter((name) => name !== 'Paused'),
    effect: {
      changes: 'records the zones and the given subnets that every later step is to agree on',
      runsTwice: 'records again what it observes',
    },
  },

  observeFoundation: {
    input: observeFoundationInput,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), network: networkFacts }),
      phaseWaiting,
      phaseFailed,
    ]),
    throws: LOOK_ERRORS,
  },
  applyStack: changes('creates or updates one generated stack, or deletes one that never came up'),

  observeControlPlane: {
    input: observeInput.extend({ network: networkFacts }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), cluster: clusterFacts }),
      phaseWaiting,
      phaseFailed,
    ]),
    throws: LOOK_ERRORS,
  },
  applyControlPlane: {
    ...changesCluster('creates the cluster, or makes one change to it'),
    input: applyInput.extend({ network: networkFacts }),
  },

  observeContents: { input: observeContentsInput, output: progress, throws: LOOK_ERRORS },
  applyAccessEntry: content(
    changesCluster('creates an access entry, or makes one change to it or its policies'),
  ),
  applyAddon: content(changesCluster(`creates an add-on, makes one change to it, ${ofAttempt}`)),
  applyCapability: content(changesCluster('creates a capability, or makes one change to it')),
  applyFargateProfile: content(changesCluster('creates a Fargate profile, or tags it')),
  applyIdentityProvider: content(changesCluster('associates an OIDC identity provider, or tags it')),
  applyNodeGroup: content(
    changesCluster(`creates a managed node group, makes one change to it, ${ofAttempt}`),
  ),
  applyPodIdentityAssociation: content(
    changesCluster('creates a Pod Identity association, or makes one change to it'),
  ),
  applyContentStack: content(
    changes('creates or updates one generated stack of the contents, or deletes one that never came up'),
  ),
  applyLogRetention: content(changes('creates the log group, or sets its retention')),
  applyPullThroughCacheRule: content(
    changes('creates a pull-through-cache rule, or changes its credential', {
      runsTwice:
        'looks again first: ECR refuses a second rule of the same prefix, and the retry finds the first',
    }),
  ),

  verifyCluster: {
    input: ofOperation,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Verified'), kubernetesVersion: z.string() }),
      z.strictObject({ outcome: z.literal('Failed'), failures: z.array(stepFailure).min(1) }),
    ]),
    throws: READ_ERRORS,
  },
  registerCluster: {
    input: ofOperationAt,
    output: only('Registered'),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'writes the cluster and the document that it is now like into the fleet table',
      runsTwice: 'writes the same again',
    },
  },
  publishCreated: {
    ...publishes(KINDS.create.ends.Succeeded),
    input: ofOperation.extend({ kubernetesVersion: z.string() }),
  },
  requestRollback: {
    input: ofOperation,
    output: z.discriminatedUnion('outcome', [
      only('Requested'),
      /** The cluster was there before this operation, or another has had it since: this one has no business deleting it. */
      only('Kept'),
    ]),
    throws: READ_ERRORS,
    effect: {
      changes: 'publishes ClusterDeletionRequested for a cluster that this operation made',
      runsTwice: 'publishes again under the same request id, which starts nothing',
    },
    publishes: ['ClusterDeletionRequested'],
  },
});
