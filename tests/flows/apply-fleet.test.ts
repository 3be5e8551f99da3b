import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const HOME = 'us-west-2';
const OTHER = 'us-east-1';
const regions = [HOME, OTHER];
const { simulate } = deployedFleet({ seed: 3, regions, keepCalls: true });

type Json = Readonly<Record<string, unknown>>;

const cluster = (name: string, region: string, tags: Json): Step => ({
  apply: [
    {
      source: `${name}.yaml`,
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name, region, version: '1.34', tags },
        addonsConfig: { disableDefaultAddons: true },
      },
    },
  ],
});

const OFFICE = {
  name: 'office-hours',
  select: { env: 'dev' },
  awake: 'MON-FRI 07:00-20:00',
  zone: 'Europe/Berlin',
};
const fleet = (spec: Json = {}) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: { home: HOME, regions, sleep: [OFFICE], ...spec },
});

let requests = 0;
const put = (detailType: string, detail: Json, more: Json = {}): Step =>
  ({
    publish: {
      region: HOME,
      bus: 'fleet',
      entry: {
        source: 'eks-fleet',
        detailType,
        detail: { version: '1', requestId: `test-${requests++}`, requestedBy: 'a test', ...detail },
      },
      starts: 1,
      ...more,
    },
  }) as Step;
const apply = (spec?: Json, more?: Json) => put('FleetRequested', { fleet: fleet(spec) }, more);
const refused = (spec: Json) => apply(spec, { starts: 1 });
const remove = (more?: Json) => put('FleetDeletionRequested', { name: 'retail' }, more);

const schedules = (region: string, are: 'absent' | Readonly<Record<string, string>>): Step => ({
  expect: { schedules: { region, fleet: 'retail', are } },
});
const ended = (outcome: 'Succeeded' | 'Failed' | 'Rejected', reason?: string): Step => ({
  expect: { operation: { kind: 'apply-fleet', outcome, ...(reason === undefined ? {} : { reason }) } },
});
const rejected = (reason: string): Step => ({ expect: { rejected: { region: HOME, reason } } });

const WAKE = 'cron(45 6 ? * MON-FRI *) Europe/Berlin';
const SLEEP = 'cron(0 20 ? * MON-FRI *) Europe/Berlin';
const ofCluster = (name: string) => ({
  [`${name}.office-hours.sleep`]: SLEEP,
  [`${name}.office-hours.wake`]: WAKE,
});

const factsOf = ({ calls = [] }: SimulationReport, type: string): readonly Json[] =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { DetailType: string; Detail: string }[])
    .filter(({ DetailType }) => DetailType === type)
    .map(({ Detail }) => JSON.parse(Detail) as Json);

describe('a Fleet document', () => {
  it('makes two schedules a cluster where the cluster is, changes and deletes them, and leaves none over', async () => {
    const report = await simulate([
      cluster('web', HOME, { env: 'dev' }),
      cluster('shop', OTHER, { env: 'dev' }),
      cluster('prod', OTHER, { env: 'prod' }),
      apply(),
      ended('Succeeded'),
      schedules(HOME, ofCluster('web')),
      schedules(OTHER, ofCluster('shop')),
      apply({ sleep: [{ ...OFFICE, awake: 'MON-FRI 08:00-20:00' }] }),
      schedules(OTHER, {
        ...ofCluster('shop'),
        'shop.office-hours.wake': 'cron(45 7 ? * MON-FRI *) Europe/Berlin',
      }),
      apply({ sleep: [{ ...OFFICE, select: { env: 'prod' } }] }),
      schedules(HOME, {}),
      schedules(OTHER, ofCluster('prod')),
      remove(),
      ended('Succeeded'),
      // Scheduler takes its time with a group.
      { wait: 1800 },
      schedules(HOME, 'absent'),
      schedules(OTHER, 'absent'),
    ]);
    const reconciled = (revision: number) =>
      factsOf(report, 'SchedulesReconciled').find(
        (fact) => fact.revision === revision && fact.region === OTHER,
      );
    expect(reconciled(1)).toMatchObject({ created: 2, changed: 0, deleted: 0, conflicts: [], failed: [] });
    expect(reconciled(2)).toMatchObject({ created: 0, changed: 1, deleted: 0 });
    expect(reconciled(3)).toMatchObject({ created: 2, changed: 0, deleted: 2 });
    expect(reconciled(4)).toMatchObject({ created: 0, changed: 0, deleted: 2 });
    expect(factsOf(report, 'FleetApplied').at(-1)).toMatchObject({ revision: 4, deleted: true });
  }, 60_000);

  it('follows clusters that come, go, and change their tags or levels', async () => {
    await simulate([
      apply(),
      schedules(HOME, {}),
      cluster('web', HOME, { env: 'dev' }),
      schedules(HOME, ofCluster('web')),
      cluster('web', HOME, { env: 'prod' }),
      schedules(HOME, {}),
      cluster('web', HOME, { env: 'dev' }),
      { adopt: { cluster: 'web', region: HOME, level: 'observe' } },
      schedules(HOME, {}),
      { adopt: { cluster: 'web', region: HOME, level: 'all' } },
      schedules(HOME, ofCluster('web')),
      { delete: { cluster: 'web', region: HOME } },
      schedules(HOME, {}),
    ]);
  }, 60_000);

  it('takes the schedules away from a region that it names no more', async () => {
    await simulate([
      cluster('shop', OTHER, { env: 'dev' }),
      apply(),
      schedules(OTHER, ofCluster('shop')),
      apply({ regions: [HOME] }),
      schedules(OTHER, 'absent'),
      schedules(HOME, {}),
      apply(),
      schedules(OTHER, ofCluster('shop')),
    ]);
  }, 60_000);

  it('takes away what a stopped workflow has left of a deleted document, when that is asked for again', async () => {
    await simulate([
      cluster('web', HOME, { env: 'dev' }),
      apply({ regions: [HOME] }),
      { fault: { kind: 'stop-execution', state: 'FindFleets' } },
      remove(),
      ended('Succeeded'),
      schedules(HOME, ofCluster('web')),
      remove(),
      ended('Succeeded'),
      { wait: 1800 },
      schedules(HOME, 'absent'),
    ]);
  }, 60_000);

  it('is refused by path for what is not there, before anything is changed', async () => {
    await simulate([
      refused({ regions: [HOME, 'eu-west-1'] }),
      rejected('"path":"detail.fleet.spec.regions[1]"'),
      refused({ home: OTHER }),
      rejected('"path":"detail.fleet.spec.home"'),
      refused({ notify: [{ on: ['failed'], sns: 'eks-nobody' }] }),
      rejected('there is no SNS topic eks-nobody'),
      refused({ sleep: [{ ...OFFICE, zone: 'Europe/Berlim' }] }),
      rejected('"path":"detail.fleet.spec.sleep[0].zone"'),
      cluster('web', HOME, { env: 'dev', team: 'shop' }),
      refused({ sleep: [OFFICE, { ...OFFICE, name: 'shop-hours', select: { team: 'shop' } }] }),
      rejected('office-hours and shop-hours both select web in us-west-2'),
      remove({ starts: 1 }),
      rejected('there is no Fleet document retail'),
      { ...apply({}, { region: OTHER, starts: 1 }) },
      { expect: { rejected: { region: OTHER, reason: 'put it on the bus there' } } },
      schedules(HOME, 'absent'),
    ]);
  }, 60_000);

  it('names both of two entries that come to meet on one cluster, and makes neither of them', async () => {
    const report = await simulate([
      apply({ sleep: [OFFICE, { ...OFFICE, name: 'shop-hours', select: { team: 'shop' } }] }),
      cluster('web', HOME, { env: 'dev', team: 'shop' }),
      schedules(HOME, {}),
      apply({ sleep: [OFFICE, { ...OFFICE, name: 'shop-hours', select: { team: 'shop' }, priority: 1 }] }),
      schedules(HOME, { 'web.shop-hours.sleep': SLEEP, 'web.shop-hours.wake': WAKE }),
    ]);
    expect(factsOf(report, 'SchedulesReconciled')[2]).toMatchObject({
      created: 0,
      conflicts: [{ cluster: 'web', reason: 'office-hours and shop-hours: both say when it is awake' }],
    });
  }, 60_000);

  it('makes no schedules of a cluster that another fleet comes to select, nor does that one, and each says so', async () => {
    const wholesale = {
      ...fleet({ sleep: [{ ...OFFICE, name: 'shop-hours', select: { team: 'shop' } }] }),
      metadata: { name: 'wholesale' },
    };
    const ofWholesale = (are: Readonly<Record<string, string>>): Step => ({
      expect: { schedules: { region: HOME, fleet: 'wholesale', are } },
    });
    const report = await simulate([
      cluster('web', HOME, { env: 'dev' }),
      apply(),
      put('FleetRequested', { fleet: wholesale }),
      schedules(HOME, ofCluster('web')),
      ofWholesale({}),
      cluster('web', HOME, { env: 'dev', team: 'shop' }),
      schedules(HOME, {}),
      ofWholesale({}),
      put('FleetRequested', { fleet: wholesale }),
      rejected('shop-hours selects web in us-west-2, and so does office-hours of fleet retail'),
      cluster('web', HOME, { team: 'shop' }),
      ofWholesale({ 'web.shop-hours.sleep': SLEEP, 'web.shop-hours.wake': WAKE }),
    ]);
    expect(factsOf(report, 'SchedulesReconciled')).toContainEqual(
      expect.objectContaining({
        fleet: 'retail',
        deleted: 2,
        conflicts: [
          {
            cluster: 'web',
            reason: 'office-hours and shop-hours of fleet wholesale: two fleets make its schedules',
          },
        ],
      }),
    );
  }, 60_000);

  it('is applied once where its event comes twice', async () => {
    const twice = apply();
    const again = { publish: { ...(twice as { publish: Json }).publish, starts: 1 } } as Step;
    const report = await simulate([twice, again]);
    expect(factsOf(report, 'FleetApplied')).toHaveLength(1);
  }, 60_000);
});
