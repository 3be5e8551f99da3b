import type { Rule } from '../rule.ts';

const GUIDE = 'EventBridge guide';
const API = 'EventBridge API reference';
const RECORDED = 'LocalStack recordings of AWS';
const RULER = 'aws/event-ruler';

/** The rules of EventBridge, kept true by `tests/simulator/rules.test.ts`. */
export const EVENTBRIDGE_RULES: readonly Rule[] = [
  {
    rule: 'An event may be delivered more than once, and in any order',
    source: `${GUIDE}, "Event delivery"`,
    test: 'delivers one event twice, with one id, where a fault says so',
  },
  {
    rule: 'Events overtake one another',
    source: `${GUIDE}, "Event delivery"`,
    test: 'lets events overtake one another',
  },
  {
    rule: 'A delivery is tried again for 24 hours or 185 times, then dead-lettered',
    source: `${GUIDE}, "How EventBridge retries delivering events"`,
    test: 'retries errors of the target for 24 hours or 185 times, then uses the dead-letter queue',
  },
  {
    rule: 'Without a dead-letter queue an event that cannot be delivered is lost',
    source: `${GUIDE}, "Using dead-letter queues"`,
    test: 'drops the event where there is no dead-letter queue, and loses it where the queue refuses',
  },
  {
    rule: 'A missing permission is not tried again, and its event goes to the dead-letter queue',
    source: `${GUIDE}, "Using dead-letter queues", error codes`,
    test: 'reports a role that cannot be assumed without retrying',
  },
  {
    rule: "Requests are held against the service model's constraints before anything is looked for",
    source: 'botocore events/2015-10-07; LocalStack recordings of AWS',
    test: 'judges them before it looks for a rule or bus, all in one message',
  },
  {
    rule: 'A FIFO queue is a target with its message group only',
    source: 'EventBridge API reference, SqsParameters; moto 5.2.1',
    test: 'refuses a FIFO queue without its message group',
  },
  {
    rule: 'A bad entry fails alone, inside a success',
    source: `${API}, PutEvents; ${RECORDED}`,
    test: 'fails a bad entry alone, inside a success',
  },
  {
    rule: 'An entry may fail by a fault of EventBridge, inside a success, and is worth a retry',
    source: `${API}, PutEventsResultEntry`,
    test: 'fails some entries by a fault of its own, inside a success',
  },
  {
    rule: 'A request has ten entries and 256 KiB at most',
    source: `${API}, PutEvents; ${GUIDE}, "Calculating PutEvents event entry size"`,
    test: 'counts the bytes of all entries against the limit of a request',
  },
  {
    rule: 'An event for a bus that does not exist is accepted and lost',
    source: RECORDED,
    test: 'accepts and loses an event for a bus that does not exist',
  },
  {
    rule: "A bus's policy judges source, detail type and principal",
    source: `${GUIDE}, "Permissions for event buses", condition keys`,
    test: 'asks IAM about each bus, source and detail type, with the policy of the bus',
  },
  {
    rule: 'A classic bus does not forward a received event to a third',
    source: `${GUIDE}, "Sending events between Regions": one hop`,
    test: 'does not forward a received event on to a bus in %s',
  },
  {
    rule: "A cross-region target needs a role, and the receiving bus's consent",
    source: `${GUIDE}, "Sending and receiving events between Regions"`,
    test: 'judges the role against the receiving bus and its policy',
  },
  {
    rule: 'A pattern is refused with the place of the fault',
    source: `${RULER}; ${RECORDED}`,
    test: 'refuses a pattern as AWS words it, with the place of the fault',
  },
  {
    rule: '$or multiplies, and of two demands on one key the last is kept',
    source: `${GUIDE}, "$or matching"; ${RULER}`,
    test: 'multiply by $or, and keep the last of two demands on one key',
  },
  {
    rule: "An array's demands are met by one of its elements",
    source: `${GUIDE}, "Arrays"; ${RULER}, array consistency`,
    test: 'take several matches in an array from one of its elements',
  },
  {
    rule: 'A rule takes five targets',
    source: `${API}, PutTargets; ${GUIDE}, "Quotas"`,
    test: 'takes five targets a rule, all of a request or none',
  },
  {
    rule: 'A rule that has targets is not deleted, nor a bus that has rules',
    source: `${API}, DeleteRule; ${RECORDED}`,
    test: 'does not delete a rule that has targets',
  },
  {
    rule: 'A schedule fires within its minute, on the default bus only',
    source: `${GUIDE}, "Creating a rule that runs on a schedule"; ${API}, PutRule`,
    test: 'fires on its schedule, within the minute, and on the default bus only',
  },
  {
    rule: 'A target gets the event, a part of it, a constant or a text made of it',
    source: `${GUIDE}, "Input transformation"`,
    test: 'gives the target a constant, a part of the event or a text made of it',
  },
  {
    rule: 'A state machine is started as the role of the target',
    source: `${GUIDE}, "Using IAM roles", targets`,
    test: 'starts a state machine as the role of the target, with the event as input',
  },
];
