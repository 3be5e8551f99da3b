import type { Rule } from '../rule.ts';

const SPEC = 'Amazon States Language specification';
const GUIDE = 'Step Functions guide';
const API = 'Step Functions API reference';
const RECORDED = 'LocalStack recordings of AWS';

/** The rules of Step Functions, kept true by `tests/simulator/rules.test.ts`. */
export const STEP_FUNCTIONS_RULES: readonly Rule[] = [
  {
    rule: 'A failed task is run again by the first Retrier that names its error, three times unless it says otherwise',
    source: `${SPEC}, "Errors", "Retrying after error"`,
    test: 'stops after three attempts more unless MaxAttempts says otherwise, and counts each as a transition',
  },
  {
    rule: 'The wait before a retry grows by BackoffRate up to MaxDelaySeconds',
    source: `${SPEC}, "Retrying after error"`,
    test: 'waits longer each time, up to MaxDelaySeconds',
  },
  {
    rule: 'JitterStrategy FULL draws the wait between nothing and the whole',
    source: `${SPEC}, "Retrying after error"; ${GUIDE}, "Handling errors in workflows"`,
    test: 'draws FULL jitter between nothing and the whole delay',
  },
  {
    rule: 'Each Retrier counts its own attempts',
    source: `${SPEC}, "Complex retry scenarios"`,
    test: 'gives each Retrier its own attempts',
  },
  {
    rule: 'A Catcher is asked only when Retry is used up',
    source: `${SPEC}, "Fallback states"`,
    test: 'is asked only when Retry is used up',
  },
  {
    rule: 'The first Catcher that matches is taken',
    source: `${SPEC}, "Fallback states"`,
    test: 'takes the first catcher that matches',
  },
  {
    rule: 'States.ALL stands alone and last',
    source: `${SPEC}, "Errors"`,
    test: 'refuses States.ALL beside other names or before other entries',
  },
  {
    rule: 'States.ALL does not catch States.DataLimitExceeded',
    source: `${GUIDE}, "Handling errors in workflows", error names`,
    test: 'leaves a state output that is too large uncaught by States.ALL, as a terminal error',
  },
  {
    rule: 'States.TaskFailed matches every failure of a task but a timeout',
    source: `${SPEC}, "Error representation", table of error names; ${RECORDED}`,
    test: 'keeps States.TaskFailed from matching a timeout and gives the catcher an empty cause',
  },
  {
    rule: 'A task that outlives TimeoutSeconds fails with States.Timeout',
    source: `${SPEC}, "Timeouts and heartbeats"`,
    test: 'fails a task that outlives TimeoutSeconds, with no cause',
  },
  {
    rule: 'A result that comes after the timeout is lost',
    source: `${GUIDE}, "Timeouts"`,
    test: 'ignores a result that comes after the timeout',
  },
  {
    rule: 'A machine that outlives its own TimeoutSeconds ends as TIMED_OUT and runs no Catch',
    source: `${GUIDE}, "Handling errors in workflows"; ${API}, DescribeExecution`,
    test: 'ends a machine at its own TimeoutSeconds as TIMED_OUT, whatever its states catch',
  },
  {
    rule: 'A task with a token lives by heartbeats',
    source: `${GUIDE}, "Wait for a callback with task token"; ${API}, SendTaskHeartbeat`,
    test: 'lives by heartbeats and times out without them',
  },
  {
    rule: 'A missed heartbeat is States.HeartbeatTimeout, and a Timeout to Catch',
    source: `${SPEC}, table of error names`,
    test: 'lets Catch tell a missed heartbeat from a timeout',
  },
  {
    rule: 'A token is good once, for a task that is running',
    source: `${API}, SendTaskSuccess, TaskDoesNotExist and TaskTimedOut`,
    test: 'refuses a token that it never gave, and one whose task is over',
  },
  {
    rule: 'lambda:invoke answers the whole response, a function as the resource its payload alone',
    source: `${GUIDE}, "Invoke a Lambda function with Step Functions"; ${RECORDED}`,
    test: 'answers the whole response through lambda:invoke',
  },
  {
    rule: "A handler's error is named by its errorType, with the payload as cause",
    source: `${GUIDE}, "Handling errors in workflows", Lambda; ${RECORDED}`,
    test: "names a handler's error by its errorType, with the payload as cause",
  },
  {
    rule: 'What Lambda itself refuses is named after the service',
    source: `${GUIDE}, "Handle transient Lambda service exceptions"`,
    test: 'names what Lambda refuses after the service',
  },
  {
    rule: 'A result over 256 KiB is States.DataLimitExceeded',
    source: `${GUIDE}, "Quotas"; "Handling errors in workflows"`,
    test: 'fails with States.DataLimitExceeded where the result is over 256 KiB',
  },
  {
    rule: 'Parallel gives its outputs in the order of its branches',
    source: `${SPEC}, "Parallel State"`,
    test: 'gives the outputs in the order of the branches, whichever ends first',
  },
  {
    rule: 'A branch that fails ends the others',
    source: `${SPEC}, "Parallel State"; ${RECORDED}`,
    test: 'ends the other branches when one fails, and reports the state that each was in',
  },
  {
    rule: 'Retry of a Parallel runs every branch again',
    source: `${SPEC}, "Parallel State"`,
    test: 'runs all branches again on Retry, with fresh variables',
  },
  {
    rule: 'An inline Map runs forty iterations at once at most',
    source: `${GUIDE}, "Using Map state in Inline mode"`,
    test: 'runs forty at once in inline mode at most',
  },
  {
    rule: 'An iteration that fails ends the others',
    source: `${SPEC}, "Map State"`,
    test: 'ends the other iterations when one fails',
  },
  {
    rule: 'A Choice in which nothing holds and that has no Default is an error that fails the execution',
    source: `${SPEC}, "Choice State", States.NoChoiceMatched; ${RECORDED}, which name it States.Runtime`,
    test: 'fails with States.Runtime where no rule holds and there is no Default',
  },
  {
    rule: 'Assign and Output see the values from before the state',
    source: `${GUIDE}, "Passing data between states with variables"`,
    test: 'evaluates all of Assign, and Output, against the values before it',
  },
  {
    rule: 'A variable of a branch or an item has no name that an outer scope assigns',
    source: `${GUIDE}, "Passing data between states with variables", scope`,
    test: 'refuses a variable of a nested machine that %s of an outer one assigns as well',
  },
  {
    rule: 'Variables are named by identifiers of at most 80 characters, and none `states`',
    source: `${GUIDE}, "Passing data between states with variables", variable name syntax`,
    test: 'takes a variable name that branches beside one another have, and no name that is no identifier',
  },
  {
    rule: 'JSONata is that of version 2.0.6: it has no `??` and no `?:`',
    source: `${GUIDE}, "Transforming data with JSONata", supported version; repost.aws QUjbMZmvsUSP-L54CZCpycFg`,
    test: 'refuses the operator %s, which came after JSONata 2.0.6',
  },
  {
    rule: '$states.result is there in Assign and Output of a Task, a Parallel and a Map',
    source: `${GUIDE}, "Passing data between states with variables", reserved variable`,
    test: 'refuses to read a result where there is none',
  },
  {
    rule: 'A branch reads the variables around it and keeps its own',
    source: `${GUIDE}, "Passing data between states with variables", scope`,
    test: 'lets a branch read the outer scope and keeps what it assigns to itself',
  },
  {
    rule: 'JSONata here has $partition, $range, $hash, $random, $uuid and $parse, and no $eval',
    source: `${GUIDE}, "Transforming data with JSONata", functions by Step Functions`,
    test: 'adds partition, range, hash, uuid, parse and a seeded random',
  },
  {
    rule: 'Its functions are undefined or refuse by argument as on AWS',
    source: 'github.com/floci-io/floci issue 2662, pull 2676 (measured on AWS)',
    test: 'tells what its functions leave undefined from what they refuse',
  },
  {
    rule: 'A number beyond all others is given as the text that names it',
    source: 'github.com/floci-io/floci issue 2737 (measured on AWS)',
    test: 'names a number beyond all others, and gives no function as a value',
  },
  {
    rule: 'An expression nests 100 deep and holds 6,990,256 bytes at most',
    source: 'github.com/floci-io/floci issue 2737 (measured on AWS)',
    test: 'bounds how deep an expression goes and how much it holds',
  },
  {
    rule: 'Values in a definition keep to the bounds of their fields',
    source:
      'Amazon States Language specification, state types; github.com/aws-cloudformation/cfn-lint issue 4075',
    test: 'refuses values that their fields do not take',
  },
  {
    rule: 'A Timestamp that is none fails the evaluation',
    source:
      'Amazon States Language specification, "Timestamps"; github.com/localstack/localstack issue 10523, pull 12074',
    test: 'fails for a moment that no calendar has',
  },
  {
    rule: 'A failed expression is States.QueryEvaluationError',
    source: `${GUIDE}, "Transforming data with JSONata", errors`,
    test: 'catches a failed expression by States.QueryEvaluationError',
  },
  {
    rule: 'An execution is idempotent by its name and input while it runs, and its name is free after 90 days',
    source: `${API}, StartExecution`,
    test: 'answers the running execution for the same name and input',
  },
  {
    rule: 'A closed execution is there for 90 days, and then no more',
    source: 'Step Functions guide, Quotas, "Execution history retention time"',
    test: 'forgets an execution 90 days after it has closed',
  },
  {
    rule: 'A stopped execution runs no Catch',
    source: `${API}, StopExecution`,
    test: 'ends an execution as ABORTED, which no Catch sees, and stops its timers',
  },
  {
    rule: 'Starts and ends are published on the default bus',
    source: `${GUIDE}, "Automating Step Functions event delivery with EventBridge"`,
    test: 'publishes a status change when an execution starts and when it ends',
  },
  {
    rule: 'An execution keeps the definition and the role that it began with',
    source: `${API}, UpdateStateMachine`,
    test: 'leaves running executions their definition and role',
  },
  {
    rule: 'A history has 25,000 events at most',
    source: `${GUIDE}, "Quotas"`,
    test: 'fails an endless loop at 25,000 events, of which the failure is the last',
  },
  {
    rule: 'Transitions wait for a bucket of the region',
    source: `${GUIDE}, "Quotas", state throttling`,
    test: 'makes transitions wait for the bucket of the region, and refuses none',
  },
  {
    rule: 'A workflow has an end, and no state that is missing, unreachable or named twice',
    source: `${SPEC}, "States"; ${API}, ValidateStateMachineDefinition`,
    test: 'refuses targets that are missing and states that are not reachable, together',
  },
  {
    rule: "Every call is made as the machine's role",
    source: `${GUIDE}, "How Step Functions works with IAM"`,
    test: "calls as the execution's role",
  },
  {
    rule: 'events:putEvents fails as a whole when one entry does',
    source: `${GUIDE}, "Add EventBridge events with Step Functions"`,
    test: 'fails with EventBridge.FailedEntry when one entry fails',
  },
  {
    rule: 'startExecution.sync ends with its child, and stops it when it is stopped itself',
    source: `${GUIDE}, "Start a new state machine from a running execution"`,
    test: 'stops the child when the parent is stopped',
  },
  {
    rule: 'Metrics of AWS/States count executions that started, and that ended in each way, by state machine',
    source: `${GUIDE}, "Monitoring Step Functions metrics using Amazon CloudWatch", "Execution metrics"`,
    test: 'is counted by its state machine, when it starts and by how it ends',
  },
];
