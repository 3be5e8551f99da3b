import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { hoursFrom, momentsFrom, type Office } from '../../rehearsal/checkers/sleep/office-hours/calendar.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';

const root = join(import.meta.dirname, '../..');
const region = 'eu-central-1';
const zone = 'Europe/Berlin';

const office = (clusters: string, more: Partial<Office> = {}): Office => ({
  clusters,
  region,
  zone,
  days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
  open: '08:00',
  close: '18:00',
  closed: [],
  wakeBeforeMinutes: 15,
  asleepWithinMinutes: 30,
  lateMinutes: 0,
  ...more,
});

function firstHours(of: Office, from: string, count: number): readonly string[] {
  const hours: string[] = [];
  for (const { opensAt, closesAt } of hoursFrom(of, Date.parse(from))) {
    hours.push(`${new Date(opensAt).toISOString()} ${new Date(closesAt).toISOString()}`);
    if (hours.length === count) break;
  }
  return hours;
}

describe('the hours of an office', () => {
  it('follow the clocks of their zone through both changes', () => {
    expect(firstHours(office('a'), '2027-03-26T00:00:00Z', 2)).toEqual([
      '2027-03-26T07:00:00.000Z 2027-03-26T17:00:00.000Z',
      '2027-03-29T06:00:00.000Z 2027-03-29T16:00:00.000Z',
    ]);
    expect(firstHours(office('a', { zone: 'Australia/Sydney' }), '2027-04-01T12:00:00Z', 2)).toEqual([
      '2027-04-01T21:00:00.000Z 2027-04-02T07:00:00.000Z',
      '2027-04-04T22:00:00.000Z 2027-04-05T08:00:00.000Z',
    ]);
  });

  it('leave weekends and closed days out', () => {
    const hours = firstHours(office('a', { closed: ['2026-12-25'] }), '2026-12-24T20:00:00Z', 1);
    expect(hours).toEqual(['2026-12-28T07:00:00.000Z 2026-12-28T17:00:00.000Z']);
  });

  it('begin to be looked at when the first day ends, and go on through nights in between', () => {
    const moments = momentsFrom(office('a'), Date.parse('2026-11-23T12:00:00Z'));
    const first = Array.from({ length: 8 }, () => moments.next().value).map(
      (moment) => moment && `${new Date(moment.at).toISOString().slice(5, 16)} ${moment.is}`,
    );
    expect(first).toEqual([
      '11-23T17:00 sleeping',
      '11-23T17:30 asleep',
      '11-23T23:30 asleep',
      '11-24T05:30 asleep',
      '11-24T06:44 asleep',
      '11-24T06:45 waking',
      '11-24T07:00 awake',
      '11-24T12:00 awake',
    ]);
  });
});

const cluster = (name: string, tags: Readonly<Record<string, string>>) => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.34', tags },
    vpc: { nat: { gateway: 'Disable' } },
    addonsConfig: { disableDefaultAddons: true },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 2 }],
  },
});
const sleep = (name: string, awake: string) => ({ name, select: { office: name }, awake, zone });

/** One cluster is as its office wants it; for each of the others something is wrong. */
const steps: readonly Step[] = [
  {
    apply: [
      cluster('right', { office: 'right' }),
      cluster('early', { office: 'early' }),
      cluster('forgotten', {}),
      cluster('touched', { office: 'right' }),
    ],
  },
  {
    applyFleet: {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Fleet',
      metadata: { name: 'offices' },
      spec: {
        home: region,
        regions: [region],
        sleep: [sleep('right', 'MON-FRI 08:00-18:00'), sleep('early', 'MON-FRI 09:00-18:00')],
      },
    } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
  },
  {
    watch: { officeHours: ['right', 'early', 'forgotten', 'touched', 'nobody'].map((name) => office(name)) },
  },
  { waitUntil: '2026-11-23T22:00:00Z' },
  {
    administrator: {
      region,
      calls: [
        {
          service: 'eks',
          operation: 'UpdateNodegroupConfig',
          request: {
            clusterName: 'touched',
            nodegroupName: 'web',
            scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 2 },
          },
        },
      ],
    },
  },
  { waitUntil: '2026-11-24T14:00:00Z' },
];

describe('watching office hours', () => {
  let templates: Templates;
  let violated: readonly string[];
  let checked: readonly string[];

  beforeAll(async () => {
    templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
    const { invariants } = await runSimulation({
      ...BARE_FLEET,
      seed: 3,
      startAt: '2026-11-23T06:00:00Z',
      regions: [region],
      templates,
      root,
      settings: { quotas: { 'ec2/vpcs': 10, 'ec2/internet-gateways': 10 } },
      steps,
    });
    ({ violated, checked } = invariants);
  }, 120_000);

  const about = (name: string) => violated.filter((text) => text.includes(name));

  it('finds nothing wrong with a cluster that keeps them', () => {
    expect(about(`${region}/right`)).toEqual([]);
    expect(checked.join()).toMatch(/office hours of 4 clusters \(\d+ looks, /);
  });

  it('tells of a cluster whose document opens later than its office', () => {
    expect(about('early')).toEqual([
      expect.stringMatching(
        /early is not awake at 2026-11-24T07:00:00.000Z, and no fact says why: .*0 of 0-2/,
      ),
    ]);
  });

  it('tells of a cluster whose firings are missing', () => {
    expect(about('forgotten')).toEqual([
      expect.stringMatching(/forgotten is not asleep at 2026-11-23T17:30:00.000Z, and no fact says why/),
    ]);
  });

  it('tells of sizes that were changed once more', () => {
    expect(about('touched')[0]).toBe(
      `${region}/touched had the sizes of web changed twice between day and night`,
    );
  });

  it('tells of an office that has no clusters', () => {
    expect(about('nobody')).toEqual([`${region} has no cluster whose name begins with nobody`]);
  });
});
