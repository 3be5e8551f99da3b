import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DynamoDbPauses } from '../../aws/dynamodb/pauses.ts';
import { MOST_PAUSES, type PauseRecord, UNREADABLE } from '../../domain/operation/pause.ts';
import { ANN, aPauseRecord } from '../domain/operation/a-pause.ts';
import { standInDynamoDb } from '../simulator/dynamodb/stand-in-dynamodb.ts';

const BOB = 'arn:aws:sts::111122223333:assumed-role/Operators/bob';
const lift = { liftedBy: BOB, liftedAt: '2026-11-24T10:00:00.000Z', why: 'it is over' };

interface Command {
  readonly input: object;
}

/** The pauses of a simulated DynamoDB; each call waits for the promise of `before` before it is carried out. */
async function pausesOf(before: (name: string) => Promise<unknown> = async () => undefined) {
  const { call, createThings } = standInDynamoDb();
  await createThings();
  const sent: string[] = [];
  const send = async (command: Command): Promise<unknown> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    await before(operation);
    sent.push(operation);
    try {
      return await call(operation as 'GetItem', command.input);
    } catch (error) {
      // As the SDK names it.
      throw Object.assign(error as Error, { name: (error as { readonly code: string }).code });
    }
  };
  const client = Object.assign(new DynamoDBClient({ region: 'us-east-1' }), { send });
  const pauses = new DynamoDbPauses(client as unknown as DynamoDBClient, 'things', async () => undefined);
  const item = async (scope: string) =>
    (
      await call('GetItem', {
        TableName: 'things',
        Key: { pk: { S: `pause#${scope}` } },
        ConsistentRead: true,
      })
    ).Item;
  const write = (Item: object) =>
    call('PutItem', { TableName: 'things', Item: { pk: { S: 'pause#fleet' }, ...Item } });
  return { pauses, item, write, sent };
}

describe('pauses in a table', () => {
  it('stack: the second takes nothing from the first, and each is lifted alone', async () => {
    const { pauses, item } = await pausesOf();
    const [ann, bob] = [
      aPauseRecord(),
      aPauseRecord({ id: 'p2', owner: BOB, reason: 'a freeze', from: 'bob@desk' }),
    ];
    for (const hold of [ann, bob]) expect(await pauses.put(hold)).toEqual({ outcome: 'Held' });
    expect(await pauses.list()).toEqual([ann, bob]);
    expect(await pauses.lift(bob, lift)).toBe(true);
    expect(await pauses.list()).toEqual([ann]);
    expect(await pauses.lift(ann, { ...lift, why: undefined })).toBe(true);
    expect(await pauses.list()).toEqual([]);
    expect(await item('fleet')).toBeUndefined();
  });

  it('keep since when one holds when its reason changes', async () => {
    const { pauses } = await pausesOf();
    await pauses.put(aPauseRecord());
    await pauses.put(aPauseRecord({ reason: 'an incident', at: '2026-11-24T23:00:00Z' }));
    expect(await pauses.list()).toEqual([aPauseRecord({ reason: 'an incident' })]);
  });

  it('are changed by one call after one look', async () => {
    const { pauses, sent } = await pausesOf();
    await pauses.put(aPauseRecord());
    await pauses.put(aPauseRecord({ id: 'p2' }));
    await pauses.put(aPauseRecord({ reason: 'another' }));
    await pauses.put(aPauseRecord({ reason: 'another' }));
    expect(sent).toEqual([...Array(3).fill(['GetItem', 'UpdateItem']), ['GetItem']].flat());
  });

  it('refuse an id of another owner, and more than are kept, and change nothing', async () => {
    const { pauses } = await pausesOf();
    for (let index = 1; index <= MOST_PAUSES; index++) await pauses.put(aPauseRecord({ id: `p${index}` }));
    const before = await pauses.list();
    for (const hold of [aPauseRecord({ owner: BOB }), aPauseRecord({ id: 'one-more' })]) {
      const reason = await pauses.refusal(hold);
      expect(await pauses.put(hold)).toEqual({ outcome: 'Refused', reason });
      expect(reason).toBeDefined();
    }
    expect(await pauses.list()).toEqual(before);
    expect(before).toHaveLength(MOST_PAUSES);
  });

  it('are lifted as they were seen: what is another by then stays', async () => {
    const { pauses } = await pausesOf();
    await pauses.put(aPauseRecord());
    await pauses.put(aPauseRecord({ reason: 'fire' }));
    expect(await pauses.lift(aPauseRecord(), lift)).toBe(false);
    expect(await pauses.list()).toEqual([aPauseRecord({ reason: 'fire' })]);
    expect(await pauses.lifted()).toEqual([]);
  });

  it('leave on record who lifted them, and why', async () => {
    const { pauses } = await pausesOf();
    for (const scope of ['fleet', 'arn:aws:eks:us-east-1:111122223333:cluster/web']) {
      await pauses.put(aPauseRecord({ scope }));
      await pauses.lift(aPauseRecord({ scope }), lift);
      expect(await pauses.lift(aPauseRecord({ scope }), lift)).toBe(false);
    }
    expect(await pauses.lifted()).toEqual([
      { ...aPauseRecord({ scope: 'arn:aws:eks:us-east-1:111122223333:cluster/web' }), ...lift },
      { ...aPauseRecord(), ...lift },
    ]);
  });

  it.each([
    ['is of a former release', { reason: { S: 'an incident' }, pausedBy: { S: 'ann@desk' } }],
    ['has nothing but its key', {}],
    ['has holds that are no map', { holds: { S: 'all' } }],
    ['has a hold under what is no id', { holds: { M: { 'a b': { M: { owner: { S: ANN } } } } } }],
    ['has a number that JavaScript does not', { holds: { M: {} }, until: { N: '12345678901234567890123' } }],
  ])('hold while an item cannot be read that %s, and can be lifted', async (_what, given) => {
    const { pauses, item, write } = await pausesOf();
    await write(given);
    const [unread, ...others] = await pauses.list();
    expect([unread?.id, others]).toEqual([UNREADABLE, []]);
    expect(await pauses.lift(unread as PauseRecord, lift)).toBe(true);
    expect(await item('fleet')).toBeUndefined();
    expect(await pauses.lifted()).toMatchObject([{ id: UNREADABLE, why: 'it is over' }]);
  });

  it('stand beside an item of a former release, and either is lifted alone', async () => {
    const { pauses, write } = await pausesOf();
    await write({ reason: { S: 'an incident' } });
    await pauses.put(aPauseRecord());
    const [unread] = await pauses.list();
    expect(unread?.id).toBe(UNREADABLE);
    expect(await pauses.lift(unread as PauseRecord, lift)).toBe(true);
    expect(await pauses.list()).toEqual([aPauseRecord()]);
  });
});

/*
 * Owners who lay and lift pauses at the same time, their calls in any order. A model knows which pauses each owner
 * has by its own calls; the calls of others must not change that.
 */
type Act = { readonly do: 'put' | 'lift'; readonly id: string; readonly reason: string };
const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom('put', 'put', 'lift'),
  id: fc.constantFrom('a', 'b'),
  reason: fc.constantFrom('audit', 'fire'),
});
const OWNERS = [ANN, BOB, 'arn:aws:iam::111122223333:user/eve'];

describe('owners who pause and resume at the same time', () => {
  it('each have what they laid and did not lift, and nothing of it is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 }),
        async (scheduler, ofOwners) => {
          const { pauses, item } = await pausesOf((name) => scheduler.schedule(Promise.resolve(), name));
          const model = new Map<string, PauseRecord>();
          const work = ofOwners.map(async (acts, index) => {
            const owner = OWNERS[index] as string;
            for (const { do: what, id: name, reason } of acts) {
              // Each owner has ids of its own. If two owners use one id, the first one wins, which the test below is
              // about.
              const hold = aPauseRecord({ id: `${name}${index}`, owner, reason });
              const there = model.get(hold.id);
              if (what === 'put') {
                expect(await pauses.put(hold)).toEqual({ outcome: 'Held' });
                model.set(hold.id, hold);
              } else {
                expect(await pauses.lift(there ?? hold, { ...lift, liftedBy: owner })).toBe(
                  there !== undefined,
                );
                model.delete(hold.id);
              }
            }
          });
          await scheduler.waitFor(Promise.all(work));
          const listed = pauses.list();
          await scheduler.waitFor(listed);
          const ids = (holds: Iterable<PauseRecord>) =>
            [...holds].sort((one, other) => one.id.localeCompare(other.id));
          expect(ids(await listed)).toEqual(ids(model.values()));
          if (model.size === 0) expect(await item('fleet')).toBeUndefined();
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  it('do not come to hold one id both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isThereBefore) => {
        const { pauses } = await pausesOf((name) => scheduler.schedule(Promise.resolve(), name));
        if (isThereBefore) await scheduler.waitFor(pauses.put(aPauseRecord({ id: 'before' })));
        const both = Promise.all([ANN, BOB].map((owner) => pauses.put(aPauseRecord({ owner }))));
        await scheduler.waitFor(both);
        expect((await both).map(({ outcome }) => outcome).sort()).toEqual(['Held', 'Refused']);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('lose nothing beside a pause of a former release that is lifted meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { pauses, write } = await pausesOf((name) => scheduler.schedule(Promise.resolve(), name));
        await write({ reason: { S: 'an incident' } });
        const listed = pauses.list();
        await scheduler.waitFor(listed);
        const [unread] = await listed;
        await scheduler.waitFor(
          Promise.all([pauses.put(aPauseRecord()), pauses.lift(unread as PauseRecord, lift)]),
        );
        const left = pauses.list();
        await scheduler.waitFor(left);
        expect(await left).toContainEqual(aPauseRecord());
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('do not write a reason into what another has laid meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { pauses } = await pausesOf((name) => scheduler.schedule(Promise.resolve(), name));
        await scheduler.waitFor(pauses.put(aPauseRecord()));
        const bobs = aPauseRecord({ owner: BOB, reason: 'a freeze' });
        const takesOver = async () => {
          if (await pauses.lift(aPauseRecord(), lift)) await pauses.put(bobs);
        };
        await scheduler.waitFor(Promise.all([pauses.put(aPauseRecord({ reason: 'fire' })), takesOver()]));
        const left = pauses.list();
        await scheduler.waitFor(left);
        expect([[aPauseRecord({ reason: 'fire' })], [bobs]]).toContainEqual(await left);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('never go over what is kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { pauses, item, write } = await pausesOf((name) => scheduler.schedule(Promise.resolve(), name));
        const hold = { M: { owner: { S: ANN }, reason: { S: 'x' }, at: { S: '2026-11-24T08:00:00Z' } } };
        const ids = Array.from({ length: MOST_PAUSES - 1 }, (_, index) => [`p${index}`, hold]);
        await write({ holds: { M: Object.fromEntries(ids) } });
        const all = Promise.all(['x', 'y', 'z'].map((id) => pauses.put(aPauseRecord({ id }))));
        await scheduler.waitFor(all);
        expect((await all).map(({ outcome }) => outcome).sort()).toEqual(['Held', 'Refused', 'Refused']);
        const found = await item('fleet');
        expect(Object.keys(found?.holds?.M ?? {})).toHaveLength(MOST_PAUSES);
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});
