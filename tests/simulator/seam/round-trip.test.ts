import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../simulator/aws-error.ts';
import { randomStream } from '../../../simulator/kernel/random.ts';
import { fresh } from '../../../simulator/modelled-members.ts';
import { indexOperations, type OperationSchema } from '../../../simulator/seam/operation-index.ts';
import type { Operation, Service } from '../../../simulator/service.ts';
import { World } from '../../../simulator/world.ts';
import { standInKernel } from '../stand-in-region.ts';
import { wireClient } from '../wire-client.ts';
import { randomValue } from './random-values.ts';

/**
 * The simulator decodes and encodes by the SDK's own runtime schemas, whose layout may change with the SDK. This
 * sends random requests, answers and errors of everything that is served through an unmodified client and back: if a
 * new version of the SDK moves something, this fails first.
 */
const ROUNDS = 3;
const SEED = 1;

const world = new World({
  kernel: standInKernel().kernel,
  accountId: '111122223333',
  regionNames: ['us-west-2'],
  load: () => Promise.reject(new Error('nothing runs here')),
});
const region = world.region('us-west-2');

type Members = Record<string, unknown>;
type Client = { send(command: object): Promise<Members>; readonly config: unknown };

/** A service whose every operation keeps its input and answers the output that it is given. */
function echo(operations: readonly string[]) {
  const state: { seen?: unknown; answer: () => unknown } = { answer: () => ({}) };
  const run: Operation = async (input) => {
    state.seen = input;
    return state.answer();
  };
  const service: Service = {
    signingName: 'echo',
    operations: Object.fromEntries(operations.map((name) => [name, run])),
    authorize: () => [],
  };
  return { state, service };
}

/** Settings that keep a client from comparing random answers with digests, or from reading whole bodies for that. */
const CONFIGURATION: Readonly<Record<string, object>> = {
  sqs: { md5: false },
  s3: {
    requestChecksumCalculation: async () => 'WHEN_REQUIRED',
    responseChecksumValidation: async () => 'WHEN_REQUIRED',
  },
};

/** Members that S3's client computes, or says in its own way. */
const COMPUTED = /^Checksum|^ContentMD5$|^SSECustomerKey|^ExpiresString$|^ContentLength$/;

/** Values for members that the client itself reads. */
const FITTING: Readonly<Record<string, unknown>> = {
  // The host of the request (S3), or its address (SQS).
  Bucket: 'bucket-1',
  QueueUrl: 'https://sqs.us-west-2.amazonaws.com/111122223333/queue',
  // Chooses another endpoint, which needs a signer of its own (EventBridge).
  EndpointId: undefined,
};

/**
 * Answers with a member that is the response's own status: with an error's status in it, the client would read no
 * answer.
 */
const STATUS: Readonly<Record<string, Members>> = { 'lambda/Invoke': { StatusCode: 200 } };

function fitting(value: unknown): Members {
  const members = { ...(value as Members | undefined) };
  for (const [name, fit] of Object.entries(FITTING)) if (name in members) members[name] = fit;
  for (const name of Object.keys(members)) if (COMPUTED.test(name)) delete members[name];
  return members;
}

/** A value in the form in which it is compared: bytes without their class, no absent members, no metadata. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  const kept = Object.entries(value).filter(
    ([name, held]) => name !== '$metadata' && held !== undefined && !COMPUTED.test(name),
  );
  return Object.fromEntries(kept.map(([name, held]) => [name, plain(held)]));
}

/** An answer whose streams have been read to their ends. */
async function collected(answer: Members): Promise<Members> {
  const whole = { ...answer };
  for (const [name, held] of Object.entries(answer)) {
    const stream = held as { transformToByteArray?: () => Promise<Uint8Array> } | undefined;
    if (stream?.transformToByteArray) whole[name] = await stream.transformToByteArray();
  }
  return whole;
}

describe.each(world.entries)('the wire of $key', ({ key, clientPackage, clientName }) => {
  const names = Object.keys(region.service(key).operations);
  const load = async () => {
    const sdk = (await import(clientPackage)) as Record<string, new (input: object) => object>;
    const { state, service } = echo(names);
    const client = wireClient(sdk, sdk[clientName] as never, service) as Client;
    Object.assign(client.config as object, CONFIGURATION[key]);
    return { sdk, state, client, index: indexOperations(sdk) };
  };
  const membersOf = (schema: OperationSchema['input'], purpose: string): Members =>
    schema.isStructSchema() ? fitting(randomValue(schema, randomStream(SEED, purpose))) : {};

  it.each(names)('carries %s there and back', async (name) => {
    const { sdk, state, client, index } = await load();
    const { input, output } = index.byName.get(name) as OperationSchema;
    for (let round = 0; round < ROUNDS; round++) {
      const sent = membersOf(input, `${key}/${name}/input/${round}`);
      const random = membersOf(output, `${key}/${name}/output/${round}`);
      const answer = { ...random, ...STATUS[`${key}/${name}`] };
      state.answer = () => fresh(answer);
      const Command = sdk[`${name}Command`] as new (input: object) => object;
      const received = await collected(await client.send(new Command(fresh(sent))));
      expect([plain(state.seen), plain(received)]).toEqual([plain(sent), plain(answer)]);
    }
  });

  it('carries every error that the client knows', async () => {
    const { sdk, state, client, index } = await load();
    const name = names[0] as string;
    const Command = sdk[`${name}Command`] as new (input: object) => object;
    const request = new Command(
      membersOf((index.byName.get(name) as OperationSchema).input, `${key}/errors`),
    );
    const message = 'no <such> "thing"';
    for (const [code, schema] of index.errors) {
      // The class above all others is none that a service answers.
      if (code === clientName.replace(/Client$/, 'ServiceException')) continue;
      const { message: _, Message: __, ...members } = membersOf(schema, `${key}/${code}`);
      state.answer = () => {
        throw new AwsError(code, message, { members: fresh(members) });
      };
      const error = await client.send(request).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(sdk[code]);
      expect({ ...(plain(error) as object), message: (error as Error).message }).toMatchObject({
        name: code,
        message,
        ...(plain(members) as object),
      });
    }
  });
});
