import * as z from 'zod';
import { inside } from './kubernetes.ts';
import { name } from './step.ts';

export const expectation = z.strictObject({
  /** All that was given is there, and nothing else but volumes. */
  nothingLeft: z.literal(true).optional(),
  /** The newest operation of the kind ended so, with the text in its reason. */
  operation: z
    .strictObject({
      kind: name,
      /** The cluster; any if absent. */
      cluster: name.optional(),
      outcome: z.enum(['Succeeded', 'Failed', 'Rejected', 'Running', 'Skipped', 'Incomplete', 'Superseded']),
      reason: z.string().optional(),
    })
    .optional(),
  /** A message in the rejects queue of the region holds the text. */
  rejected: z.strictObject({ region: name, reason: z.string() }).optional(),
  /** An event of this detail type is in the region's dead-letter queue, with the text in its error's code or message. */
  deadLettered: z.strictObject({ region: name, detailType: name, reason: z.string() }).optional(),
  /**
   * The messages of a queue in the region, which may come twice. Each of these texts is in a message, and each
   * message has one of them.
   */
  queued: z.strictObject({ region: name, queue: name, texts: z.array(z.string()) }).optional(),
  /** Every event reached every target: the region's dead-letter queue is empty. */
  deliveredAll: z.strictObject({ region: name }).optional(),
  /** The cluster has this status and Kubernetes version; `absent` where EKS knows no such cluster. */
  cluster: z.strictObject({ name, region: name, status: z.string(), version: name.optional() }).optional(),
  /** The planted volumes that still are. */
  volumes: z.strictObject({ region: name, kept: z.int() }).optional(),
  /** The fleet has the cluster at this level; `absent` where it has none of the name. */
  registered: z
    .strictObject({
      name,
      region: name,
      level: z.enum(['observe', 'scale', 'upgrade', 'all', 'absent']),
      origin: z.enum(['created', 'adopted']).optional(),
    })
    .optional(),
  /**
   * The differences that the newest look for drift published, as parts of their texts, or none. It compared every
   * cluster, unless `skipped` has parts of the reasons for which it left clusters out.
   */
  drifted: z
    .strictObject({ region: name, differences: z.array(z.string()), skipped: z.array(name).default([]) })
    .optional(),
  /** The cluster's node groups have these sizes, in words (`2 of 1-4`), and exactly as many nodes in service. */
  sizes: z.strictObject({ cluster: name, region: name, groups: z.record(name, z.string()) }).optional(),
  /** A fleet's schedules in a region, all of them: name, expression and zone; `absent` where it has no group. */
  schedules: z
    .strictObject({
      region: name,
      fleet: name,
      are: z.union([z.literal('absent'), z.record(z.string(), z.string())]),
    })
    .optional(),
  /** The fate of a failover plan, by its moves and by what people were told of it. */
  failover: z
    .strictObject({
      plan: name,
      /** Where each move that succeeded went, in their order; one that did not is a finding. */
      moves: z.array(z.enum(['standby', 'primary'])),
      /** Decisions that people were told of in the last so many seconds: whether it is to move, which zone is to be left, why it is held. */
      told: z
        .strictObject({ withinSeconds: z.int(), are: z.array(z.enum(['ask', 'shiftZone', 'hold'])) })
        .optional(),
      /** The address that name servers answer a name with. */
      serves: z.strictObject({ name, address: name }).optional(),
    })
    .optional(),
  /** A plan has come to rest: one owner, its word in both regions, name servers after it, and clients who are answered. */
  convergedPlan: z
    .strictObject({
      name,
      record: name,
      regions: z.strictObject({ primary: name, standby: name, witness: name }),
      addresses: z.strictObject({ primary: name, standby: name }),
    })
    .optional(),
  /** The inside of a cluster: nodes, NodeClaims, pods. */
  inside: inside.optional(),
  /** No function of the fleet has changed anything so far but the fleet's own tables. */
  untouched: z.literal(true).optional(),
});
export type Expectation = z.output<typeof expectation>;
