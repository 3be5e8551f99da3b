import type { Step } from '../../../rehearsal/scenario/steps/all.ts';
import { watchedTopic } from '../../../scripts/workflow-scenarios/watched-topic.ts';

export const ACCOUNT = '111122223333';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];

const call = (service: Call['service'], operation: string, request: Call['request']): Call => ({
  service,
  operation,
  request,
});
const topicArn = (region: string, name: string): string => `arn:aws:sns:${region}:${ACCOUNT}:${name}`;

/** One plain call to AWS, past the fleet. */
export const byHand = (
  region: string,
  service: Call['service'],
  operation: string,
  request: Call['request'],
): Step => ({ administrator: { region, calls: [call(service, operation, request)] } });

export const createTopic = (region: string, name: string): Step =>
  byHand(region, 'sns', 'CreateTopic', { Name: name });

export const deleteTopic = (region: string, name: string): Step =>
  byHand(region, 'sns', 'DeleteTopic', { TopicArn: topicArn(region, name) });

/** A topic, and a queue of its name that gets its messages as they were published. */
export const createWatchedTopic = (region: string, name: string): Step => watchedTopic(region, name, name);
