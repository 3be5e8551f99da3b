import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, runCommand, startDev } from './running-dev.ts';
import { somebody } from './somebody.ts';

const REGION = 'us-east-1';
let dev: RunningDev;
let folder: string;
let shop: string;

const { file, run } = commandLine(
  () => folder,
  () => dev,
);
const fleet = (stops: readonly string[]) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: REGION,
    regions: [REGION],
    freezes: [{ from: '2026-11-20', to: '2026-12-27', zone: 'UTC', stops }],
  },
});
const REFUSED = {
  path: 'Fleet retail: spec.freezes[0].stops',
  text: (stop: string) =>
    `shop in us-east-1 is frozen: fleet retail stops ${stop} from 2026-11-20 to 2026-12-27 (UTC); ask again after 2026-12-27, or take ${stop} out of the stops of that freeze and apply the Fleet document`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'freezes-'));
  dev = await startDev('--regions', REGION, '--speed', '500', '--start-at', '2026-11-25T12:00:00Z');
  shop = await file('shop.json', {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: REGION, version: '1.35' },
    addonsConfig: { disableDefaultAddons: true },
    addons: [{ name: 'vpc-cni' }],
    managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4 }],
  });
  expect((await run('apply', '-f', shop, '--wait')).code).toBe(0);
  const frozen = await file('retail.json', fleet(['apply', 'scale', 'delete']));
  expect((await run('apply', '-f', frozen, '--wait')).code).toBe(0);
}, 120_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

const asked = async (): Promise<number> => (await run('get', 'operations')).result.length;

it('what a freeze would refuse is refused before it is asked for, by the same words', async () => {
  const before = await asked();
  const planned = await run('apply', '-f', shop, '--dry-run');
  expect([planned.code, planned.result.plans]).toEqual([
    1,
    [
      expect.objectContaining({
        action: 'refuse',
        refused: [{ part: 'freeze', kind: 'refuse', path: REFUSED.path, text: REFUSED.text('apply') }],
      }),
    ],
  ]);
  const applied = await run('apply', '-f', shop);
  expect([applied.code, JSON.stringify(applied.result)]).toEqual([
    1,
    expect.stringContaining(REFUSED.text('apply')),
  ]);
  for (const [stop, args] of [
    ['delete', ['delete', 'shop', '--confirm', 'shop']],
    ['scale', ['scale', 'shop', '--all', '--max', '5']],
    ['scale', ['hibernate', 'shop']],
  ] as const) {
    const { code, result } = await run(...args);
    expect([code, result.refused]).toEqual([
      1,
      [{ cluster: 'shop', region: REGION, path: REFUSED.path, message: REFUSED.text(stop) }],
    ]);
  }
  expect(await asked()).toBe(before);
}, 60_000);

it('who may not read Fleet documents is told, and the workflow refuses', async () => {
  const look = ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'eks:*', 'events:PutEvents'];
  const blind = await somebody(dev, REGION, 'blind', look);
  const args = ['delete', 'shop', '--confirm', 'shop', '--region', REGION, '--output', 'json'];
  const { code, stderr } = await runCommand(args, blind);
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('is not authorized to perform: dynamodb:Query'),
  ]);
}, 60_000);

it('is lifted by the Fleet document, which no freeze holds', async () => {
  const lifted = await file('lifted.json', fleet(['upgrade']));
  const { code, result } = await run('apply', '-f', lifted, '--wait');
  expect([code, result.requests]).toEqual([0, [expect.objectContaining({ outcome: 'Succeeded' })]]);
  expect((await run('apply', '-f', shop, '--dry-run')).code).toBe(0);
}, 60_000);
