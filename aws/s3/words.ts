import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type ErrorName, TaskError } from '../../domain/errors.ts';
import { bodyOf, type Word, wordIn, wordKeyOf } from '../../domain/failover/word.ts';
import type { HeldWord, WordsPort } from '../../domain/ports/words.ts';
import { answeredWithin } from '../answered-within.ts';
import { named, toTaskError, unlessMissing } from '../errors.ts';

/** The time that S3 has for one answer. */
const PATIENCE_MS = 3000;
/** A word is tried so often, each after a look at what became of the one before. */
const TRIES = 4;

/** Refusals that no look at the object and no further try mends. */
const FINAL: readonly ErrorName[] = ['AccessDenied', 'InvalidRequest', 'NotFound'];

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Errors of a write over an object that is another one by now, or gone (S3 guide, "Add preconditions to S3 operations"). */
const isRefused = (error: unknown): boolean =>
  isNamed(error, 'PreconditionFailed') || isNamed(error, 'NoSuchKey');

const isSame = (one: Word | undefined, other: Word): boolean =>
  one?.side === other.side && one.epoch === other.epoch;

/**
 * `WordsPort` over S3's conditional writes. A write whose answer was lost may come to pass later, but never over another
 * word: its condition is the version that was read, and no two words of a plan have the same text. So what became of it is read,
 * and where the former word is still there it is tried again. Of two writes at once, one may be told of a conflict: the same.
 */
export class S3Words implements WordsPort {
  readonly #clientOf: (region: string) => S3Client;
  readonly #bucketOf: (region: string) => string;

  constructor(clientOf: (region: string) => S3Client, bucketOf: (region: string) => string) {
    this.#clientOf = clientOf;
    this.#bucketOf = bucketOf;
  }

  async read(region: string, plan: string): Promise<HeldWord | undefined> {
    try {
      const { body, version } = await answeredWithin(PATIENCE_MS, this.#get(region, plan));
      const word = wordIn(plan, body);
      return { ...(word && { word }), version };
    } catch (error) {
      if (isNamed(error, 'NoSuchKey')) return undefined;
      throw toTaskError(error);
    }
  }

  async say(
    region: string,
    plan: string,
    word: Word,
    over: HeldWord | undefined,
    allowed: <T>(tried: () => Promise<T>) => Promise<T> = (tried) => tried(),
  ): Promise<'said' | 'changed'> {
    let last = '';
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const failure = await allowed(() => this.#tried(region, plan, word, over));
      if (failure === undefined) return 'said';
      last = failure;
      const found = await this.read(region, plan);
      if (isSame(found?.word, word)) return 'said';
      if (found?.version !== over?.version) return 'changed';
    }
    throw new TaskError('ServiceUnavailable', `the word of plan ${plan} was not said in ${region}: ${last}`);
  }

  async remove(region: string, plan: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.#bucketOf(region), Key: wordKeyOf(plan) });
    await named(answeredWithin(PATIENCE_MS, this.#clientOf(region).send(command)));
  }

  async isEmpty(region: string): Promise<boolean> {
    const command = new ListObjectsV2Command({ Bucket: this.#bucketOf(region), MaxKeys: 1 });
    const found = await unlessMissing(answeredWithin(PATIENCE_MS, this.#clientOf(region).send(command)));
    return (found?.Contents ?? []).length === 0;
  }

  /** The body belongs to the answer: one that stops in the middle is late, too. */
  async #get(region: string, plan: string): Promise<{ readonly body: string; readonly version: string }> {
    const get = new GetObjectCommand({ Bucket: this.#bucketOf(region), Key: wordKeyOf(plan) });
    const { Body, ETag = '' } = await this.#clientOf(region).send(get);
    return { body: (await Body?.transformToString()) ?? '', version: ETag };
  }

  /** The reason why a word may not have been said; undefined where it has. */
  async #tried(
    region: string,
    plan: string,
    word: Word,
    over: HeldWord | undefined,
  ): Promise<string | undefined> {
    const input: PutObjectCommandInput = {
      Bucket: this.#bucketOf(region),
      Key: wordKeyOf(plan),
      Body: bodyOf(plan, word),
      ContentType: 'text/plain',
      ...(over ? { IfMatch: over.version } : { IfNoneMatch: '*' }),
    };
    try {
      await answeredWithin(PATIENCE_MS, this.#clientOf(region).send(new PutObjectCommand(input)));
      return undefined;
    } catch (error) {
      if (isRefused(error)) return 'its condition does not hold';
      const failure = toTaskError(error);
      if (FINAL.includes(failure.name)) throw failure;
      return failure.message;
    }
  }
}
