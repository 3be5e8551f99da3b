import * as z from 'zod';
import {
  CHANGE_ERRORS,
  contractsOf,
  KUBERNETES_ERRORS,
  LOOK_ERRORS,
  READ_ERRORS,
} from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { acceptanceOf } from '../../domain/operation/request.ts';
import { applyInput, observeInput } from '../../domain/phase-contract.ts';
import { failingProbe, phaseFailed, phaseWaiting, stepFailure } from '../../domain/progress.ts';
import {
  accepts,
  changes,
  changesCluster,
  ofOperationAt,
  only,
  publishes,
  refused,
} from '../../domain/terms.ts';
import { nodesLeft } from '../../domain/upgrade/left-behind.ts';
import { upgradeStep } from '../../domain/upgrade/steps.ts';

const { ends } = KINDS.upgrade;
/** A change of one step: the same key may be of several. */
const ofStep = applyInput.extend({ step: upgradeStep });

/** An answer that is asked for again. `isPaused`: a pause holds it, whose end is waited for. */
const held = z.strictObject({
  outcome: z.literal('Held'),
  waitSeconds: z.int().min(1),
  reason: z.string(),
  isPaused: z.boolean(),
});
const failed = z.strictObject({ outcome: z.literal('Failed'), failures: z.array(stepFailure).min(1) });

export const upgradeTasks = contractsOf('upgrade', {
  acceptRequest: { ...accepts('upgrade'), output: acceptanceOf('upgrade') },

  refreshInsights: {
    /** `since`: when the first look was made. */
    input: observeInput,
    output: z.discriminatedUnion('outcome', [
      only('Refreshed'),
      z.strictObject({ outcome: z.literal('Refreshing'), waitSeconds: z.int().min(1) }),
    ]),
    throws: CHANGE_ERRORS,
    effect: {
      changes: "starts a refresh of EKS's insights, where the last one is older than the first look",
      runsTwice: 'finds the refresh of the first run under way, or ended',
    },
  },
  planUpgrade: {
    /** `check`: the step that looks at everything once more, of a minor; null for the plan of all of it. */
    input: ofOperationAt.extend({ since: z.string(), check: upgradeStep.nullable() }),
    output: z.discriminatedUnion('outcome', [
      /** `checked`: the key of the step that it was, or empty. */
      z.strictObject({ outcome: z.literal('Planned'), checked: z.string() }),
      refused,
      held,
      failed,
    ]),
    throws: [...READ_ERRORS, 'Conflict', 'LeaseLost'],
    effect: {
      changes: 'records every version that is to be installed, resolved once, and what was found in the way',
      runsTwice: 'finds the plan of the first run and keeps to it; findings are looked at anew',
    },
  },
  chooseStep: {
    /** `done`: the key of the step that has ended; empty before the first. `unhealthy`: the one that is not to go on. */
    input: ofOperationAt.extend({
      done: z.string(),
      unhealthy: z.strictObject({ key: z.string(), reason: z.string() }).nullable(),
      /** Nodes that this step has left where they were; absent in executions of an earlier release. */
      nodesLeft: z.array(nodesLeft).exactOptional(),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Step'), step: upgradeStep }),
      /** All findings are looked at once more before this minor. */
      z.strictObject({ outcome: z.literal('Check'), step: upgradeStep }),
      only('Done'),
      /** A freeze has begun: nothing more is started in it. */
      z.strictObject({ outcome: z.literal('Frozen'), waitSeconds: z.int().min(1), reason: z.string() }),
      failed,
    ]),
    throws: CHANGE_ERRORS,
    effect: {
      changes: 'records which step has ended and which begins, or that the upgrade turns back',
      runsTwice: 'finds the step begun, and answers the same one',
    },
  },

  observeStep: {
    /** `failing`: probes that failed with the look before; executions that began before there were probes have none. */
    input: observeInput.extend({
      step: upgradeStep,
      ready: z.array(z.string()),
      failing: z.array(failingProbe).default([]),
    }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('Done'), nodesLeft: z.array(nodesLeft) }),
      phaseWaiting,
      phaseFailed,
      /** An alarm has been going, or a probe failing, for long, so that nothing more is to be changed. */
      z.strictObject({ outcome: z.literal('Unhealthy'), reason: z.string() }),
    ]),
    throws: [...LOOK_ERRORS, ...KUBERNETES_ERRORS],
  },
  upgradeAddon: { ...changesCluster("an add-on's version"), input: ofStep },
  upgradeControlPlane: {
    ...changesCluster(
      "the control plane's version",
      'looks again first: finds the version, or the update under way; EKS takes the same token for the same update',
    ),
    input: ofStep,
  },
  upgradeNodeGroup: {
    ...changesCluster(
      "the release of a managed node group's nodes, or its launch template's version",
      'looks again first: finds the release, or the group UPDATING; a retry after a failed update has a token of its own',
    ),
    input: ofStep,
  },
  replaceNode: {
    ...changes('one node of a self-managed group: starts another, drains it, and terminates its instance', {
      runsTwice: 'looks again first: finds the node cordoned, drained or gone, and goes on from there',
    }),
    input: ofStep,
    throws: [...CHANGE_ERRORS, ...KUBERNETES_ERRORS],
  },
  evictPod: {
    ...changes('asks for the end of a pod on Fargate, as far as its budgets allow', {
      runsTwice: 'finds the pod on its way out, gone, or made anew on the new version',
    }),
    input: ofStep,
    throws: [...CHANGE_ERRORS, ...KUBERNETES_ERRORS],
  },
  runHook: {
    ...changes("starts a state machine or function of the user's", {
      runsTwice:
        'starts it under the same name: Step Functions takes it for the same execution; a function is told the same id',
    }),
    input: ofStep,
  },

  publishUpgraded: publishes(ends.Succeeded),
});
