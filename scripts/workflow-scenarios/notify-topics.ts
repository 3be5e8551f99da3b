import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account, byHand, region } from './by-hand.ts';
import { watchedTopic } from './watched-topic.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['notify-topics'];
const arnOf = (topic: string): string => `arn:aws:sns:${region}:${account}:${topic}`;
const watched = watchedTopic(region, 'eks-ops', 'watched');
const fleet = (topic: string): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'told' },
    spec: { home: region, regions: [region], notify: [{ on: ['failed'], sns: topic }] },
  } as { spec: { home: string } },
});
/** Is refused, which is a fact that a topic wants to be told of. */
const request: readonly Step[] = [{ forget: { cluster: 'nobody', region } }, { wait: 7200 }];
const queued = (queue: string, text: string): Step => ({
  expect: { queued: { region, queue, texts: [text] } },
});
const REFUSAL = 'the fleet has no cluster nobody';

export const notifyTopics: readonly WorkflowScenario[] = [
  {
    name: 'a fact that a topic is told of',
    workflows,
    documents: [],
    before: [watched, fleet('eks-ops')],
    request,
    after: [queued('watched', REFUSAL)],
  },
  {
    name: 'a fact for a topic that is gone',
    workflows,
    documents: [],
    before: [
      byHand({ service: 'sns', operation: 'CreateTopic', request: { Name: 'eks-gone' } }),
      fleet('eks-gone'),
      byHand({ service: 'sns', operation: 'DeleteTopic', request: { TopicArn: arnOf('eks-gone') } }),
    ],
    request,
    after: [{ expect: { rejected: { region, reason: REFUSAL } } }, queued('eks-fleet-prod-rejects', REFUSAL)],
  },
  {
    name: 'a fact whose topics cannot be found out',
    workflows,
    documents: [],
    before: [watched, fleet('eks-ops')],
    request,
    after: [queued('eks-fleet-prod-rejects', REFUSAL)],
    faults: [{ kind: 'throttle', functionName: 'notifyFindTopics', operation: 'Query', times: 1000 }],
  },
];
