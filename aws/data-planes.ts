import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { LOOK_MS, type PlanesSeen } from '../domain/failover/look.ts';
import type { Answer } from '../domain/failover/votes.ts';
import type { DataPlanesPort } from '../domain/ports/data-planes.ts';
import { answeredWithin } from './answered-within.ts';
import { toTaskError } from './errors.ts';
import { isOwnSide } from './own-side.ts';

/** Clients of a region; none of them tries again by itself. */
export interface PlaneClients {
  readonly sts: STSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
}

/** The names of things of ours that each region has. */
interface Names {
  /** A table whose key is `pk`. */
  readonly table: string;
  readonly queue: string;
}

/** A key that no item has. */
const NO_ITEM = { pk: { S: 'observer' } };

interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The meaning of a failure. One that neither AWS has answered nor the network has named is a mistake of ours. */
function answerOf(error: Failure): Answer {
  if (isOwnSide(error)) return 'unknown';
  if (toTaskError(error).name === 'ServiceUnavailable') return 'fails';
  if (error.$metadata?.httpStatusCode !== undefined) return 'answers';
  return error.code === undefined ? 'unknown' : 'fails';
}

/** `DataPlanesPort` by one read each: STS, DynamoDB and SQS have endpoints of their own in each region. */
export class AwsDataPlanes implements DataPlanesPort {
  readonly #clients: (region: string) => PlaneClients;
  readonly #names: Names;
  readonly #denials = new Set<string>();

  constructor(clients: (region: string) => PlaneClients, names: Names) {
    this.#clients = clients;
    this.#names = names;
  }

  async planes(region: string): Promise<PlanesSeen> {
    const { dynamodb, sqs } = this.#clients(region);
    const { table, queue } = this.#names;
    const [sts, ofTable, ofQueue] = await Promise.all([
      this.sts(region),
      this.#asked(
        dynamodb.send(new GetItemCommand({ TableName: table, Key: NO_ITEM, ConsistentRead: true })),
      ),
      this.#asked(sqs.send(new GetQueueUrlCommand({ QueueName: queue }))),
    ]);
    return { sts, dynamodb: ofTable, sqs: ofQueue };
  }

  sts(region: string): Promise<Answer> {
    return this.#asked(this.#clients(region).sts.send(new GetCallerIdentityCommand({})));
  }

  denials(): readonly string[] {
    const found = [...this.#denials];
    this.#denials.clear();
    return found;
  }

  async #asked(call: Promise<unknown>): Promise<Answer> {
    try {
      await answeredWithin(LOOK_MS, call);
      return 'answers';
    } catch (error) {
      const answer = answerOf(error as Failure);
      const { name, message } = toTaskError(error);
      if (answer === 'answers' && name === 'AccessDenied') this.#denials.add(message);
      return answer;
    }
  }
}
