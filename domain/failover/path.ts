/** A side of a plan: where a call goes. Guard is called in the standby's region, and answers by a majority of all three. */
export type CallSide = 'standby' | 'witness' | 'guard';

/** A call that a task of a failover can make. `control`: by a control plane; it is that of the side's region unless the service has one for all. */
export interface PathCall {
  readonly service: string;
  readonly operation: string;
  readonly side: CallSide;
  readonly plane: 'control' | 'data';
}

type Calls = readonly PathCall[];
const calls = (service: string, side: CallSide, plane: PathCall['plane'], ...operations: readonly string[]) =>
  operations.map((operation): PathCall => ({ service, operation, side, plane }));

/** The tasks of a failover, in their order. */
export const PATH_TASKS = [
  'claim',
  'fence',
  'preempt',
  'capacity',
  'beforeTraffic',
  'traffic',
  'verify',
  'afterTraffic',
  'publish',
] as const;
export type PathTask = (typeof PATH_TASKS)[number];

const GUARD = calls('dynamodb', 'guard', 'data', 'GetItem', 'PutItem');

/**
 * Every call that is made whatever a plan says, by task. Hooks, and what moves traffic, are the plan's own. The tasks are
 * held to this: a call that is not here is one that nobody has looked at.
 */
export const PATH: Readonly<Record<PathTask, Calls>> = {
  // The votes of both observers are items of Guard.
  claim: [
    ...calls('dynamodb', 'guard', 'data', 'Query'),
    ...GUARD,
    // Whether the data of the standby is as near as the plan wants it.
    ...calls('cloudwatch', 'standby', 'control', 'DescribeAlarms'),
  ],
  fence: [
    ...GUARD,
    // A planned move alone: whether the data has caught up with writers that have stopped.
    ...calls('cloudwatch', 'standby', 'control', 'DescribeAlarms', 'GetMetricStatistics'),
    ...calls('events', 'standby', 'data', 'PutEvents'),
  ],
  preempt: calls('dynamodb', 'standby', 'data', 'GetItem', 'TransactWriteItems', 'UpdateItem'),
  capacity: [
    ...calls('dynamodb', 'standby', 'data', 'GetItem', 'UpdateItem'),
    ...GUARD,
    ...calls('eks', 'standby', 'control', 'DescribeCluster', 'ListNodegroups', 'DescribeNodegroup'),
    ...calls('eks', 'standby', 'control', 'UpdateNodegroupConfig', 'DescribeUpdate'),
    ...calls('autoscaling', 'standby', 'control', 'DescribeAutoScalingGroups', 'UpdateAutoScalingGroup'),
    // A floor that does not come up: why, and a person is asked.
    ...calls('autoscaling', 'standby', 'control', 'DescribeScalingActivities'),
    ...calls('events', 'standby', 'data', 'PutEvents'),
    // A private API server is asked by the function in its network.
    ...calls('lambda', 'standby', 'data', 'Invoke'),
    ...calls('kubernetes', 'standby', 'data', 'list', 'get', 'patch'),
  ],
  beforeTraffic: [],
  traffic: GUARD,
  // The site by its own name, and what name servers answer for the one that moves.
  verify: [
    ...calls('https', 'standby', 'data', 'GET'),
    ...calls('dns', 'standby', 'data', 'query'),
    ...calls('kubernetes', 'standby', 'data', 'list'),
  ],
  afterTraffic: [],
  publish: [
    ...GUARD,
    ...calls('dynamodb', 'standby', 'data', 'UpdateItem'),
    ...calls('events', 'standby', 'data', 'PutEvents'),
  ],
};

/** The object of each side that the plan's health checks read: one word moves traffic, in two regions. */
export const RECORD_CALLS: Calls = [
  ...calls('s3', 'standby', 'data', 'GetObject', 'PutObject'),
  ...calls('s3', 'witness', 'data', 'GetObject', 'PutObject'),
];
/** A run of a state machine is started by its data plane, and looked at by it. */
export const MACHINE_CALLS = ['DescribeExecution', 'DescribeStateMachine', 'StartExecution'] as const;
export const FUNCTION_CALLS = ['Invoke'] as const;
