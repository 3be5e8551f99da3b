import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { SimulationReport, SimulationSpec } from '../simulation-spec.ts';

/** A message of the queue. One about a topic that was not told has no problems. */
interface Rejection {
  readonly detail: { readonly requestId?: string; readonly problems?: readonly RequestProblem[] };
}

/** The document that a request carried, told by the number in its id; the id itself in a scenario. */
function documentOf(spec: SimulationSpec, requestId = 'unknown'): string {
  const index = Number(requestId.split('-').at(-1));
  const documents = [...spec.documents, ...(spec.fleets ?? [])];
  return (spec.steps ? undefined : documents[index]?.source) ?? requestId;
}

/** Refusals of the workflows, from the rejects queues of the regions. */
export async function readRejections(spec: SimulationSpec): Promise<SimulationReport['refused']> {
  const refused: SimulationReport['refused'][number][] = [];
  for (const region of spec.regions) {
    const client = new SQSClient({ region });
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: `eks-fleet-${spec.stage}-rejects` }),
    );
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '{}' } of Messages) {
        const { detail } = JSON.parse(Body) as Rejection;
        for (const { path, message } of detail.problems ?? [])
          refused.push({ document: documentOf(spec, detail.requestId), path, reason: message });
      }
    }
  }
  return refused;
}
