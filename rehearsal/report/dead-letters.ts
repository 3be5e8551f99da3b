import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SimulationSpec } from '../simulation-spec.ts';

/** The request ids of the events in the regions' dead-letter queues. Messages are received, not deleted. */
export async function readDeadLetters(spec: SimulationSpec): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const region of spec.regions) {
    const client = new SQSClient({ region });
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: `eks-fleet-${spec.stage}-dead-letters` }),
    );
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '{}' } of Messages) {
        const { detail } = JSON.parse(Body) as { readonly detail?: { readonly requestId?: string } };
        if (detail?.requestId !== undefined) found.add(detail.requestId);
      }
    }
  }
  return found;
}
