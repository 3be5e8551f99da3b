import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account } from './by-hand.ts';

/** A topic that somebody makes, and a queue that gets its messages as they were published. */
export function watchedTopic(region: string, topic: string, queue: string): Step {
  const queueArn = `arn:aws:sqs:${region}:${account}:${queue}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
      },
    ],
  });
  const subscription = {
    TopicArn: `arn:aws:sns:${region}:${account}:${topic}`,
    Protocol: 'sqs',
    Endpoint: queueArn,
    Attributes: { RawMessageDelivery: 'true' },
  };
  return {
    administrator: {
      region,
      calls: [
        { service: 'sqs', operation: 'CreateQueue', request: { QueueName: queue, Attributes: { Policy } } },
        { service: 'sns', operation: 'CreateTopic', request: { Name: topic } },
        { service: 'sns', operation: 'Subscribe', request: subscription },
      ],
    },
  };
}
