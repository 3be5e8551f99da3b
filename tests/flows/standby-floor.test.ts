import { expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const [HOME, STANDBY, ACTIVE] = ['us-east-2', 'us-west-2', 'us-east-1'];
const regions = [HOME, STANDBY, ACTIVE];
type Json = Readonly<Record<string, unknown>>;

const cluster: Step = {
  apply: [
    {
      source: 'shop-west.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop-west', region: STANDBY, version: '1.34', tags: { role: 'standby' } },
        addonsConfig: { disableDefaultAddons: true },
        addons: [{ name: 'vpc-cni' }],
        managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 3, maxSize: 4 }],
      },
    },
  ],
};

const resize = (name: string, at: string, nodes: number): Json => ({
  name,
  select: { role: 'standby' },
  at: `at(${at})`,
  zone: 'UTC',
  nodeGroups: { web: { desiredCapacity: nodes } },
});
const fleet = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: HOME,
    regions,
    sleep: [{ name: 'nights', select: { role: 'standby' }, awake: 'SUN-SAT 07:00-20:00', zone: 'UTC' }],
    scale: [resize('fewer', '2026-11-24T14:00:00', 2), resize('too-few', '2026-11-24T16:00:00', 1)],
    failover: [
      {
        name: 'shop',
        from: { cluster: 'shop-east', region: ACTIVE, probe: 'https://east.shop.example.com/healthz' },
        to: {
          cluster: 'shop-west',
          region: STANDBY,
          probe: 'https://west.shop.example.com/healthz',
          floor: 2,
        },
        witness: HOME,
        rto: '5m',
        traffic: { records: ['shop.example.com'] },
      },
    ],
  },
};

const sizes = (web: string): Step => ({
  expect: { sizes: { cluster: 'shop-west', region: STANDBY, groups: { web } } },
});
const ended = (outcome: 'Succeeded' | 'Skipped', reason?: string): Step => ({
  expect: { operation: { kind: 'scale', outcome, ...(reason === undefined ? {} : { reason }) } },
});
const hours = (count: number): Step => ({ wait: count * 3600 });
const COUNTS = 'failover plan shop counts on 2';

const { simulate } = deployedFleet({ seed: 6, regions, startAt: '2026-11-24T12:00:00Z', keepCalls: true });

it('keeps a standby above its floor from schedules, which say so; a person may go below', async () => {
  const { calls = [] } = await simulate([
    cluster,
    { applyFleet: fleet },
    hours(2),
    ended('Succeeded'),
    sizes('2 of 1-4'),
    hours(2),
    ended('Skipped', `web would have 1 nodes, and ${COUNTS}`),
    sizes('2 of 1-4'),
    hours(4),
    ended('Skipped', `web would have 0 nodes, and ${COUNTS}`),
    sizes('2 of 1-4'),
    { scale: { cluster: 'shop-west', region: STANDBY, request: { action: 'hibernate' } } },
    ended('Succeeded'),
    sizes('0 of 0-4'),
  ]);
  const skipped = calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { DetailType: string; Detail: string }[])
    .filter(({ DetailType }) => DetailType === 'ScheduleSkipped')
    .map(({ Detail }) => JSON.parse(Detail) as Json);
  expect(skipped).toMatchObject([
    {
      action: 'resize',
      schedule: { fleet: 'retail', entry: 'too-few' },
      reason: expect.stringContaining(COUNTS),
    },
    { action: 'hibernate', schedule: { entry: 'nights' }, reason: expect.stringContaining(COUNTS) },
  ]);
}, 120_000);
