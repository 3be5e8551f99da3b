import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, runCommand, startDev } from './running-dev.ts';
import { sessionOf, somebody } from './somebody.ts';

const [HERE, THERE] = ['us-east-1', 'us-west-2'] as const;
const ACCOUNT = '111122223333';
const arnOf = (name: string, region: string = HERE) => `arn:aws:eks:${region}:${ACCOUNT}:cluster/${name}`;
const leases = (region: string) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/eks-fleet-prod-leases`;
const BOB = `arn:aws:sts::${ACCOUNT}:assumed-role/bob/test`;

let dev: RunningDev;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pauses-'));
  dev = await startDev('--regions', `${HERE},${THERE}`, '--speed', '1000');
  const look = ['dynamodb:DescribeTable', 'eks:ListClusters', 'eks:DescribeCluster'];
  const items = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'].map((name) => `dynamodb:${name}`);
  await somebody(dev, HERE, 'bob', [...look, ...items]);
  await somebody(dev, HERE, 'partly', look, { more: [{ Action: items, Resource: leases(HERE) }] });
}, 60_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const { file, run } = commandLine(
  () => folder,
  () => dev,
);
/** Runs a command in a new session each time: sessions end, and time is quick here. */
const runAs = async (name: 'bob' | 'partly', ...args: readonly string[]) => {
  const environment = await sessionOf(dev, HERE, name);
  const { code, stdout, stderr } = await runCommand([...args, '--output', 'json'], environment);
  return { code, stderr, result: stdout === '' ? undefined : JSON.parse(stdout) };
};
const holding = async () =>
  ((await run('get', 'pauses')).result as { scope: string; region: string; id: string }[]).map(
    ({ scope, region, id }) => [id, region, scope].join(' '),
  );
const writeByHand = (Item: Record<string, { readonly S: string }>) => {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    dev.environment;
  const client = new DynamoDBClient({
    endpoint: dev.url,
    region: HERE,
    credentials: { accessKeyId, secretAccessKey },
  });
  return client.send(new PutItemCommand({ TableName: 'eks-fleet-prod-leases', Item }));
};

describe('pauses of two owners', () => {
  it('stack in every region, and neither is lifted by the other', async () => {
    const mine = await run('pause', '--reason', 'a freeze', '--id', 'freeze');
    expect([mine.code, mine.result]).toMatchObject([0, { id: 'freeze', outcome: 'paused', notHeld: [] }]);
    expect(mine.stderr).toContain(`pause freeze holds in ${HERE}, ${THERE}`);
    const his = await runAs('bob', 'pause', '--reason', 'an incident');
    const { id, owner } = his.result;
    expect([his.code, id, owner]).toEqual([0, expect.stringMatching(/^[a-z0-9]{6}$/), BOB]);
    expect(his.result.pauses).toHaveLength(4);

    const resumed = await runAs('bob', 'resume');
    expect([resumed.code, resumed.result.outcome]).toEqual([2, 'held']);
    expect(resumed.result.lifted.map((row: { id: string }) => row.id)).toEqual([id, id]);
    expect(resumed.result.pauses).toEqual(
      [HERE, THERE].map((region) =>
        expect.objectContaining({
          scope: 'fleet',
          region,
          id: 'freeze',
          reason: 'a freeze',
          since: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
          resume: 'eks-fleet resume --id freeze --of-others --reason "..."',
        }),
      ),
    );
    expect(resumed.stderr).toContain('not resumed: the pauses that are listed still hold');
    // He may lift, and put no events.
    expect(resumed.stderr).toContain(
      `operations in ${THERE} that waited go on within the hour: the bus took no event`,
    );
  }, 120_000);

  it('are one where the same owner gives the same id, and refused where another does', async () => {
    expect((await run('pause', '--reason', 'a longer freeze', '--id', 'freeze')).code).toBe(0);
    const refused = await runAs('bob', 'pause', '--reason', 'mine', '--id', 'freeze');
    expect([refused.code, refused.result]).toEqual([1, undefined]);
    expect(refused.stderr).toMatch(/nothing was paused: freeze is a pause of .*; give another id, or none/);
    expect(await holding()).toEqual([`freeze ${HERE} fleet`, `freeze ${THERE} fleet`]);
  }, 120_000);

  it('are lifted by another only on purpose, for a reason that is kept', async () => {
    const refused = await runAs('bob', 'resume', '--id', 'freeze');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('lift it by --of-others with a --reason'),
    ]);
    expect((await runAs('bob', 'resume', '--of-others', '--id', 'freeze')).code).toBe(1);
    expect((await runAs('bob', 'resume', '--of-others', '--reason', 'over')).code).toBe(1);
    expect(await holding()).toHaveLength(2);
    const lifted = await runAs('bob', 'resume', '--of-others', '--id', 'freeze', '--reason', 'she is away');
    expect([lifted.code, lifted.result]).toMatchObject([0, { outcome: 'resumed', pauses: [] }]);
    const { result } = await run('get', 'pauses', '--lifted');
    expect(result.slice(0, 1)).toMatchObject([
      { id: 'freeze', reason: 'a longer freeze', liftedBy: BOB, why: 'she is away' },
    ]);
  }, 120_000);
});

describe('a pause of some clusters', () => {
  it('is of one that is about to be made, too, and beside one of the fleet', async () => {
    const metadata = { name: 'shop', region: HERE, version: '1.35' };
    const document = { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig', metadata };
    expect((await runAs('bob', 'pause', '--reason', 'fire', '--id', 'fire')).code).toBe(0);
    expect((await run('apply', '-f', await file('shop.json', document))).code).toBe(0);
    while ((await run('get', 'clusters')).result.length === 0);
    const paused = await run('pause', '--select', 'name=shop', '--reason', 'audit', '--id', 'audit');
    expect([paused.code, paused.result.notHeld]).toEqual([0, []]);
    expect((await run('get', 'clusters', 'shop')).result).toMatchObject([
      { paused: 'fire (fire of the fleet); audit (audit)', holds: [{ id: 'fire' }, { id: 'audit' }] },
    ]);
  }, 120_000);

  it('is lifted, and the one of the fleet still holds them', async () => {
    const { code, result } = await run('resume', '--select', 'name=shop');
    expect([code, result.lifted]).toMatchObject([2, [{ id: 'audit', scope: arnOf('shop') }]]);
    expect(result.pauses.map(({ id, scope }: { id: string; scope: string }) => [id, scope])).toEqual([
      ['fire', 'fleet'],
      ['fire', 'fleet'],
    ]);
    expect((await runAs('bob', 'resume')).code).toBe(0);
  }, 120_000);

  it('is what somebody is told who waits for an operation, which goes on once it is lifted', async () => {
    const metadata = { name: 'late', region: HERE, version: '1.35' };
    const late = { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig', metadata };
    expect((await run('pause', '--reason', 'audit', '--id', 'late')).code).toBe(0);
    const applied = run('apply', '-f', await file('late.json', late), '--wait');
    await setTimeout(8000);
    const resumed = await run('resume', '--id', 'late');
    expect([resumed.code, resumed.stderr]).toEqual([0, expect.not.stringContaining('within the hour')]);
    const { code, stderr } = await applied;
    expect([code, stderr]).toEqual([0, expect.stringContaining('wait because changes are paused')]);
    expect(stderr).toContain('held up: changes to late are paused: audit (late of the fleet)');
  }, 120_000);

  it('can be lifted when its cluster is gone, and where nobody can read it', async () => {
    await writeByHand({ pk: { S: `pause#${arnOf('gone')}` }, reason: { S: 'of a former release' } });
    const shown = (await run('get', 'pauses')).result;
    expect(shown).toMatchObject([
      {
        id: 'unreadable',
        owner: 'unknown',
        resume: 'eks-fleet resume --id unreadable --select name=gone --of-others --reason "..."',
      },
    ]);
    expect((await run('resume')).code).toBe(2);
    const args = ['--id', 'unreadable', '--select', 'name=gone', '--of-others', '--reason', 'it is old'];
    expect(await run('resume', ...args)).toMatchObject({ code: 0, result: { outcome: 'resumed' } });
    expect((await run('resume', '--select', 'name=gone')).stderr).toContain('no cluster is selected');
  }, 120_000);
});

describe('a region that does not answer', () => {
  it('keeps no other from being held, and is named', async () => {
    const { code, result, stderr } = await runAs('partly', 'pause', '--reason', 'fire', '--id', 'fire');
    expect([code, result.outcome]).toEqual([1, 'incomplete']);
    expect(result.notHeld).toEqual([
      { region: THERE, reason: expect.stringContaining('did not answer whether it holds') },
    ]);
    expect(stderr).toContain(`pause fire holds in ${HERE}\n`);
    expect(stderr).toContain(`pause fire does not hold ${THERE}: `);
    expect(stderr).toContain('the same command with --id fire completes it');
    expect(await holding()).toEqual([`fire ${HERE} fleet`]);
    expect((await run('get', 'pauses')).stderr).toContain(
      `pause fire of the fleet holds ${HERE}, and not ${THERE}`,
    );
  }, 120_000);

  it('is no region that has been resumed, nor one where nothing holds', async () => {
    const { code, result } = await runAs('partly', 'resume');
    expect([code, result.outcome, result.lifted]).toMatchObject([1, 'incomplete', [{ id: 'fire' }]]);
    expect(result.unanswered).toMatchObject([{ region: THERE }]);
    const listed = await runAs('partly', 'get', 'pauses');
    expect([listed.code, listed.result]).toEqual([1, []]);
    expect(listed.stderr).toContain(`${THERE} did not answer what holds there: `);
  }, 120_000);
});
