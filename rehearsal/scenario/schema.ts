import * as z from 'zod';
import { office } from '../checkers/office-hours/calendar.ts';
import { plannedFault } from '../faults/schema.ts';
import { inside, workloads } from './kubernetes.ts';

const name = z.string().min(1);
const tags = z.record(z.string(), z.string());

/** What Kubernetes leaves behind; planted into the cluster's network without the product knowing. */
export const plant = z.strictObject({
  cluster: name,
  region: name,
  /** `classic` and `network` are what Services make, `application` what Ingresses make. */
  loadBalancers: z
    .array(
      z.strictObject({
        name,
        type: z.enum(['classic', 'application', 'network']),
        /** Names of planted security groups. */
        securityGroups: z.array(name).default([]),
        targetGroups: z.array(name).default([]),
        deletionProtection: z.boolean().default(false),
        /** The controller's own tags if absent. */
        tags: tags.optional(),
      }),
    )
    .default([]),
  securityGroups: z
    .array(
      z.strictObject({
        name,
        /** Other planted groups, or `cluster`, EKS's own: each gets a rule that mentions this one. */
        mentionedBy: z.array(name).default([]),
        tags: tags.optional(),
      }),
    )
    .default([]),
  networkInterfaces: z
    .array(
      z.strictObject({
        name,
        /** `in-use` by something outside of the cluster, until it is released. */
        status: z.enum(['available', 'in-use']).default('available'),
        securityGroups: z.array(name).default([]),
        tags: tags.optional(),
      }),
    )
    .default([]),
  /** How many nodes an autoscaler started outside of any group. */
  instances: z.int().min(0).default(0),
  /** How many instances of others run beside them: nothing on them names the cluster. */
  guests: z.int().min(0).optional(),
  volumes: z.array(name).default([]),
  /** Instance profiles of somebody's, each with a role of the cluster's in it. */
  instanceProfiles: z.array(z.strictObject({ name, role: name })).optional(),
});
export type Plant = z.output<typeof plant>;

/** A network of the user's own, there before the fleet and to be there after it, with what others have in it. */
export const givenNetwork = z.strictObject({
  region: name,
  vpcId: name,
  cidrBlock: name,
  /** Name servers of its own, by its DHCP options. */
  domainNameServers: z.array(name).min(1).optional(),
  subnets: z.array(z.strictObject({ subnetId: name, cidrBlock: name, availabilityZone: name })).min(1),
  securityGroups: z
    .array(z.strictObject({ groupId: name, groupName: name, tags: tags.default({}) }))
    .default([]),
  /** One available interface in the first subnet for each of these descriptions. */
  networkInterfaces: z.array(name).default([]),
});
export type GivenNetwork = z.output<typeof givenNetwork>;

export const expectation = z.strictObject({
  /** All that was given is there, and nothing else but volumes. */
  nothingLeft: z.literal(true).optional(),
  /** The newest operation of the kind ended so, with the text in its reason. */
  operation: z
    .strictObject({
      kind: name,
      outcome: z.enum(['Succeeded', 'Failed', 'Rejected', 'Running', 'Skipped', 'Incomplete']),
      reason: z.string().optional(),
    })
    .optional(),
  /** A message in the rejects queue of the region holds the text. */
  rejected: z.strictObject({ region: name, reason: z.string() }).optional(),
  /** An event of this detail type is in the region's dead-letter queue, with the text in its error's code or message. */
  deadLettered: z.strictObject({ region: name, detailType: name, reason: z.string() }).optional(),
  /** The messages of a queue in the region, which may come twice: each of these texts is in one, each has one of them. */
  queued: z.strictObject({ region: name, queue: name, texts: z.array(z.string()) }).optional(),
  /** Every event reached every target: the region's dead-letter queue is empty. */
  deliveredAll: z.strictObject({ region: name }).optional(),
  /** The cluster has this status; `absent` where EKS knows no such cluster. */
  cluster: z.strictObject({ name, region: name, status: z.string() }).optional(),
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
   * The newest look for drift published differences with these texts, none if there are none; it compared every
   * cluster, or where texts are given, left clusters out with these in its reasons.
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
  /** What is inside of a cluster: nodes, NodeClaims, pods. */
  inside: inside.optional(),
  /** No function of the fleet has changed anything so far but the fleet's own tables. */
  untouched: z.literal(true).optional(),
});
export type Expectation = z.output<typeof expectation>;

/** Takes planted things out of the way, by their names. */
export const release = z.strictObject({
  region: name,
  /** Detached from what uses them; they stay, available. */
  networkInterfaces: z.array(name).default([]),
  /** Deleted. */
  instanceProfiles: z.array(z.strictObject({ name, role: name })).default([]),
});
export type Release = z.output<typeof release>;

const followFor = {
  /** Goes on to the next step after so many virtual seconds; absent, once everything has ended. */
  followForSeconds: z.int().positive().optional(),
};

export const deletion = z.strictObject({
  cluster: name,
  region: name,
  /** The cluster's name if absent. */
  confirm: z.string().optional(),
});

export const adoption = z.strictObject({
  cluster: name,
  region: name,
  level: z.string().optional(),
});

/** What `scale-cluster` is asked for, beside the cluster: the action and its members, held by nobody but itself. */
export const scaling = z.strictObject({ cluster: name, region: name, request: z.record(name, z.json()) });

/** An event as somebody puts it on a bus of the fleet's, past the commands and their checks. */
export const publication = z.strictObject({
  region: name,
  entry: z.strictObject({
    source: z.string(),
    detailType: z.string(),
    /** Sent as it is where it is text, so that it may be no JSON at all. */
    detail: z.union([z.string(), z.record(z.string(), z.json())]),
    /** ISO 8601; now if absent. */
    time: z.string().optional(),
  }),
  /** The home bus takes facts only. */
  bus: z.enum(['fleet', 'home']).default('fleet'),
  /** The ARN of the role that puts it; the account's administrator if absent. */
  as: name.optional(),
  /** How many executions it starts. */
  starts: z.int().min(0).default(1),
  /** The error code, of the call or of the entry, with which EventBridge refuses it. */
  refused: name.optional(),
});
export type Publication = z.output<typeof publication>;

/** What somebody does past the fleet, by plain calls to AWS. */
export const administrator = z.strictObject({
  region: name,
  calls: z
    .array(
      z.strictObject({
        service: z.enum(['dynamodb', 'ec2', 'eks', 'iam', 'scheduler', 'sns', 'sqs', 'states']),
        operation: name,
        request: z.record(z.string(), z.json()),
      }),
    )
    .min(1),
});

/** One step of a scenario, as a file writes it. */
export const scenarioStep = z.union([
  /**
   * A file of ClusterConfig and Fleet documents, by its path from the scenario's own file. With `copies`, each cluster
   * so many times, named `<name>-1` and so on.
   */
  z.strictObject({
    apply: name,
    copies: z.int().min(1).max(1000).optional(),
    rollbackOnFailure: z.boolean().optional(),
    ...followFor,
  }),
  z.strictObject({ givenNetwork }),
  z.strictObject({ plant }),
  z.strictObject({ workloads }),
  z.strictObject({ release }),
  z.strictObject({ delete: deletion, ...followFor }),
  z.strictObject({ adopt: adoption, ...followFor }),
  z.strictObject({ scale: scaling, ...followFor }),
  /** The fleet is to forget the cluster. */
  z.strictObject({ forget: z.strictObject({ cluster: name, region: name }), ...followFor }),
  z.strictObject({ administrator }),
  z.strictObject({ publish: publication }),
  /** From now on something goes wrong, beside all that does already. */
  z.strictObject({ fault: plannedFault }),
  /** Every fault ends, those that the seed samples too. */
  z.strictObject({ recover: z.literal('all') }),
  /** So many virtual seconds go by. */
  z.strictObject({ wait: z.int().positive() }),
  /** From now on checkers watch, to the end. */
  z.strictObject({ watch: z.strictObject({ officeHours: z.array(office).min(1) }) }),
  z.strictObject({ expect: expectation }),
]);
export type ScenarioStep = z.output<typeof scenarioStep>;

/** A scenario: what happens to a fleet, step by step, and what must be so in between. */
export const scenario = z.strictObject({
  apiVersion: z.literal('eks-fleet.dev/v1'),
  kind: z.literal('Scenario'),
  metadata: z.strictObject({ name }),
  spec: z.strictObject({
    /** Virtual time at which it begins (ISO 8601), where the command line says nothing else. */
    startAt: z.iso.datetime().optional(),
    /** The same of `--seam`: `direct` for a scenario that is long. */
    seam: z.enum(['wire', 'direct']).optional(),
    /** Service Quotas that the account has raised, by `<service>/<name>`. */
    quotas: z.record(z.string(), z.number().positive()).optional(),
    steps: z.array(scenarioStep).min(1),
  }),
});
