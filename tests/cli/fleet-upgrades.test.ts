import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loseRegion } from './lost-region.ts';
import { commandLine, type RunningDev, runCommand, startDev } from './running-dev.ts';

const HOME = 'us-east-1';
const OTHER = 'us-west-2';
const REGIONS = [HOME, OTHER, 'eu-west-1'];
let dev: RunningDev;
let folder: string;
const { file, run } = commandLine(
  () => folder,
  () => dev,
);
const cluster = (name: string, region: string, env: string) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name, region, version: '1.34', tags: { env } },
  addonsConfig: { disableDefaultAddons: true },
});
const fleet = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: HOME,
    regions: REGIONS,
    upgrades: {
      target: '1.35',
      soak: '0m',
      waves: [
        { name: 'dev', select: { env: 'dev' }, bake: '1h', approve: 'sre' },
        { name: 'prod', select: { env: 'prod' }, bake: '1h' },
      ],
    },
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-upgrades-'));
  dev = await startDev('--regions', REGIONS.join(','), '--speed', '2000');
  const files = [
    await file('dev.json', cluster('web', OTHER, 'dev')),
    await file('prod.json', cluster('shop', HOME, 'prod')),
  ];
  expect((await run('apply', '-f', ...files, '--wait')).code).toBe(0);
  expect((await run('apply', '-f', await file('fleet.json', fleet), '--wait')).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const approvalOf = async (): Promise<string> => {
  for (let look = 0; look < 40; look++) {
    const [row] = (await run('get', 'upgrades')).result.fleets;
    if (row?.approval) return row.approval.id;
  }
  throw new Error('nothing waits for an approval');
};

describe('the upgrade of a fleet by the command line', () => {
  it('is foretold, with what each cluster would meet by now', async () => {
    const { code, result } = await run('upgrade', '--fleet', 'retail', '--dry-run');
    expect([code, result.outcome, result.to]).toEqual([0, 'planned', '1.35']);
    expect(result.now).toMatchObject({ looked: 2, of: 2, met: [] });
    const unfit = await run('upgrade', '--fleet', 'retail', '--to', '1.36', '--dry-run');
    expect(
      unfit.result.now.met.map(({ cluster, severity, found }: Record<string, string>) => [
        cluster,
        severity,
        found,
      ]),
    ).toEqual(
      [`${OTHER}/web`, `${HOME}/shop`].map((cluster) => [
        cluster,
        'blocker',
        expect.stringContaining('bring it to 1.35 first'),
      ]),
    );
  }, 60_000);

  it('is begun, waits for people of its role, and is on record with all that was asked of it', async () => {
    const begun = await run('upgrade', '--fleet', 'retail', '--reason', 'support ends', '--wait');
    expect([begun.code, begun.result[0].outcome]).toEqual([0, 'Succeeded']);
    const approval = await approvalOf();
    const agenda = (await run('agenda', '--for', '7d')).result;
    expect(agenda.waves.map(({ does }: Record<string, string>) => does)).toEqual([
      'wave dev to 1.35 begins',
      'wave dev has baked',
      'wave prod to 1.35 begins',
      'wave prod has baked',
      'the upgrade to 1.35 ends',
      'the approval of wave dev expires',
    ]);
    const own = await run('approve', approval, '--reason', 'I want it', '--wait');
    expect(own.result[0].reason).toContain('allowed people of sre');
    expect(own.code).toBe(1);
    const paused = await run('upgrade', '--fleet', 'retail', '--pause', '--reason', 'lunch', '--wait');
    expect(paused.result[0].outcome).toBe('Succeeded');
    const rows = (await run('audit', '--from', '2020-01-01', '--cluster', 'web')).result;
    expect(rows.map(({ what, why, outcome }: Record<string, string>) => [what, why, outcome])).toEqual([
      ['create', '', 'Succeeded'],
      ['upgrade-fleet start to 1.35', 'support ends', 'Succeeded'],
      ['upgrade-fleet approve wave dev', 'I want it', 'Rejected'],
      ['upgrade-fleet pause', 'lunch', 'Succeeded'],
    ]);
  }, 120_000);

  it('is taken over from a laptop that home does not answer: its next home decides whether it is lost', async () => {
    const way = await loseRegion(HOME, dev.url);
    const environment = { ...dev.environment, AWS_ENDPOINT_URL: way.url, AWS_REGION: HOME };
    const ask = (...args: readonly string[]) => runCommand([...args, '--output', 'json'], environment);
    const before = Date.now();
    const wish = ['upgrade', '--fleet', 'retail', '--take-over', OTHER, '--reason', 'home is lost'];
    const taken = await ask(...wish, '--wait');
    expect(Date.now() - before).toBeLessThan(60_000);
    expect(JSON.parse(taken.stdout)[0].reason).toContain(`${HOME}, the home of`);
    expect(taken.code).toBe(1);
    const shown = await ask('get', 'upgrades', '--region', OTHER);
    expect(JSON.parse(shown.stdout).fleets).toHaveLength(1);
    const silent = await ask('get', 'upgrades');
    expect(silent.stderr).toContain(`${HOME} does not answer`);
    expect(silent.stderr).toContain('name another region of the fleet by --region');
    await way.close();
  }, 120_000);
});
