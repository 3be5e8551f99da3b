import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListScheduleGroupsCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, startDev } from './running-dev.ts';

const [HOME, OTHER] = ['us-east-2', 'us-east-1'];
let dev: RunningDev;
let folder: string;

const cluster = (name: string, region: string, env: string) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name, region, version: '1.35', tags: { env } },
  addonsConfig: { disableDefaultAddons: true },
  addons: [{ name: 'vpc-cni' }],
  managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4 }],
});
const SALE = {
  name: 'sale',
  select: { env: 'dev' },
  at: 'cron(0 6 ? * * *)',
  zone: 'America/New_York',
  nodeGroups: [{ select: { all: true }, minSize: 3 }],
};
const OFFICE = {
  name: 'office-hours',
  select: { env: 'dev' },
  awake: 'MON-FRI 07:00-20:00',
  zone: 'Europe/Berlin',
  holidays: ['2026-12-25'],
};
const fleet = (spec: object = {}) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: { home: HOME, regions: [HOME, OTHER], sleep: [OFFICE], scale: [SALE], ...spec },
});

const { file, run } = commandLine(
  () => folder,
  () => dev,
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleets-'));
  // Its time is not that of this machine: a Wednesday before Christmas.
  dev = await startDev(
    '--regions',
    `${HOME},${OTHER}`,
    '--speed',
    '1000',
    '--start-at',
    '2026-12-23T06:30:00Z',
  );
  const shop = await file('shop.json', cluster('shop', OTHER, 'dev'));
  expect((await run('apply', '-f', shop, '--wait')).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const NAMES = ['shop.office-hours.sleep', 'shop.office-hours.wake', 'shop.sale.scale'];

describe('a Fleet document, by the command line alone', () => {
  it('is planned with every schedule, where, for which cluster and when next, and changes nothing', async () => {
    const { code, result } = await run('apply', '-f', await file('fleet.json', fleet()), '--dry-run');
    expect(code).toBe(0);
    const [plan] = result.fleets;
    expect(plan).toMatchObject({ fleet: 'retail', action: 'create', unchanged: 0, selectsNothing: [] });
    expect(plan.schedules.map(({ name }: { name: string }) => name).sort()).toEqual(NAMES);
    expect(plan.schedules).toContainEqual({
      do: 'create',
      region: OTHER,
      cluster: 'shop',
      name: 'shop.sale.scale',
      expression: SALE.at,
      timeZone: SALE.zone,
      next: expect.objectContaining({ local: expect.stringMatching(/^2026-12-2\dT06:00-05:00$/) }),
    });
    expect((await run('get', 'fleets')).result).toEqual([]);
  }, 30_000);

  it('is kept, followed until its schedules are there, and differs no more', async () => {
    const { code, result } = await run('apply', '-f', join(folder, 'fleet.json'), '--wait');
    expect([code, result.requests]).toEqual([
      0,
      [expect.objectContaining({ fleet: 'retail', region: HOME, outcome: 'Succeeded' })],
    ]);
    expect((await run('get', 'fleets', 'retail')).result).toEqual([
      expect.objectContaining({ name: 'retail', revision: 1 }),
    ]);
    expect((await run('diff', '-f', join(folder, 'fleet.json'))).code).toBe(0);
  }, 60_000);

  it('shows the next five firings of each schedule, by its clocks and in UTC, and why one is skipped', async () => {
    const { result } = await run('get', 'schedules', 'shop');
    expect(result.map(({ name }: { name: string }) => name).sort()).toEqual(NAMES);
    const wake = result.find(({ name }: { name: string }) => name === 'shop.office-hours.wake');
    expect(wake.next).toHaveLength(5);
    expect(wake.next).toContainEqual({
      at: '2026-12-25T05:45:00Z',
      local: '2026-12-25T06:45+01:00',
      skipped: '2026-12-25 is a holiday of office-hours',
    });
    expect((await run('get', 'schedules', 'nothing')).stderr).toContain('there are no schedules of nothing');
  }, 30_000);

  it('tells what will happen, to which cluster and why, and what holds it up', async () => {
    expect((await run('pause', '--select', 'name=shop', '--id', 'audit-1', '--reason', 'audit')).code).toBe(
      0,
    );
    const { result } = await run('agenda', '--for', '48h');
    expect((await run('resume', '--select', 'name=shop')).code).toBe(0);
    expect(result.notFollowed).toEqual([]);
    expect(result.items).toContainEqual(
      expect.objectContaining({
        region: OTHER,
        cluster: 'shop',
        does: 'resizes all groups to minSize 3',
        why: 'schedule sale of fleet retail',
        skipped: 'changes to shop are paused: audit (audit-1)',
      }),
    );
  }, 30_000);

  it('tells what differs once the file is another, and changes only that', async () => {
    const changed = await file('changed.json', fleet({ scale: [{ ...SALE, at: 'cron(0 7 ? * * *)' }] }));
    const { code, result } = await run('diff', '-f', changed);
    expect([code, result.fleets[0].differences]).toEqual([
      2,
      [
        { part: 'document', kind: 'update', text: 'spec.scale[0].at is another' },
        expect.objectContaining({ part: 'shop.sale.scale', kind: 'update', region: OTHER }),
      ],
    ]);
    const planned = await run('apply', '-f', changed, '--dry-run');
    expect(planned.result.fleets[0]).toMatchObject({ action: 'change', revision: 1, unchanged: 2 });
  }, 30_000);

  it('is warned of where a selection is mistyped, and refused by nobody: clusters may come', async () => {
    const mistyped = fleet({ sleep: [{ ...OFFICE, select: { evn: 'dev' } }] });
    const path = await file('mistyped.json', mistyped);
    const reason = 'no cluster has a tag evn: they have env; did you mean env?';
    const planned = await run('apply', '-f', path, '--dry-run');
    expect([planned.code, planned.result.fleets[0].selectsNothing]).toEqual([
      0,
      [{ path: 'spec.sleep[0].select', reason }],
    ]);
    const told = `warning: spec.sleep[0].select selects no cluster, and makes no schedule until one comes: ${reason}`;
    expect((await run('diff', '-f', path)).result.fleets[0].notes).toContain(told);
  }, 30_000);

  it('is told which of its entries do nothing, because another goes first', async () => {
    const hours = { ...OFFICE, name: 'longer', awake: 'MON-FRI 06:00-22:00', priority: 1 };
    const path = await file('silenced.json', fleet({ sleep: [OFFICE, hours] }));
    const told = 'spec.sleep[0]: office-hours does nothing on shop in us-east-1, where longer has the higher';
    expect((await run('apply', '-f', path, '--dry-run')).result.fleets[0].silenced).toEqual([
      expect.objectContaining({ path: 'spec.sleep[0]', by: 'longer', clusters: ['shop in us-east-1'] }),
    ]);
    expect((await run('diff', '-f', path)).result.fleets[0].notes[0]).toContain(told);
  }, 30_000);

  it('is refused where clusters and schedules do not go together, before anything is asked for', async () => {
    const both = await file('both.json', fleet({ sleep: [OFFICE, { ...OFFICE, name: 'all', select: {} }] }));
    const { code, result } = await run('apply', '-f', both);
    expect([code, result.outcome]).toEqual([1, 'refused']);
    const other = await file('other.json', { ...fleet({ scale: [] }), metadata: { name: 'wholesale' } });
    const twice = await run('apply', '-f', join(folder, 'fleet.json'), other);
    expect(twice.result.refused[1].message).toBe(
      'office-hours selects shop in us-east-1, and so does office-hours of fleet retail',
    );
    // Alone, the first document would be right once the second is stored; but nobody knows which is stored first.
    const dropped = await file('dropped.json', fleet({ sleep: [], scale: [] }));
    const moved = await run('apply', '-f', dropped, other);
    expect(moved.result.refused).toEqual([
      expect.objectContaining({
        path: 'spec.sleep[0].select',
        message:
          'office-hours selects shop in us-east-1, and so does office-hours of fleet retail, as that is kept so far',
        alternative: 'apply the other document first, with --wait, and then this one',
      }),
    ]);
    const topic = await file('topic.json', fleet({ notify: [{ on: ['skipped'], sns: 'eks-nobody' }] }));
    expect((await run('apply', '-f', topic)).result.refused).toEqual([
      {
        document: expect.stringContaining('topic.json'),
        path: 'spec.notify[0].sns',
        found: '"eks-nobody"',
        allowed: 'a topic of the home region',
        message: 'there is no SNS topic eks-nobody in the home region',
        alternative: `create it: aws sns create-topic --name eks-nobody --region ${HOME}`,
      },
    ]);
    expect((await run('get', 'fleets')).result[0].revision).toBe(1);
    expect((await run('uninstall', '--confirm', 'prod', '--regions', OTHER)).stderr).toContain(
      `the fleet has clusters in ${OTHER}: shop`,
    );
  }, 30_000);

  it('says which clusters sleep by what it takes away, unless another entry wakes them', async () => {
    expect((await run('hibernate', 'shop', '--region', OTHER, '--wait')).code).toBe(0);
    const sleepless = await file('sleepless.json', fleet({ sleep: [] }));
    const asleep = [
      expect.objectContaining({ cluster: 'shop', wake: `eks-fleet wake shop --region ${OTHER}` }),
    ];
    expect((await run('apply', '-f', sleepless, '--dry-run')).result.fleets[0].asleep).toEqual(asleep);
    expect((await run('diff', '-f', sleepless)).result.fleets[0].notes[0]).toContain(
      'shop sleeps since 2026-',
    );
    const renamed = await file('renamed.json', fleet({ sleep: [{ ...OFFICE, name: 'hours' }] }));
    expect((await run('apply', '-f', renamed, '--dry-run')).result.fleets[0].asleep).toEqual([]);
    const { code, result, stderr } = await run('apply', '-f', sleepless, '--wait');
    expect([code, result.asleep]).toEqual([0, asleep]);
    expect(stderr.indexOf('shop sleeps since 2026-')).toBeLessThan(stderr.indexOf('requested as'));
    expect((await run('apply', '-f', join(folder, 'fleet.json'), '--wait')).code).toBe(0);
  }, 60_000);

  it('goes with its schedules in every region, none left over; its clusters stay', async () => {
    expect((await run('delete', 'fleet', 'retail', '--confirm', 'retial')).code).toBe(1);
    expect((await run('hibernate', 'shop', '--region', OTHER, '--wait')).code).toBe(0);
    const { code, result, stderr } = await run('delete', 'fleet', 'retail', '--confirm', 'retail', '--wait');
    expect([code, result.requests[0].outcome]).toEqual([0, 'Succeeded']);
    expect(result.asleep).toEqual([
      expect.objectContaining({ cluster: 'shop', wake: `eks-fleet wake shop --region ${OTHER}` }),
    ]);
    expect(stderr.indexOf('shop sleeps since 2026-')).toBeLessThan(stderr.indexOf('delete requested as'));
    expect(stderr).toContain('and no schedule wakes it: eks-fleet wake');
    expect((await run('get', 'fleets')).result).toEqual([]);
    expect((await run('get', 'schedules')).result).toEqual([]);
    expect((await run('agenda')).result.items).toEqual([]);
    expect((await run('get', 'clusters')).result).toHaveLength(1);
  }, 60_000);

  it('goes with an uninstall, which leaves no schedule, and nobody asleep', async () => {
    const asleep = await run('uninstall', '--confirm', 'prod');
    expect([asleep.code, asleep.stderr]).toEqual([
      1,
      expect.stringContaining(
        `nobody else knows what they wake to: ${OTHER}/shop; wake them first: eks-fleet wake shop --region ${OTHER}`,
      ),
    ]);
    expect((await run('wake', 'shop', '--region', OTHER, '--wait')).code).toBe(0);
    expect((await run('apply', '-f', join(folder, 'fleet.json'), '--wait')).code).toBe(0);
    const { code, stderr } = await run('uninstall', '--confirm', 'prod');
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`${OTHER}: deleting schedule group eks-fleet-prod-retail`),
    ]);
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
      dev.environment;
    const credentials = { accessKeyId, secretAccessKey };
    const scheduler = new SchedulerClient({ endpoint: dev.url, region: OTHER, credentials });
    const { ScheduleGroups } = await scheduler.send(new ListScheduleGroupsCommand({}));
    expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default']);
  }, 90_000);
});
