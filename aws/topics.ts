import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { TopicsPort } from '../domain/ports/topics.ts';
import { named, unlessMissing } from './errors.ts';

/** `TopicsPort` over Amazon SNS; `prefix` is the part of a topic's ARN before its name. */
export class SnsTopics implements TopicsPort {
  readonly #client: SNSClient;
  readonly #prefix: string;

  constructor(client: SNSClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async exists(name: string): Promise<boolean> {
    const TopicArn = `${this.#prefix}${name}`;
    return (
      (await unlessMissing(this.#client.send(new GetTopicAttributesCommand({ TopicArn })))) !== undefined
    );
  }

  async publish(name: string, subject: string, message: string): Promise<void> {
    const TopicArn = `${this.#prefix}${name}`;
    await named(this.#client.send(new PublishCommand({ TopicArn, Subject: subject, Message: message })));
  }
}
