import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, runCommand, startDev } from './running-dev.ts';
import { somebody } from './somebody.ts';

const REGION = 'us-east-1';
let dev: RunningDev;
let folder: string;

const { file, run } = commandLine(
  () => folder,
  () => dev,
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scaling-'));
  dev = await startDev('--regions', REGION, '--speed', '500', '--start-at', '2026-11-25T12:00:00Z');
  const shop = await file('shop.json', {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: REGION, version: '1.35', tags: { env: 'dev' } },
    addonsConfig: { disableDefaultAddons: true },
    addons: [{ name: 'vpc-cni' }],
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4 }],
  });
  expect((await run('apply', '-f', shop, '--wait')).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const operations = async (): Promise<readonly { readonly kind: string; readonly status: string }[]> =>
  (await run('get', 'operations', 'shop')).result;

describe('a request to scale that the workflow would refuse', () => {
  const mistakes: readonly (readonly [string, readonly string[], string, string])[] = [
    [
      'a cluster that the fleet does not have',
      ['scale', 'shpo', '--all', '--max', '5', '--region', REGION],
      'detail.cluster',
      'found shpo, allowed a cluster that the fleet has in us-east-1: eks-fleet get clusters',
    ],
    [
      'a group that there is not',
      ['scale', 'shop', '--group', 'wbe', '--max', '5'],
      'detail.groups[0].select.nodeGroups[0]',
      'found wbe, allowed web',
    ],
    [
      'a minimum above the maximum that there is',
      ['scale', 'shop', '--group', 'web', '--min', '5'],
      'detail.groups[0].minSize',
      'found 5 for node group web, allowed at most 4, its maxSize',
    ],
    [
      'a change that leads below nothing',
      ['scale', 'shop', '--all', '--min', '-2'],
      'detail.groups[0].minSize',
      'found -1 for node group web, allowed 0 or more',
    ],
    [
      'waking a cluster that is awake',
      ['wake', 'shop'],
      'detail.action',
      'shop is not hibernating: no sizes of before are known to wake it to; give its groups sizes by name instead',
    ],
    [
      'an end that is too near',
      ['hibernate', 'shop', '--until', '60s'],
      'detail.until',
      'allowed a time that is five minutes after',
    ],
  ];

  it.each(mistakes)(
    'is refused before it is sent: %s',
    async (_what, args, path, message) => {
      const { code, result } = await run(...args);
      expect([code, result.outcome]).toEqual([1, 'refused']);
      expect(result.refused).toEqual([
        expect.objectContaining({ region: REGION, path, message: expect.stringContaining(message) }),
      ]);
    },
    30_000,
  );

  it.each(['2027-02-30T00:00:00Z', '2026-12-01T20:00+01:00', '2026-12-01'])(
    'is no request at all where its end is no time with seconds and offset: %s',
    async (until) => {
      const { code, stderr } = await run('hibernate', 'shop', '--until', until);
      expect([code, stderr]).toEqual([
        1,
        `eks-fleet: --until says ${until}; give a time with its offset, such as 2026-12-01T20:00:00+01:00, or a duration such as 8h\n`,
      ]);
    },
    30_000,
  );

  it('is told a line a reason, and has asked for nothing', async () => {
    const { code, stdout } = await runCommand(
      ['scale', 'shop', '--group', 'wbe', '--max', '5'],
      dev.environment,
    );
    expect([code, stdout]).toEqual([
      1,
      'us-east-1/shop: detail.groups[0].select.nodeGroups[0]: found wbe, allowed web\n',
    ]);
    expect((await operations()).map(({ kind }) => kind)).toEqual(['create']);
  }, 30_000);

  it('is sent all the same by somebody who may not look, who is told so', async () => {
    const look = ['dynamodb:DescribeTable', 'eks:DescribeCluster', 'events:PutEvents'];
    const blind = await somebody(dev, REGION, 'blind', look);
    const args = ['scale', 'shop', '--group', 'wbe', '--max', '5', '--region', REGION];
    const { code, stdout, stderr } = await runCommand([...args, '--output', 'json'], blind);
    expect([code, JSON.parse(stdout).requests]).toEqual([
      0,
      [expect.objectContaining({ cluster: 'shop', workflow: 'scale-cluster' })],
    ]);
    expect(stderr).toContain('us-east-1/shop: not all of it could be looked at beforehand');
    expect(stderr).toContain('is not authorized to perform: dynamodb:GetItem');
    // Knows that the fleet has the cluster, and nothing of its groups.
    const partly = await somebody(dev, REGION, 'partly', [...look, 'dynamodb:GetItem', 'eks:*']);
    expect((await runCommand(args, partly)).stderr).toContain(
      'is not authorized to perform: autoscaling:DescribeAutoScalingGroups',
    );
    const level = await runCommand(['wake', 'shpo', '--region', REGION], partly);
    expect([level.code, level.stdout]).toEqual([1, expect.stringContaining('found shpo')]);
  }, 60_000);

  it('is one beside an operation that holds the cluster', async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
      dev.environment;
    const dynamoDb = new DynamoDBClient({
      endpoint: dev.url,
      region: REGION,
      credentials: { accessKeyId, secretAccessKey },
    });
    const arn = `arn:aws:eks:${REGION}:111122223333:cluster/shop`;
    const lease = (expression: string, values?: Parameters<typeof marshall>[0]) =>
      dynamoDb.send(
        new UpdateItemCommand({
          TableName: 'eks-fleet-prod-leases',
          Key: marshall({ pk: `lease#${arn}` }),
          UpdateExpression: expression,
          ...(values ? { ExpressionAttributeValues: marshall(values) } : {}),
        }),
      );
    const takenAt = '2026-11-25T11:00:00Z';
    const holder = { operationId: 'o1', kind: 'upgrade', executionArn: 'an execution', takenAt };
    await lease('SET holder = :holder', { ':holder': holder });
    const { code, result } = await run('hibernate', 'shop');
    await lease('REMOVE holder');
    expect([code, result.refused]).toEqual([
      1,
      [
        {
          cluster: 'shop',
          region: REGION,
          path: '',
          message: `shop is under operation o1 (upgrade) since ${takenAt}; apply again when it has ended`,
        },
      ],
    ]);
  }, 30_000);

  it('is left to the workflow where only the inside of the cluster tells', async () => {
    const jobs = await file('jobs.json', {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'jobs', region: REGION, version: '1.35' },
      addonsConfig: { disableDefaultAddons: true },
      fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
    });
    expect((await run('apply', '-f', jobs, '--wait')).code).toBe(0);
    // Karpenter may run on Fargate, and its pools be all that starts nodes.
    const { code, result } = await run('hibernate', 'jobs', '--wait');
    expect([code, result.requests]).toEqual([
      1,
      [expect.objectContaining({ outcome: 'Rejected', reason: expect.stringContaining('nothing to scale') })],
    ]);
    expect((await run('scale', 'jobs', '--all', '--max', '5')).result).toMatchObject({ outcome: 'refused' });
  }, 60_000);

  it('is none where changes are paused, and is told what it waits for', async () => {
    expect((await run('pause', '--id', 'audit-1', '--reason', 'audit')).code).toBe(0);
    const { code, stderr } = await run('scale', 'shop', '--all', '--max', '5');
    expect((await run('resume')).code).toBe(0);
    expect(code).toBe(0);
    while ((await operations()).some(({ status }) => status === 'Running')) await sleep(200);
    expect(stderr).toContain(
      'us-east-1/shop: changes to shop are paused: audit (audit-1 of the fleet); the operation will wait; `eks-fleet get pauses` says how each is lifted',
    );
  }, 30_000);

  it('is one of a cluster that is managed at too low a level', async () => {
    expect((await run('release', 'shop', '--wait')).code).toBe(0);
    expect((await run('adopt', 'shop', '--region', REGION, '--wait')).code).toBe(0);
    const { code, result } = await run('hibernate', 'shop');
    expect([code, result.refused]).toEqual([
      1,
      [
        expect.objectContaining({
          message: expect.stringContaining('is managed at level observe, and this needs scale'),
        }),
      ],
    ]);
  }, 60_000);
});

describe('the agenda', () => {
  it('says what firings will come to on the cluster as it is', async () => {
    const peak = {
      name: 'peak',
      select: { env: 'dev' },
      at: 'cron(0 11 * * ? *)',
      zone: 'UTC',
      nodeGroups: { web: { minSize: 3 } },
      for: '1h',
    };
    const path = await file('fleet.json', {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Fleet',
      metadata: { name: 'retail' },
      spec: { home: REGION, regions: [REGION], scale: [peak] },
    });
    expect((await run('adopt', 'shop', '--level', 'scale', '--wait')).code).toBe(0);
    expect((await run('apply', '-f', path, '--wait')).code).toBe(0);
    const agenda = async () => (await run('agenda', '--for', '24h')).result.items;
    expect(await agenda()).toEqual([
      expect.not.objectContaining({ skipped: expect.anything() }),
      expect.objectContaining({
        does: 'returns to the sizes from before',
        why: expect.stringMatching(/^the end of what schedule peak of fleet retail brings at .*T11:00:00Z$/),
      }),
    ]);
    expect((await run('hibernate', 'shop', '--wait')).code).toBe(0);
    expect(await agenda()).toEqual([
      expect.objectContaining({
        does: 'resizes web to minSize 3',
        skipped: 'shop is hibernating: sizes that hold for a time are for a cluster that is awake',
      }),
    ]);
    const sleepOn = async () => (await run('agenda')).result.sleepOn;
    expect(await sleepOn()).toEqual([
      expect.objectContaining({ cluster: 'shop', wake: `eks-fleet wake shop --region ${REGION}` }),
    ]);
    expect((await runCommand(['agenda'], dev.environment)).stdout).toMatch(
      /us-east-1\/shop sleeps since 2026-.*, and no schedule wakes it: eks-fleet wake shop/,
    );
    expect((await run('hibernate', 'shop', '--until', '20h', '--wait')).code).toBe(0);
    expect(await sleepOn()).toEqual([]);
  }, 90_000);
});

describe('what is on record', () => {
  it('says of a scaling what it was asked for, the newest first, and how many more there are', async () => {
    const { code, result, stderr } = await run('get', 'operations', 'shop', '--limit', '3');
    expect(code).toBe(0);
    expect(result).toEqual([
      expect.objectContaining({
        kind: 'scale',
        action: 'hibernate',
        status: 'Succeeded',
        report: expect.objectContaining({
          groups: [
            expect.objectContaining({
              name: 'web',
              after: expect.objectContaining({ desiredSize: 0 }),
              nodes: 'no nodes',
            }),
          ],
          missing: [],
        }),
      }),
      expect.objectContaining({ action: 'hibernate' }),
      expect.not.objectContaining({ action: expect.anything() }),
    ]);
    expect(stderr).toBe('there are more: --limit 6 shows older operations as well\n');
    expect((await run('get', 'operations', '--limit', '0')).stderr).toContain(
      'a whole number from 1 on is wanted',
    );
    const all = await run('get', 'operations', 'shop');
    expect(all.stderr).toBe('');
    expect(all.result.slice(0, 3)).toEqual(result);
    expect(all.result.length).toBeGreaterThan(3);
  }, 30_000);
});
