import { describe, expect, it } from '@jest/globals';
import { Outages } from '../../simulator/outages.ts';
import type { Caller } from '../../simulator/service.ts';
import { StallableKernel } from '../../simulator/stallable-kernel.ts';
import { World } from '../../simulator/world.ts';
import { standInKernel } from './stand-in-region.ts';

const SECOND = 1000;
const EAST = 'us-east-1';
const WEST = 'us-west-2';

describe('an outage', () => {
  it('of a service is of that one in that region', () => {
    const outages = new Outages(standInKernel().kernel);
    const end = outages.begin({ kind: 'service-down', region: WEST, service: 'eks' });
    const looks = () => [
      outages.isDown(WEST, 'eks'),
      outages.isDown(WEST, 'ec2'),
      outages.isDown(EAST, 'eks'),
      outages.reaches(EAST, WEST),
    ];
    expect(looks()).toEqual([true, false, false, true]);
    end();
    expect(looks()).toEqual([false, false, false, true]);
  });

  it('of a region is of all of its services, and nobody reaches it or is reached from it', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'region-down', region: WEST });
    expect([outages.isDown(WEST, 'eks'), outages.isDown(EAST, 'eks')]).toEqual([true, false]);
    const pairs = [
      [undefined, WEST],
      [EAST, WEST],
      [WEST, EAST],
      [WEST, WEST],
    ] as const;
    for (const [from, to] of pairs) expect([from, to, outages.reaches(from, to)]).toEqual([from, to, false]);
    expect(outages.reaches(undefined, EAST)).toBe(true);
  });

  it('between two regions leaves each to itself, to others and to people', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'partition', between: [EAST, WEST] });
    const pairs = [
      [EAST, WEST],
      [WEST, EAST],
      [WEST, WEST],
      [WEST, 'eu-west-1'],
      [undefined, WEST],
    ] as const;
    expect(pairs.map(([from, to]) => outages.reaches(from, to))).toEqual([false, false, true, true, true]);
  });

  it('that is one-way leaves the other way', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'partition', between: [EAST, WEST], oneWay: true });
    expect([outages.reaches(EAST, WEST), outages.reaches(WEST, EAST)]).toEqual([false, true]);
  });

  it('between a region and the internet is of people and checkers, and not of other regions', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'partition', between: ['internet', WEST] });
    expect([
      outages.reaches(undefined, WEST),
      outages.reaches(EAST, WEST),
      outages.reaches(undefined, EAST),
    ]).toEqual([false, true, true]);
  });

  it('of one service between two regions leaves the others', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'partition', between: [EAST, WEST], service: 'dynamodb' });
    expect([outages.reaches(EAST, WEST, 'dynamodb'), outages.reaches(EAST, WEST, 'events')]).toEqual([
      false,
      true,
    ]);
  });

  it('that loses a share of connections, or replies alone, loses these and no link', () => {
    const outages = new Outages(standInKernel().kernel);
    const end = outages.begin({ kind: 'partition', between: [EAST, WEST], share: 0.3 });
    const passages = Array.from({ length: 1000 }, () => outages.passage(EAST, WEST, 's3'));
    const lost = passages.filter((passage) => passage === 'lost').length;
    expect([lost > 250 && lost < 350, outages.reaches(EAST, WEST), outages.passingShare(EAST, WEST)]).toEqual(
      [true, true, 0.7],
    );
    end();
    outages.begin({ kind: 'partition', between: [EAST, WEST], loses: 'replies' });
    expect([outages.passage(EAST, WEST, 's3'), outages.passage(WEST, WEST, 's3')]).toEqual([
      'reply-lost',
      'passes',
    ]);
  });

  // IAM guide, "Resilience in AWS Identity and Access Management": the control plane is in US East (N. Virginia).
  it('of IAM is where its control plane is', () => {
    const outages = new Outages(standInKernel().kernel);
    outages.begin({ kind: 'region-down', region: EAST });
    expect([outages.isDown(WEST, 'iam'), outages.isDown(WEST, 'sts')]).toEqual([true, false]);
  });

  it('lasts as long as any one of several does', () => {
    const outages = new Outages(standInKernel().kernel);
    const ends = [1, 2].map(() => outages.begin({ kind: 'service-down', region: WEST, service: 'eks' }));
    ends[0]?.();
    ends[0]?.();
    expect(outages.isDown(WEST, 'eks')).toBe(true);
    ends[1]?.();
    expect(outages.isDown(WEST, 'eks')).toBe(false);
  });
});

describe('the timers of what is down', () => {
  function stalled() {
    const { kernel, settle } = standInKernel();
    const outages = new Outages(kernel);
    const own = new StallableKernel(kernel, outages, () => outages.isDown(WEST, 'states'));
    const ran: (readonly [string, number])[] = [];
    const start = kernel.now();
    const due = (seconds: number, what: string) =>
      own.after(seconds * SECOND, () => ran.push([what, (kernel.now() - start) / SECOND]));
    return { outages, settle, ran, due };
  }

  it('wait for its recovery, and then run in the order in which they were due', async () => {
    const { outages, settle, ran, due } = stalled();
    const end = outages.begin({ kind: 'region-down', region: WEST });
    due(20, 'second');
    due(10, 'first');
    due(90, 'later');
    await settle(60 * SECOND);
    expect(ran).toEqual([]);
    end();
    await settle();
    expect(ran).toEqual([
      ['first', 60],
      ['second', 60],
      ['later', 90],
    ]);
  });

  it('can still be called off', async () => {
    const { outages, settle, ran, due } = stalled();
    const end = outages.begin({ kind: 'region-down', region: WEST });
    const timer = due(10, 'never');
    await settle(20 * SECOND);
    timer.cancel();
    end();
    await settle();
    expect(ran).toEqual([]);
  });

  it('wait on where another outage has begun at the same moment', async () => {
    const { outages, settle, ran, due } = stalled();
    const end = outages.begin({ kind: 'region-down', region: WEST });
    due(10, 'first');
    await settle(20 * SECOND);
    const endOther = outages.begin({ kind: 'service-down', region: WEST, service: 'states' });
    end();
    await settle(10 * SECOND);
    expect(ran).toEqual([]);
    endOther();
    await settle();
    expect(ran).toEqual([['first', 30]]);
  });
});

describe('a world in which something is down', () => {
  const accountId = '111122223333';
  const administrator: Caller = { kind: 'administrator', arn: `arn:aws:iam::${accountId}:root`, accountId };
  const lambda = 'arn:aws:lambda:us-west-2:111122223333:function:none';

  function worldOf() {
    const { kernel, settle } = standInKernel();
    const world = new World({
      kernel,
      accountId,
      regionNames: [EAST, WEST],
      load: () => Promise.reject(new Error('no function here')),
    });
    const call = (service: string, operation: string, input = {}, region = WEST) =>
      world.region(region).call(service, operation, input, administrator);
    return { world, call, settle, kernel };
  }

  it('answers for a service that is down with an error of its own, and for others as ever', async () => {
    const { world, call } = worldOf();
    world.outages.begin({ kind: 'service-down', region: WEST, service: 'dynamodb' });
    await expect(call('dynamodb', 'ListTables')).rejects.toMatchObject({
      code: 'InternalServerError',
      statusCode: 500,
    });
    await expect(call('sqs', 'ListQueues')).resolves.toEqual({ QueueUrls: [] });
    await expect(call('dynamodb', 'ListTables', {}, EAST)).resolves.toEqual({ TableNames: [] });
  });

  // Lambda API reference, Invoke: "ServiceException: The Lambda service encountered an internal error" (500).
  it('refuses what services ask of one another', () => {
    const { world } = worldOf();
    world.outages.begin({ kind: 'service-down', region: WEST, service: 'lambda' });
    expect(() => world.region(WEST).lambda.invoke(lambda, {}, administrator)).toThrow(
      expect.objectContaining({ code: 'ServiceException', statusCode: 500 }),
    );
  });

  it('lets what was begun go on when the service is back', async () => {
    const { world, call, settle } = worldOf();
    const table = {
      TableName: 'things',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    };
    await call('dynamodb', 'CreateTable', table);
    const end = world.outages.begin({ kind: 'service-down', region: WEST, service: 'dynamodb' });
    await settle(3600 * SECOND);
    end();
    const status = async () =>
      (
        (await call('dynamodb', 'DescribeTable', { TableName: 'things' })) as {
          Table: { TableStatus: string };
        }
      ).Table.TableStatus;
    expect(await status()).toBe('CREATING');
    await settle(SECOND);
    expect(await status()).toBe('ACTIVE');
  });

  it('gives no events of services to a bus that is down, and all of them when it is back', async () => {
    const { world, settle, kernel } = worldOf();
    const { events } = world.region(WEST);
    const seen = () => kernel.trace.entries.filter(({ kind }) => kind === 'event').length;
    const event = { source: 'aws.states', 'detail-type': 'told', resources: [], detail: {} };
    const end = world.outages.begin({ kind: 'service-down', region: WEST, service: 'events' });
    world.region(WEST).events.publishServiceEvent(event);
    expect(() => world.region(WEST).events.receive('bus', { ...event } as never, administrator)).toThrow();
    await settle(600 * SECOND);
    expect(seen()).toBe(0);
    end();
    await settle(SECOND);
    expect(seen()).toBe(1);
    events.publishServiceEvent(event);
    expect(seen()).toBe(2);
  });
});
