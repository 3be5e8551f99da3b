import * as z from 'zod';
import { contractsOf, LOOK_ERRORS, READ_ERRORS } from '../../domain/contract.ts';
import { KINDS } from '../../domain/operation/kinds.ts';
import { observeInput, observeStacksInput } from '../../domain/phase-contract.ts';
import { progress } from '../../domain/progress.ts';
import { accepts, changes, changesCluster, ofOperation, publishes, refused } from '../../domain/terms.ts';

const observes = { input: observeInput, output: progress, throws: READ_ERRORS };
const observesHeld = { ...observes, throws: LOOK_ERRORS };
const observesStacks = { ...observesHeld, input: observeStacksInput };

const runsTwice = 'looks again first: what is gone or going is left as it is';
/** Deletes something of EKS's. */
const deletes = (what: string) => changesCluster(`deletes ${what}`, runsTwice);
/** Takes leftovers of Kubernetes away. */
const clears = (what: string) => changes(what, { runsTwice });

export const deleteTasks = contractsOf('delete', {
  acceptRequest: accepts('delete'),
  planDeletion: {
    input: ofOperation,
    output: z.discriminatedUnion('outcome', [
      z.strictObject({
        outcome: z.literal('Planned'),
        /** Names of the stacks that carry our tag of the cluster: found once, as that takes reading all of the region's. */
        stacks: z.array(z.string()),
      }),
      refused,
    ]),
    throws: READ_ERRORS,
  },

  observeCompute: observesStacks,
  deleteNodeGroup: deletes('one managed node group'),
  deleteFargateProfile: deletes('one Fargate profile'),
  deleteCapability: deletes('one capability'),

  observeControlPlane: observesHeld,
  deleteControlPlane: deletes('the control plane'),

  observeLoadBalancers: observes,
  deleteLoadBalancer: clears('deletes one load balancer or target group'),

  observeLeftovers: observes,
  terminateInstance: clears('terminates one instance'),
  deleteNetworkInterface: clears('deletes one network interface that nothing uses'),
  deleteSecurityGroup: clears('revokes one rule that mentions a security group, or deletes the group'),

  observeStacks: observesStacks,
  deleteStack: changes('deletes one generated stack'),

  publishDeleted: publishes(KINDS.delete.ends.Succeeded),
});
