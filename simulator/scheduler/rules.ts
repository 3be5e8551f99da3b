import type { Rule } from '../rule.ts';

const GUIDE = 'EventBridge Scheduler user guide';
const SDK = 'SDK typings of @aws-sdk/client-scheduler';
const MODEL = "service model of Scheduler (botocore's scheduler/2021-06-30)";

/** The rules of EventBridge Scheduler, kept true by `tests/simulator/rules.test.ts`. */
export const SCHEDULER_RULES: readonly Rule[] = [
  {
    rule: 'A schedule has a time zone, a state, an action after completion and a retry policy by default',
    source: "LocalStack's recording of GetSchedule on AWS",
    test: 'is answered with the defaults of what its request left out',
  },
  {
    rule: 'An update overrides everything, what it leaves out with the defaults',
    source: `${SDK}, UpdateSchedule: "uses all values, including empty values"`,
    test: 'loses by an update whatever the request does not repeat',
  },
  {
    rule: 'A client token makes a request idempotent',
    source: `${SDK}, ClientToken`,
    test: 'is made once by requests of one client token, and in conflict with any other of its name',
  },
  {
    rule: 'All constraints that a request breaks are named together',
    source: `${MODEL}; webiny/webiny-js#5447`,
    test: 'for all members that do not fit the model, in one message',
  },
  {
    rule: 'An expression that is none is refused by itself',
    source: "LocalStack's recording of CreateSchedule on AWS",
    test: 'for an expression, a time zone or a group that is none',
  },
  {
    rule: 'A start date lies at most five minutes back; one-time schedules ignore their dates',
    source: `seen by users ("cannot be earlier than 5 minutes ago"); ${SDK}, StartDate`,
    test: 'for a start that lies more than five minutes back, or an end before it; but neither matters to at(...)',
  },
  {
    rule: 'Errors have the statuses 400, 402, 404, 409',
    source: MODEL,
    test: 'gets errors as their classes, with the statuses of the model',
  },
  {
    rule: 'A target is invoked with 60 second precision',
    source: `${GUIDE}, "Schedule types"`,
    test: 'anywhere within its minute, in no minute but its own',
  },
  {
    rule: 'A flexible schedule fires within its window, of up to a day',
    source: `${GUIDE}, "Configuring flexible time windows"`,
    test: 'somewhere in its flexible window, and late in it too',
  },
  {
    rule: 'A rate without a start date invokes its target at once',
    source: `${GUIDE}, "Rate-based schedules"`,
    test: 'at once and then at its rate, where it is given no start',
  },
  {
    rule: 'A local time that spring skips does not fire, one that autumn repeats fires once',
    source: `${GUIDE}, "Daylight savings time"`,
    test: 'not at a local time that spring skips, and once at one that autumn repeats',
  },
  {
    rule: 'A schedule invokes its target at least once',
    source: `${GUIDE}, "What is EventBridge Scheduler?"`,
    test: 'sometimes twice, since it is invoked at least once',
  },
  {
    rule: 'A completed schedule stays, or is deleted shortly after its last invocation or last failed attempt',
    source: 'AWS Compute Blog, "Automatically delete schedules upon completion"',
    test: 'is deleted after its one invocation, or after the last before its end',
  },
  {
    rule: 'A deletion after completion waits for the last retry',
    source: 'AWS Compute Blog, "Automatically delete schedules upon completion"',
    test: 'deletes a schedule that is to be deleted only after its last attempt',
  },
  {
    rule: 'Context attributes are replaced in the input',
    source: `${GUIDE}, "Adding context attributes"`,
    test: 'gets its input with the context attributes of this invocation',
  },
  {
    rule: 'The trust policy is judged for the ARN of the schedule group',
    source: `${GUIDE}, "Confused deputy prevention"`,
    test: 'may be trusted for a group of schedules in this account, never for one schedule',
  },
  {
    rule: 'A role that does not trust Scheduler is refused when the schedule is made',
    source: 'aws/aws-sdk-js-v3#6494',
    test: 'must trust Scheduler, and be there',
  },
  {
    rule: 'Whoever makes a schedule must be allowed to pass its role',
    source: `${GUIDE}, "Identity-based policies"`,
    test: 'must be passable by whoever makes the schedule',
  },
  {
    rule: 'The execution role invokes the target and sends to the dead-letter queue',
    source: `${GUIDE}, "Configuring a dead-letter queue", "Set up execution role permissions"`,
    test: 'is who invokes the target, and who sends to the dead-letter queue',
  },
  {
    rule: 'A dead-letter event says what failed, when, and after how many retries',
    source: `${GUIDE}, "Retrieve the dead-letter event"`,
    test: 'that no retry can mend goes to the dead-letter queue at once, with what is known of it',
  },
  {
    rule: 'Metrics of AWS/Scheduler count attempts, errors, and what was dropped, by group and by account',
    source: `${GUIDE}, "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch", "List of metrics"`,
    test: 'is counted by attempt, by error, and once when it is dropped, for its group and for the account',
  },
  {
    rule: 'An event that the dead-letter queue does not take is told of by metrics alone, one by its error code',
    source: `${GUIDE}, "Metrics for schedules with a DLQ", InvocationsFailedToBeSentToDeadLetterCount_<error_code>`,
    test: 'that no queue takes for %s is lost, and two metrics are all that says so',
  },
  {
    rule: 'A retryable failure is tried again as often and for as long as the retry policy says',
    source: `${SDK}, RetryPolicy; ${GUIDE}, "Retrieve the dead-letter event"`,
    test: 'is tried again until it is too old, by default for a day',
  },
  {
    rule: 'Invocations of a Region are throttled',
    source: `${GUIDE}, "Quotas", Invocations throttle limit`,
    test: 'waits where the Region invokes as much as it may',
  },
  {
    rule: 'A group is deleting until its schedules are deleted, and they may fire meanwhile',
    source: `${SDK}, DeleteScheduleGroup; ${GUIDE}, "Deleting a schedule group"`,
    test: 'is being deleted until its schedules are, and they may fire meanwhile',
  },
  {
    rule: 'Groups have tags, schedules have none',
    source: `${SDK}, TagResource`,
    test: 'has tags, which a schedule has not',
  },
];
