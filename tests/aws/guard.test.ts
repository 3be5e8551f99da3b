import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { DynamoDbGuard } from '../../aws/dynamodb/guard.ts';
import { slotIn, slotItem } from '../../aws/dynamodb/slot-items.ts';
import { decideCancel } from '../../domain/failover/cancel.ts';
import { type Claimed, decideClaim, decideMove } from '../../domain/failover/claim.ts';
import type { KeptSlot } from '../../domain/failover/votes.ts';
import { AwsError } from '../../simulator/aws-error.ts';
import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import { standInDynamoDb } from '../simulator/dynamodb/stand-in-dynamodb.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
type Way = 'well' | 'refused' | 'lost' | 'late';

const silence = () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });

/** Guard's table in three regions, and a client in each whose calls go the way that a test says. */
async function guardIn(seed = 1) {
  const { call, settle, outages } = standInDynamoDb(seed, REGIONS);
  await call('CreateTable', {
    TableName: 'guard',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
  });
  await settle(60_000);
  await call('UpdateTable', {
    TableName: 'guard',
    MultiRegionConsistency: 'STRONG',
    ReplicaUpdates: REGIONS.slice(1).map((RegionName) => ({ Create: { RegionName } })),
  });
  await settle(3_600_000);
  const written: Claimed[] = [];
  const late: (() => Promise<unknown>)[] = [];
  const in_ = (region: string, wayOf: (operation: string) => Way = () => 'well') => {
    const client = new DynamoDBClient({ region });
    const send = async (command: {
      readonly input: { Item?: Record<string, { S?: string; N?: string }> };
    }) => {
      const operation = command.constructor.name.replace(/Command$/, '') as 'PutItem' | 'GetItem';
      const made = async () => {
        const answer = await call(operation, command.input, region).catch((error: unknown) => {
          if (!(error instanceof AwsError)) throw error;
          throw Object.assign(new Error(error.message), {
            name: error.code,
            $metadata: { httpStatusCode: error.code === 'InternalServerError' ? 500 : 400 },
          });
        });
        const { Item } = command.input;
        if (operation === 'PutItem' && Item)
          written.push(
            Object.fromEntries(
              Object.entries(Item).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
            ) as unknown as Claimed,
          );
        return answer;
      };
      const way = wayOf(operation);
      if (way === 'refused') throw silence();
      if (way === 'late') {
        late.push(made);
        throw silence();
      }
      const answer = await made();
      await settle(500);
      if (way === 'lost') throw silence();
      return answer;
    };
    client.send = send as typeof client.send;
    return new DynamoDbGuard(client, 'guard');
  };
  return {
    in: in_,
    written,
    outages,
    settle,
    comeLate: async () => {
      for (const made of late.splice(0)) await made().catch(() => undefined);
      await settle(2000);
    },
  };
}

const AT = '2026-12-02T10:00:00.000Z';
const first: Claimed = { plan: 'shop', owner: 'primary', epoch: 1, generation: 'g', claimId: 'made', at: AT };
const next = (held: Claimed, claimId: string): Claimed => {
  const to = held.owner === 'primary' ? 'standby' : 'primary';
  const decision = decideClaim(
    { ...held },
    { claimId, to, epoch: held.epoch, generation: 'g', raisedAt: AT, at: AT },
  );
  if (decision.do !== 'write') throw new Error('no claim');
  return decision.item;
};
const cancel = { claimId: 'back', by: 'ann', reason: 'a false alarm', at: AT, holdSeconds: 3600 };
const [P, S, W] = REGIONS;

describe('Guard', () => {
  it('has nothing of a plan that was never written, and what was, in every region', async () => {
    const guard = await guardIn();
    expect(await guard.in(S).read('shop')).toBeUndefined();
    expect(await guard.in(P).write(first, undefined)).toBe('written');
    expect(await guard.in(W).read('shop')).toEqual(first);
  });

  it('lets one of two claimants win, who both read the same', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    expect(await guard.in(S).write(next(first, 'one'), first)).toBe('written');
    expect(await guard.in(W).write(next(first, 'other'), first)).toBe('changed');
    expect((await guard.in(P).read('shop'))?.claimId).toBe('one');
  });

  it('finds its own write where the answer was lost', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    const lost = guard.in(S, (operation) => (operation === 'PutItem' ? 'lost' : 'well'));
    expect(await lost.write(next(first, 'one'), first)).toBe('written');
    expect(guard.written).toHaveLength(2);
  });

  it('tries again where the write did not arrive', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    let tries = 0;
    const shaky = guard.in(S, (operation) => (operation === 'PutItem' && tries++ < 2 ? 'refused' : 'well'));
    expect(await shaky.write(next(first, 'one'), first)).toBe('written');
  });

  it('says neither where nothing answers', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    await expect(guard.in(S, () => 'refused').write(next(first, 'one'), first)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
  });

  it('lets no write that comes late over a later one', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    let tries = 0;
    const shaky = guard.in(S, (operation) => (operation === 'PutItem' && tries++ === 0 ? 'late' : 'well'));
    expect(await shaky.write(next(first, 'one'), first)).toBe('written');
    const held = next(first, 'one');
    const cancelled = decideCancel(held, cancel);
    if (cancelled.do !== 'write') throw new Error('not cancelled');
    expect(await guard.in(W).write(cancelled.item, held)).toBe('written');
    await guard.comeLate();
    expect((await guard.in(P).read('shop'))?.claimId).toBe('back');
  });

  it('is not answered by a minority, and by a majority without the lost region', async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    const ends = [S, W].map((other) => guard.outages.begin({ kind: 'partition', between: [P, other] }));
    await expect(guard.in(P).read('shop')).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    expect(await guard.in(S).write(next(first, 'one'), first)).toBe('written');
    await expect(guard.in(P).write(next(first, 'other'), first)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
    });
    for (const end of ends) end();
    expect(await guard.in(P).write(next(first, 'other'), first)).toBe('changed');
  });
});

const slotOf = (sequence: number, by = AT): KeptSlot => ({
  ...{ sequence, isWell: true, by },
  plans: { shop: { primary: 'answers', standby: 'fails', region: 'unknown' } },
  heard: { [W]: { sequence: sequence - 1, sinceRoseSeconds: 2 } },
});
const sequencesOf = (slots: readonly KeptSlot[]): readonly number[] =>
  slots.map(({ sequence }) => sequence).sort((one, other) => one - other);

describe('slots in Guard', () => {
  it('come to every region as they were written, each observer its own', async () => {
    const guard = await guardIn();
    expect(await guard.in(S).putSlot(S, slotOf(1000))).toBe('written');
    await guard.in(W).putSlot(W, slotOf(7));
    expect(await guard.in(W).slots(S)).toEqual([slotOf(1000)]);
    expect(sequencesOf(await guard.in(S).slots(W))).toEqual([7]);
  });

  it('are a ring of 64, of which those after one are read alone', async () => {
    const guard = await guardIn();
    const store = guard.in(S);
    for (let sequence = 1000; sequence < 1070; sequence++) await store.putSlot(S, slotOf(sequence));
    const all = sequencesOf(await store.slots(S));
    expect([all.length, all[0], all.at(-1)]).toEqual([64, 1006, 1069]);
    expect(sequencesOf(await store.slots(S, 1067))).toEqual([1068, 1069]);
    expect(sequencesOf(await store.slots(S, 1069))).toEqual([]);
    expect(sequencesOf(await store.slots(S, 1050))).toEqual([1051, 1052, 1053, 1054, 1055, 1056, 1057, 1058]);
    // Behind the ring's end is its beginning.
    expect(sequencesOf(await store.slots(S, 1020))).toEqual([1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028]);
    expect(sequencesOf(await store.slots(S, 900))).toEqual([]);
  });

  it('stay the newer invocation’s, whichever writes last', async () => {
    const guard = await guardIn();
    const later = '2026-12-02T10:01:00.000Z';
    await guard.in(S).putSlot(S, slotOf(1000));
    expect(await guard.in(S).putSlot(S, slotOf(1000, later))).toBe('written');
    expect(await guard.in(S).putSlot(S, slotOf(1000))).toBe('newer');
    expect(await guard.in(S).putSlot(S, slotOf(1000, later))).toBe('written');
    expect((await guard.in(S).slots(S))[0]?.by).toBe(later);
    // A lap later the place is anybody's.
    expect(await guard.in(S).putSlot(S, slotOf(1064))).toBe('written');
  });

  it('say in a letter what each plan answered', () => {
    expect(slotItem(slotOf(1)).plans).toEqual({ S: '{"shop":"afu"}' });
    const item = { ...slotItem(slotOf(1)), plans: { S: '{"shop":"x","other":"faa"}' } };
    expect(slotIn(item).plans).toEqual({
      shop: { primary: 'unknown', standby: 'unknown', region: 'unknown' },
      other: { primary: 'fails', standby: 'answers', region: 'answers' },
    });
  });

  it('are beside what was told', async () => {
    const guard = await guardIn();
    expect(await guard.in(S).told(S)).toEqual({});
    await guard.in(S).putSlot(S, slotOf(1000));
    await guard.in(S).recordTold(S, { shop: { 'it fails': AT } });
    expect(await guard.in(W).told(S)).toEqual({ shop: { 'it fails': AT } });
    expect(await guard.in(W).slots(S)).toHaveLength(1);
  });

  it('are neither written nor read without a majority', async () => {
    const guard = await guardIn();
    for (const other of [P, W]) guard.outages.begin({ kind: 'partition', between: [S, other] });
    await expect(guard.in(S).putSlot(S, slotOf(1000))).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await expect(guard.in(S).slots(S)).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });
});

/** Claimants in three regions at once, whose calls are lost, late and cut off by chance. */
async function played(seed: number): Promise<void> {
  const random: RandomStream = randomStream(seed, 'guard');
  const guard = await guardIn(seed);
  await guard.in(P).write(first, undefined);
  const ways: readonly Way[] = ['well', 'well', 'well', 'well', 'refused', 'lost', 'late'];
  const claimants = REGIONS.map((region) => ({
    store: guard.in(region, () => random.pick(ways)),
    read: first as Claimed | undefined,
    own: undefined as Claimed | undefined,
  }));
  const believed = new Map<string, number>();
  const cuts: (() => void)[] = [];
  const turns = 30;
  for (let turn = 0; turn < turns; turn++) {
    const who = random.integer(0, 2);
    const claimant = claimants[who];
    if (!claimant) continue;
    if (random.chance(0.1))
      cuts.push(
        guard.outages.begin({
          kind: 'partition',
          between: random.pick([
            [P, S],
            [P, W],
            [S, W],
          ] as const),
        }),
      );
    if (random.chance(0.15)) cuts.pop()?.();
    if (random.chance(0.1)) await guard.comeLate();
    if (random.chance(0.5))
      claimant.read = (await claimant.store.read('shop').catch(() => undefined)) ?? claimant.read;
    const { read = first, own } = claimant;
    const decision =
      own && random.chance(0.6)
        ? decideMove(read, own, random.pick(['fenced', 'serving', 'done']), AT)
        : decideClaim(read, {
            claimId: `${who}-${turn}`,
            to: random.pick(['primary', 'standby']),
            epoch: read.epoch,
            generation: 'g',
            raisedAt: AT,
            at: AT,
          });
    if (decision.do !== 'write') continue;
    const outcome = await claimant.store.write(decision.item, read).catch(() => 'unknown' as const);
    if (outcome !== 'written') continue;
    claimant.own = decision.item;
    claimant.read = decision.item;
    const { epoch, claimId } = decision.item;
    for (const [known, of] of believed) if (of === epoch) expect(known).toBe(claimId);
    believed.set(claimId, epoch);
  }
  await guard.comeLate();
  guard.written.forEach((item, index) => {
    const before = guard.written[index - 1];
    if (!before) return;
    const isNewClaim = item.epoch === before.epoch + 1 && item.moving === 'fencing';
    // The side that is to serve goes on with a move of its own that came to no end.
    const goesOn =
      item.epoch === before.epoch + 1 && item.owner === before.owner && item.moving === before.moving;
    const isSameClaim = item.epoch === before.epoch && item.claimId === before.claimId;
    expect([isNewClaim, goesOn, isSameClaim]).toContain(true);
    if (item.moving === 'serving' && !goesOn) expect(before.moving).toBe('fenced');
  });
}

describe('any number of claimants over Guard', () => {
  const seeds = process.env.EKS_FLEET_THOROUGH ? 3000 : 100;
  it(`are one owner at a time, in ${seeds} seeds`, async () => {
    for (let seed = 1; seed <= seeds; seed++) await played(seed);
  }, 600_000);
});

describe('an answer about capacity', () => {
  it('is kept by its epoch, and never over one about a newer move', async () => {
    const guard = await guardIn();
    const answer = (epoch: number) => ({ epoch, at: AT, by: 'ann', reason: 'half will do' });
    expect(await guard.in(S).acceptance('shop')).toBeUndefined();
    expect(await guard.in(S).accept('shop', answer(5))).toBe('written');
    expect(await guard.in(W).accept('shop', answer(5))).toBe('written');
    expect(await guard.in(W).accept('shop', answer(4))).toBe('newer');
    expect(await guard.in(P).acceptance('shop')).toEqual(answer(5));
  });

  it('is told from the question, which is kept as well', async () => {
    const guard = await guardIn();
    const asked = { epoch: 5, at: AT, missing: ['2 of 5 nodes of web are ready'] };
    await guard.in(S).recordShortage('shop', asked);
    expect(await guard.in(W).shortage('shop')).toEqual(asked);
    expect(await guard.in(W).acceptance('shop')).toBeUndefined();
  });
});

describe('data that a planned move waits for', () => {
  it('is kept, and a word about it is none about capacity', async () => {
    const guard = await guardIn();
    const behind = { epoch: 5, at: AT, since: AT, why: 'its lag was 31 Seconds', isAsked: true };
    const answer = { epoch: 5, at: AT, by: 'ann', reason: 'carts are cheap' };
    await guard.in(S).recordBehind('shop', behind);
    expect(await guard.in(W).behind('shop')).toEqual(behind);
    expect(await guard.in(S).accept('shop', answer, 'data')).toBe('written');
    expect(await guard.in(W).acceptance('shop', 'data')).toEqual(answer);
    expect(await guard.in(W).acceptance('shop')).toBeUndefined();
  });
});

describe('a move that is taken back as its fence comes up', () => {
  const begun = async () => {
    const guard = await guardIn();
    await guard.in(P).write(first, undefined);
    const held = next(first, 'one');
    await guard.in(S).write(held, first);
    return { guard, held };
  };
  const fencedOf = (held: Claimed) => decideMove(held, held, 'fenced', AT) as { readonly item: Claimed };
  const takenBackOf = (held: Claimed) => decideCancel(held, cancel) as { readonly item: Claimed };

  it('is taken back where the person is first, and the fence finds that out', async () => {
    const { guard, held } = await begun();
    expect(await guard.in(W).write(takenBackOf(held).item, held)).toBe('written');
    expect(await guard.in(S).write(fencedOf(held).item, held)).toBe('changed');
    const now = await guard.in(S).read('shop');
    expect(now).toEqual(takenBackOf(held).item);
    expect(now && decideMove(now, held, 'fenced', AT)).toMatchObject({ do: 'refuse' });
  });

  it('is fenced where the fence is first, and the person finds that out', async () => {
    const { guard, held } = await begun();
    expect(await guard.in(S).write(fencedOf(held).item, held)).toBe('written');
    expect(await guard.in(W).write(takenBackOf(held).item, held)).toBe('changed');
    expect(decideCancel(await guard.in(W).read('shop'), cancel)).toMatchObject({ do: 'refuse' });
  });
});
