import * as z from 'zod';
import { duration, region, select } from './entries.ts';
import { hookArn } from './hook-arn.ts';

const name = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'a DNS label of at most 32 characters');
const alarm = z.string().min(1).max(255);

/** A state machine or a function of the user's: one of both, which a rule looks at. */
const hook = {
  name: name.describe('unique among the steps of the plan; progress and its facts are named by it'),
  stateMachineArn: hookArn('states')
    .optional()
    .describe('a Standard state machine, in the region of the standby or of the witness'),
  functionArn: hookArn('lambda').optional().describe('a function instead, which has 25 seconds to answer'),
  timeout: duration.describe('how long all its tries together may take, 1s to 24h'),
  retries: z.int().min(0).max(10).optional().describe('how often it is tried again; 2 if absent'),
};
const requiredHook = z.strictObject(hook);
const step = z.strictObject({
  ...hook,
  required: z
    .boolean()
    .optional()
    .describe('false: best effort, what comes of it is told and holds nothing; true if absent'),
  inDrill: z
    .boolean()
    .optional()
    .describe('true: drills run it, too, and tell it by drill: true; false if absent'),
});

const side = {
  cluster: z.string().min(1).max(100),
  region,
  probe: z
    .string()
    .min(1)
    .describe("an https URL of this side's own name; the name that moves would ask whichever side serves"),
};

const fence = z.union([
  z
    .strictObject({ standbySide: requiredHook })
    .describe('standbySide: what takes from the old side, without it, all that it could write'),
  z
    .strictObject({
      selfFencing: z.strictObject({
        leaseSeconds: z
          .int()
          .min(10)
          .max(300)
          .describe('how long after they have lost Guard the last writer has stopped by itself'),
      }),
    })
    .describe('selfFencing: the writers stop by themselves, and so long is waited'),
]);

const record = z
  .string()
  .max(255)
  .regex(
    /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\.?$/i,
    'the whole name of a record, such as shop.example.com',
  );
const traffic = z.union([
  z
    .strictObject({ records: z.array(record).min(1).max(20) })
    .describe('records: names with a failover pair of records, which health checks of the plan move'),
  z.strictObject({ hook: requiredHook }).describe('hook: anything else that moves traffic'),
]);

/** The way in which a cluster, or applications of it, move to another region. */
export const failover = z.strictObject({
  name: name.describe('unique in the document; commands, facts and Guard call the plan by it'),
  from: z.strictObject(side).describe('the primary'),
  to: z
    .strictObject({
      ...side,
      floor: z
        .int()
        .min(0)
        .optional()
        .describe('the fewest nodes of a group to which schedules may bring it'),
    })
    .describe('the standby'),
  witness: region.describe('the third region, which watches the primary and has a vote'),
  mode: z
    .enum(['approve', 'automatic'])
    .optional()
    .describe('approve: a person decides, if absent; automatic: two regions that agree do, behind a fence'),
  move: z
    .strictObject({
      select: select.describe(
        'labels of the workloads that move, which must all be as given; namespace is their own namespace',
      ),
      order: z
        .array(z.string().regex(/^([a-z0-9.-]{1,253}\/)?[a-z0-9.-]{1,253}$/, 'a name, or namespace/name'))
        .max(100)
        .optional()
        .describe('workloads that are ready one after the other, before the rest'),
    })
    .optional()
    .describe('applications of a cluster that others use, too; all that it runs if absent'),
  rto: duration.describe('the time in which clients are to be served again, steps of yours left out'),
  rpo: duration.optional().describe('how far the data may be behind; beyond it a person is asked. With lag'),
  lag: z
    .strictObject({
      alarm: alarm.describe(
        "a CloudWatch alarm of the standby's region, above rpo in ALARM; on a way back one of the same name in the primary's",
      ),
      waitFor: duration
        .optional()
        .describe(
          'how long a planned move waits for the data, once writers have stopped, before a person is asked, 1m to 6h; 10m if absent',
        ),
    })
    .optional()
    .describe('how it is known whether the data of the standby is within rpo'),
  failingSeconds: z
    .int()
    .min(20)
    .max(600)
    .optional()
    .describe('how long both observers have to see the primary fail; 45 if absent'),
  capacity: z
    .strictObject({
      floorPercent: z
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe('the part of its capacity with which the standby takes traffic; 100 if absent'),
      nodeGroups: z
        .record(z.string().min(1).max(63), z.int().min(0).max(450))
        .optional()
        .describe('nodes by the name of a group of the standby'),
      replicas: z
        .record(
          z.string().regex(/^[a-z0-9.-]{1,253}\/[a-z0-9.-]{1,253}$/, 'namespace/deployment'),
          z.int().min(0).max(100_000),
        )
        .optional()
        .describe('replicas by namespace/deployment'),
      whenShort: z
        .enum(['ask', 'wait', 'moveAnyway'])
        .optional()
        .describe(
          'where the floor does not come up. ask: a person is asked whether to go on with what is there, if absent; wait: as long as it takes; moveAnyway: on with what is there',
        ),
      waitFor: duration
        .optional()
        .describe('how long the floor is waited for before that, 10s to 1h; 5m if absent'),
    })
    .optional()
    .describe("what the standby has to have; what is not said is as the primary's was, as it was recorded"),
  fence: fence.optional().describe('what keeps the old side from writing; automatic needs one'),
  beforeTraffic: z.array(step).max(20).optional().describe('steps of yours, one after the other'),
  afterTraffic: z.array(step).max(20).optional().describe('the same, once the standby serves'),
  traffic,
  soak: duration
    .optional()
    .describe('how long the standby has to have served before a way back; 1h if absent'),
  drill: z.enum(['weekly', 'monthly', 'quarterly']).optional().describe('how often it is practised'),
  priority: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('of plans that move at once, the highest goes first; 0 if absent'),
});

/** A failover plan as it is written. */
export type FailoverPlan = z.output<typeof failover>;
export type PlanHook = z.output<typeof requiredHook>;
export type PlanStep = z.output<typeof step>;

/** The meaning of a plan where it says nothing. */
export const FAILOVER_DEFAULTS = {
  mode: 'approve',
  failingSeconds: 45,
  floorPercent: 100,
  whenShort: 'ask',
  waitFor: '5m',
  lagWaitFor: '10m',
  retries: 2,
  required: true,
  soak: '1h',
  priority: 0,
} as const;
