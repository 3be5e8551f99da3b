import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, runCommand, startDev } from './running-dev.ts';

let dev: RunningDev;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-'));
  dev = await startDev('--regions', 'us-east-1', '--speed', '3000');
}, 60_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const document = (over: object = {}, region = 'us-east-1') => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region, version: '1.35' },
  autoModeConfig: { enabled: true },
  ...over,
});

const { file, run } = commandLine(
  () => folder,
  () => dev,
);

describe('a fleet in the embedded AWS, by the command line alone', () => {
  it('plans a cluster without touching anything', async () => {
    const { code, result } = await run('apply', '-f', await file('shop.json', document()), '--dry-run');
    expect(code).toBe(0);
    expect(result?.plans).toEqual([
      expect.objectContaining({ cluster: 'shop', action: 'create', refused: [] }),
    ]);
    expect((await run('get', 'clusters')).result).toEqual([]);
    expect((await run('diff', '-f', join(folder, 'shop.json'))).code).toBe(2);
  }, 30_000);

  it('refuses a region in which the fleet is not, and publishes nothing', async () => {
    const elsewhere = await file('elsewhere.json', document({}, 'us-west-2'));
    const { code, result } = await run(
      'apply',
      '-f',
      elsewhere,
      join(folder, 'shop.json'),
      '--region',
      'us-east-1',
    );
    expect([code, result?.outcome]).toEqual([1, 'refused']);
    expect(result?.refused).toEqual([
      expect.objectContaining({ path: 'metadata.region', found: '"us-west-2"', allowed: 'us-east-1' }),
    ]);
    expect((await run('get', 'operations')).result).toEqual([]);
  }, 30_000);

  it('says of a region that the world does not have that there is none', async () => {
    const { code, stderr } = await runCommand(['get', 'clusters', '--region', 'eu-west-1'], dev.environment);
    expect([code, stderr]).toEqual([
      1,
      'eks-fleet: the simulated AWS has no region eu-west-1; name one of those that `eks-fleet dev` was started with\n',
    ]);
  }, 30_000);

  it('creates it, follows it to the end, and then nothing differs', async () => {
    const path = join(folder, 'shop.json');
    const applied = await run('apply', '-f', path, '--wait');
    expect(applied.stderr).toContain('us-east-1/shop');
    expect(applied.result?.requests).toEqual([
      expect.objectContaining({ cluster: 'shop', outcome: 'Succeeded' }),
    ]);
    expect(applied.code).toBe(0);
    expect((await run('diff', '-f', path)).code).toBe(0);
    expect((await run('get', 'clusters', 'shop')).result).toEqual([
      expect.objectContaining({
        status: 'ACTIVE',
        lastOperation: expect.objectContaining({ status: 'Succeeded' }),
      }),
    ]);
  }, 90_000);

  it('tells what differs once the document is another, and what cannot be changed', async () => {
    const cloudWatch = { clusterLogging: { enableTypes: ['audit'] } };
    const logged = await run('diff', '-f', await file('logged.json', document({ cloudWatch })));
    expect(logged.code).toBe(2);
    expect(logged.result).toMatchObject({
      clusters: [{ differences: [{ part: 'controlPlane', kind: 'update' }] }],
    });
    const other = await file(
      'other.json',
      document({ kubernetesNetworkConfig: { serviceIPv4CIDR: '10.50.0.0/16' } }),
    );
    const refused = await run('apply', '-f', other);
    expect([refused.code, refused.result?.outcome]).toEqual([1, 'refused']);
  }, 30_000);

  it('holds changes back and lets them go on', async () => {
    const paused = await run('pause', '--select', 'name=shop', '--reason', 'a test');
    const { id, pauses } = paused.result;
    expect(pauses).toEqual([expect.objectContaining({ id, region: 'us-east-1', reason: 'a test' })]);
    expect((await run('get', 'clusters')).result).toEqual([
      expect.objectContaining({ paused: `a test (${id})` }),
    ]);
    expect((await run('get', 'pauses')).result).toEqual(pauses);
    const held = run('hibernate', 'shop', '--wait');
    await sleep(6000);
    expect(await run('resume', '--select', 'name=shop')).toMatchObject({
      code: 0,
      result: { outcome: 'resumed', lifted: [{ id }], pauses: [] },
    });
    const { code, stderr } = await held;
    expect(stderr).toMatch(
      /held up: .*a test.*`eks-fleet get pauses` says by whom, and how each pause is lifted/,
    );
    expect(code).toBe(0);
    expect((await run('wake', 'shop', '--wait')).code).toBe(0);
  }, 60_000);

  it('forgets the cluster and takes it back, untouched', async () => {
    expect((await run('release', 'shop', '--wait')).code).toBe(0);
    expect((await run('get', 'clusters')).result).toEqual([expect.not.objectContaining({ level: 'all' })]);
    const adopted = await run('adopt', 'shop', '--region', 'us-east-1', '--level', 'all', '--wait');
    expect(adopted.result?.requests).toEqual([expect.objectContaining({ outcome: 'Succeeded' })]);
    expect((await run('get', 'clusters')).result).toEqual([
      expect.objectContaining({ level: 'all', status: 'ACTIVE' }),
    ]);
  }, 60_000);

  it('says no clearly', async () => {
    expect((await run('unlock', 'none')).stderr).toBe(
      'eks-fleet: there is no operation none; see `eks-fleet get operations`\n',
    );
    expect((await run('get', 'clusters', 'none')).code).toBe(1);
    expect((await run('delete', 'shop', '--confirm', 'shpo')).code).toBe(1);
    expect((await run('get', 'clusters', '--stage', 'test')).stderr).toContain(
      'no fleet of stage test is deployed',
    );
  }, 30_000);

  it('deletes the cluster, and then the fleet, with its table', async () => {
    const deleted = await run('delete', 'shop', '--confirm', 'shop', '--wait');
    expect(deleted.result?.requests).toEqual([expect.objectContaining({ outcome: 'Succeeded' })]);
    // One that stays, and by whose VPC's function the fleet came to it.
    const vpc = { clusterEndpoints: { publicAccess: false, privateAccess: true } };
    const metadata = { name: 'inner', region: 'us-east-1', version: '1.35' };
    expect(
      (await run('apply', '-f', await file('inner.json', document({ metadata, vpc })), '--wait')).code,
    ).toBe(0);
    const uninstalled = await run('uninstall', '--confirm', 'prod', '--delete-data');
    expect(uninstalled).toMatchObject({ code: 0, result: { kept: [expect.stringContaining('boundary')] } });
    expect(uninstalled.stderr).toContain('deleting eks-fleet-inner-forwarder-rule\n');
    expect(uninstalled.stderr).toContain('deleting eks-fleet-prod-forwarder-vpc-');
    expect((await run('get', 'clusters')).stderr).toContain('no fleet of stage prod is deployed');
  }, 120_000);
});
