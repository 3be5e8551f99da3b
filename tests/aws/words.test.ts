import * as clientS3 from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { S3Words } from '../../aws/s3/words.ts';
import { type Word, wordKeyOf } from '../../domain/failover/word.ts';
import type { S3Service } from '../../simulator/s3/state.ts';
import { PRIMARY, route53World, STANDBY, WITNESS } from '../simulator/route53/route53-world.ts';
import { callerOf, stackContext } from '../simulator/service-calls.ts';
import { wireClient } from '../simulator/wire-client.ts';

type Way = 'well' | 'refused' | 'lost' | 'late';
const silence = () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
const primary: Word = { side: 'primary', epoch: 1 };
const standby: Word = { side: 'standby', epoch: 2 };

/** The words of two regions, over calls that go the way that a test says. */
async function wordsIn(wayOf: (operation: string, attempt: number) => Way = () => 'well') {
  const { world, seconds } = route53World();
  const clients = new Map<string, S3Client>();
  const late: (() => Promise<unknown>)[] = [];
  const sent: string[] = [];
  const s3Of = (region: string) => world.region(region).service('s3') as S3Service;
  for (const region of [STANDBY, WITNESS, PRIMARY]) {
    const bucket = s3Of(region).resourceTypes?.['AWS::S3::Bucket'];
    if (region !== PRIMARY) await bucket?.create({ BucketName: `words-${region}` }, stackContext().context);
    const client = wireClient(clientS3, S3Client, s3Of(region));
    const made = client.send.bind(client) as (command: object) => Promise<unknown>;
    const send = async (command: object) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      sent.push(operation);
      const way = wayOf(operation, sent.filter((one) => one === operation).length);
      if (way === 'refused') throw silence();
      if (way === 'late') {
        late.push(() => made(command));
        throw silence();
      }
      const answer = await made(command);
      // Writes at once may be told of a conflict; these come one after the other.
      await seconds(1);
      if (way === 'lost') throw silence();
      return answer;
    };
    client.send = send as typeof client.send;
    clients.set(region, client);
  }
  const words = new S3Words(
    (region) => clients.get(region) as S3Client,
    (region) => `words-${region}`,
  );
  const put = async (Body: string) => {
    const input = { Bucket: `words-${STANDBY}`, Key: wordKeyOf('shop'), Body };
    await callerOf<typeof clientS3>(s3Of(STANDBY))('PutObject', input);
    await seconds(1);
  };
  const comeLate = async () => {
    for (const one of late.splice(0)) await one().catch(() => undefined);
    await seconds(1);
  };
  return { words, put, sent, comeLate };
}

describe('the word of a plan', () => {
  it('is nothing before it was said, then what was said, in that region alone', async () => {
    const { words } = await wordsIn();
    expect(await words.read(STANDBY, 'shop')).toBeUndefined();
    expect(await words.say(STANDBY, 'shop', primary, undefined)).toBe('said');
    expect(await words.read(STANDBY, 'shop')).toMatchObject({ word: primary });
    expect(await words.read(WITNESS, 'shop')).toBeUndefined();
  });

  it('is said over the version that was read, and over no other', async () => {
    const { words } = await wordsIn();
    await words.say(STANDBY, 'shop', primary, undefined);
    const read = await words.read(STANDBY, 'shop');
    expect(await words.say(STANDBY, 'shop', standby, read)).toBe('said');
    expect(await words.say(STANDBY, 'shop', { side: 'primary', epoch: 3 }, read)).toBe('changed');
    expect(await words.say(STANDBY, 'shop', { side: 'primary', epoch: 3 }, undefined)).toBe('changed');
    expect((await words.read(STANDBY, 'shop'))?.word).toEqual(standby);
  });

  it('is said over what is none of ours, by its version', async () => {
    const { words, put } = await wordsIn();
    await put('hello');
    const found = await words.read(STANDBY, 'shop');
    expect(found).toEqual({ version: expect.any(String) });
    expect(await words.say(STANDBY, 'shop', primary, found)).toBe('said');
  });

  it('is found again where the answer to it was lost', async () => {
    const { words, sent } = await wordsIn((operation) => (operation === 'PutObject' ? 'lost' : 'well'));
    expect(await words.say(STANDBY, 'shop', standby, undefined)).toBe('said');
    expect(sent.filter((operation) => operation === 'PutObject')).toHaveLength(1);
  });

  it('is said again where it was not heard, and a former try that comes late says nothing', async () => {
    const { words, comeLate } = await wordsIn((operation, attempt) =>
      operation === 'PutObject' && attempt === 1 ? 'late' : 'well',
    );
    expect(await words.say(STANDBY, 'shop', primary, undefined)).toBe('said');
    const read = await words.read(STANDBY, 'shop');
    expect(await words.say(STANDBY, 'shop', standby, read)).toBe('said');
    await comeLate();
    expect((await words.read(STANDBY, 'shop'))?.word).toEqual(standby);
  });

  it('throws where nobody can say what became of it', async () => {
    const { words } = await wordsIn((operation) => (operation === 'PutObject' ? 'refused' : 'well'));
    await expect(words.say(STANDBY, 'shop', standby, undefined)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
  });

  it('goes with its plan, twice as once, and its bucket is missed by name', async () => {
    const { words } = await wordsIn();
    await words.say(STANDBY, 'shop', primary, undefined);
    await words.remove(STANDBY, 'shop');
    await words.remove(STANDBY, 'shop');
    expect(await words.read(STANDBY, 'shop')).toBeUndefined();
    await expect(words.read(PRIMARY, 'shop')).rejects.toMatchObject({ name: 'NotFound' });
  });
});
