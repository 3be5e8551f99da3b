import * as z from 'zod';
import type { CallFault } from '../../simulator/fault.ts';
import { callsByHand } from '../scenario/by-hand.ts';

const name = z.string().min(1);
/** The number of matches that it hits; 1 if absent. */
const times = z.int().positive().optional();
/** Virtual seconds that it lasts; absent, until a step lets everything recover. */
const forSeconds = z.int().positive().optional();

/** Faults of a call: `CallFault` of the simulator says what each does. */
export const CALL_FAULTS = [
  'throttle',
  'server-error',
  'conflict',
  'fail-entries',
  'delay',
  'lose-reply',
  'crash-before',
  'crash-after',
  'hang',
] as const satisfies readonly CallFault['kind'][];

/**
 * A call that goes wrong: of a function, or with `madeBy` of a service of AWS's by itself (`cloudformation`,
 * `states`), which knows `throttle`, `server-error` and `delay` only. Without an operation it is any call that
 * changes something. A `conflict` is of transactions and writes of DynamoDB alone, and `fail-entries` of PutEvents.
 */
const callFault = z.strictObject({
  kind: z.enum(CALL_FAULTS),
  /** Without the service and stage before it: `createApplyStack`. Any function if absent. */
  functionName: name.optional(),
  madeBy: name.optional(),
  /**
   * The operation of the API, for example `CreateStack`; of CloudFormation's handlers, for example `create
   * AWS::IAM::Role`.
   */
  operation: name.optional(),
  region: name.optional(),
  /** The length of a `delay`; ten seconds if absent. */
  delayMs: z.int().positive().optional(),
  times,
});

/** A node group, an add-on, or an update of either or of a cluster, that fails or does not come to an end. */
const eksFault = z.strictObject({
  kind: z.enum([
    'node-group-fails',
    'node-group-hangs',
    'addon-fails',
    'addon-hangs',
    'update-fails',
    'update-hangs',
  ]),
  region: name.optional(),
  cluster: name.optional(),
  /** The name of the node group or add-on. */
  name: name.optional(),
  /** For faults that fail. */
  times,
  /** For faults that hang. */
  forSeconds,
});

/** A fault by its name; any number of them may be under way at once. */
export const plannedFault = z.discriminatedUnion('kind', [
  callFault,
  eksFault,
  /** A function does all of its work, and its result never reaches the state machine: it runs twice. */
  z.strictObject({ kind: z.literal('lose-result'), functionName: name }),
  /** A person, or a quota, stops the execution that next enters the state: no Catch of its own runs. */
  z.strictObject({ kind: z.literal('stop-execution'), state: name }),
  /** The next release is deployed when an execution next enters the state. */
  z.strictObject({ kind: z.literal('deploy'), state: name }),
  /** Somebody pauses the fleet in the region when an execution next enters the state, and lifts it after so long. */
  z.strictObject({ kind: z.literal('pause'), state: name, heldSeconds: z.int().positive() }),
  /** Somebody cancels the operation whose execution next enters the state. */
  z.strictObject({ kind: z.literal('cancel'), state: name }),
  /** Somebody puts a request on the bus of its region when an execution next enters the state. */
  z.strictObject({
    kind: z.literal('request'),
    state: name,
    detailType: name,
    detail: z.record(z.string(), z.json()),
  }),
  /** Somebody calls AWS past the fleet, in the region of an execution that next enters the state; see `byHand`. */
  z.strictObject({
    kind: z.literal('by-hand'),
    state: name,
    calls: callsByHand,
    maybe: z.literal(true).optional(),
  }),
  /** An event is delivered once more, to each of its targets. */
  z.strictObject({
    kind: z.literal('duplicate-event'),
    detailType: name.optional(),
    region: name.optional(),
    times,
  }),
  /** An event comes late, and so perhaps after events that were put later. */
  z.strictObject({
    kind: z.literal('late-event'),
    detailType: name.optional(),
    region: name.optional(),
    delaySeconds: z.int().positive(),
    times,
  }),
  /** A write to a global table reaches the replicas of other regions, or of one, so much later. */
  z.strictObject({
    kind: z.literal('stale-replica'),
    region: name.optional(),
    delaySeconds: z.int().positive(),
    forSeconds,
  }),
  /** EC2 has no more instances, of a type and in a zone where they are given. */
  z.strictObject({
    kind: z.literal('capacity-shortage'),
    region: name.optional(),
    zone: name.optional(),
    instanceType: name.optional(),
    forSeconds,
  }),
  /** A service, by the name that requests to it are signed for, answers 500 or 503 and does nothing by itself. */
  z.strictObject({ kind: z.literal('service-down'), region: name, service: name, forSeconds }),
  /** Connections to the region time out, and everything in it stands still. */
  z.strictObject({ kind: z.literal('region-down'), region: name, forSeconds }),
  /**
   * Nothing passes between two regions: no event, no replicated write, no call. `internet` stands for what is outside of
   * all: clients, health checkers, people.
   */
  z.strictObject({
    kind: z.literal('partition'),
    between: z.tuple([name, name]),
    /** The second still reaches the first. */
    oneWay: z.literal(true).optional(),
    /** Only what is asked of this service, by the name that requests to it are signed for. */
    service: name.optional(),
    /** So many of the connections are lost. */
    share: z.number().gt(0).lt(1).optional(),
    /** Requests arrive and are carried out; replies are lost. */
    loses: z.literal('replies').optional(),
    forSeconds,
  }),
  /**
   * The clocks of the hosts that functions of a region run on go wrong, and stay so: ahead, or with a minus behind. AWS refuses
   * requests that are signed five minutes off ("Elements of an AWS API request signature"), which is not meant here.
   */
  z.strictObject({
    kind: z.literal('clock-step'),
    region: name,
    seconds: z.int().min(-240).max(240),
    forSeconds,
  }),
  /** Health checkers of Route 53, of some regions or a share of all, say so whatever they see. */
  z.strictObject({
    kind: z.literal('checkers-lie'),
    says: z.enum(['healthy', 'unhealthy']),
    regions: z.array(name).min(1).optional(),
    share: z.number().gt(0).max(1).optional(),
    forSeconds,
  }),
]);
export type PlannedFault = z.output<typeof plannedFault>;
export type CallPlan = z.output<typeof callFault>;
export type EksPlan = z.output<typeof eksFault>;
