import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { TaskError } from '../domain/errors.ts';
import type { Fact, FactPublisher } from '../domain/ports/facts.ts';
import { named } from './errors.ts';

/** Publishes on one event bus. PutEvents reports a refused entry inside a 200, so the answer is read. */
export class EventBridgeFactPublisher implements FactPublisher {
  readonly #client: EventBridgeClient;
  readonly #busName: string;

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client;
    this.#busName = busName;
  }

  async publish(fact: Fact): Promise<void> {
    await this.put(fact);
  }

  /** As `publish`, and answers the event's id. */
  async put(fact: Fact): Promise<string> {
    const entry = {
      Source: fact.source,
      DetailType: fact.detailType,
      Detail: JSON.stringify(fact.detail),
      EventBusName: this.#busName,
    };
    const { Entries } = await named(this.#client.send(new PutEventsCommand({ Entries: [entry] })));
    const refused = Entries?.find((answer) => answer.ErrorCode);
    if (refused)
      throw new TaskError(
        'ServiceUnavailable',
        `the bus refused ${fact.detailType}: ${refused.ErrorCode} ${refused.ErrorMessage}`,
      );
    return Entries?.[0]?.EventId ?? '';
  }
}
