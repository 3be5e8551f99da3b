import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { changedAttributes, DEFAULT_ATTRIBUTES, type QueueAttributes } from './attributes.ts';
import { invalidParameter, noSuchQueue } from './errors.ts';
import type { Queue } from './queue.ts';

/** A name cannot be used again for a minute (SDK typing of `QueueDeletedRecently`). */
const REUSE_AFTER_MS = 60_000;

/** The queues of one region. */
export class SqsState {
  readonly region: Region;
  readonly queues = new Map<string, Queue>();
  readonly #deletedAt = new Map<string, number>();

  constructor(region: Region) {
    this.region = region;
  }

  urlOf(name: string): string {
    const { name: region, accountId } = this.region;
    return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
  }

  arnOf(name: string): string {
    return this.region.arn('sqs', name);
  }

  /** Makes a queue, or finds the one that is just like it. */
  create(
    name: string,
    given: Readonly<Record<string, string>>,
    tags: Readonly<Record<string, string>>,
  ): Queue {
    if (!/^[\w-]{1,80}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
        { statusCode: 400 },
      );
    }
    const attributes = this.#validated(changedAttributes(DEFAULT_ATTRIBUTES, given));
    const existing = this.queues.get(name);
    if (existing) return assertAlike(existing, given);
    const now = this.region.kernel.now();
    if (now - (this.#deletedAt.get(name) ?? Number.NEGATIVE_INFINITY) < REUSE_AFTER_MS) {
      throw new AwsError(
        'QueueDeletedRecently',
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        { statusCode: 400 },
      );
    }
    const queue: Queue = {
      name,
      url: this.urlOf(name),
      arn: this.arnOf(name),
      createdAt: now,
      lastModifiedAt: now,
      attributes,
      messages: [],
      purgedAt: undefined,
      tags: new Map(Object.entries(tags)),
    };
    this.queues.set(name, queue);
    return queue;
  }

  change(queue: Queue, changes: Readonly<Record<string, string>>): void {
    queue.attributes = this.#validated(changedAttributes(queue.attributes, changes));
    queue.lastModifiedAt = this.region.kernel.now();
  }

  delete(queue: Queue): void {
    this.queues.delete(queue.name);
    this.#deletedAt.set(queue.name, this.region.kernel.now());
  }

  byUrl(url: string): Queue {
    const queue = this.queues.get(url.slice(url.lastIndexOf('/') + 1));
    if (!queue) throw noSuchQueue();
    return queue;
  }

  byArn(arn: string): Queue | undefined {
    const queue = this.queues.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  #validated(attributes: QueueAttributes): QueueAttributes {
    const { redrivePolicy, redrivePolicyText } = attributes;
    if (redrivePolicy && !this.byArn(redrivePolicy.deadLetterTargetArn)) {
      throw invalidParameter(redrivePolicyText, 'RedrivePolicy', 'Dead letter target does not exist.');
    }
    return attributes;
  }
}

function assertAlike(queue: Queue, given: Readonly<Record<string, string>>): Queue {
  const wanted = changedAttributes(queue.attributes, given);
  const different = Object.keys(given).find((name) => {
    const one = changedAttributes(queue.attributes, { [name]: given[name] ?? '' });
    return JSON.stringify(one) !== JSON.stringify(queue.attributes);
  });
  if (different === undefined || JSON.stringify(wanted) === JSON.stringify(queue.attributes)) return queue;
  throw new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different}`,
    { statusCode: 400 },
  );
}
