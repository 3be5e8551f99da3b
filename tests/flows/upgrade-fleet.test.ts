import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { publicImage } from '../../simulator/ec2/images/public-images.ts';
import { deployedFleet } from './deployed-fleet.ts';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const home = 'us-east-1';
const { simulate } = deployedFleet({ seed: 16, regions });

const cluster = (name: string, region: string, env: string) => ({
  source: `${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.34', tags: { env } },
    addonsConfig: { disableDefaultAddons: true },
    addons: [{ name: 'vpc-cni' }],
    managedNodeGroups: [{ name: 'a', instanceTypes: ['m6i.large'], desiredCapacity: 1 }],
  },
});
const CLUSTERS = [
  cluster('dev', 'us-east-1', 'dev'),
  cluster('east', 'us-east-1', 'prod'),
  cluster('west', 'us-west-2', 'prod'),
];
const document = (upgrades: object, more: object = {}) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: { home, regions, upgrades, ...more },
});
const waves = [
  { name: 'dev', select: { env: 'dev' }, bake: '1h' },
  { name: 'prod', select: { env: 'prod' }, bake: '1h', parallel: 2 },
];
const HOUR_IN_THE_MORNING = {
  days: 'MON-FRI',
  start: '06:00',
  lastStart: '06:30',
  end: '07:00',
  zone: 'UTC',
};
const DAY = 86_400;
const begun = (upgrades: object = { soak: '10m', target: '1.35', waves }): readonly Step[] => [
  { apply: CLUSTERS },
  { applyFleet: document(upgrades) } as unknown as Step,
  { upgradeFleet: { fleet: 'retail', home, request: { action: 'start' } } },
];
const versions = ({ clusters }: SimulationReport) =>
  Object.fromEntries(clusters.map(({ name, version }) => [name, version]));
/** Upgrades of clusters as they ended, in the order in which they began. */
const upgrades = ({ operations }: SimulationReport) =>
  operations
    .filter(({ kind }) => kind === 'upgrade')
    .map(({ cluster, outcome }) => `${cluster.split('/').at(-1)} ${outcome}`);

/** EKS's own answer to whether it takes releases that are no longer the newest: its sources conflict. */
const takesOldReleases = (takes: boolean): readonly Step[] =>
  regions.map((region) => ({ eksAnswers: { region, takesOldReleases: takes } }) as Step);

const WHEN_ALL_ARE_OUT = Date.parse('2026-12-20T00:00:00Z');
/** Releases of managed groups and images of self-managed ones in the order in which they were given, with their regions. */
const installed = ({ calls = [] }: SimulationReport) =>
  calls.flatMap(({ region, operation, input }) => {
    const { releaseVersion, LaunchTemplateData } = input as {
      readonly releaseVersion?: string;
      readonly LaunchTemplateData?: { readonly ImageId?: string };
    };
    if (operation === 'UpdateNodegroupVersion') return [`${region} ${releaseVersion}`];
    if (operation !== 'CreateLaunchTemplateVersion') return [];
    const image = publicImage(region, LaunchTemplateData?.ImageId ?? '', WHEN_ALL_ARE_OUT);
    return [`${region} ${image?.Name}`];
  });

describe('the upgrade of a fleet', () => {
  it('goes wave by wave, one of a region first, and ends', async () => {
    const report = await simulate([...begun(), { wait: DAY }]);
    const [first, ...others] = upgrades(report);
    expect(first).toBe('dev Succeeded');
    expect(others.sort()).toEqual(['east Succeeded', 'west Succeeded']);
    expect(versions(report)).toEqual({ dev: '1.35', east: '1.35', west: '1.35' });
  });

  describe.each([
    ['managed', '1.35.2-20261119', {}],
    [
      'self-managed',
      'amazon-eks-node-al2023-x86_64-standard-1.35-v20261119',
      { managedNodeGroups: [], nodeGroups: [{ name: 'own', instanceType: 'm6i.large', desiredCapacity: 1 }] },
    ],
  ])('gives later waves what the first one got, with %s nodes,', (_kind, release, nodes) => {
    const slow = waves.map((wave) => ({ ...wave, bake: '8d' }));
    let report: SimulationReport;

    beforeAll(async () => {
      const [, fleet, start] = begun({ soak: '10m', target: '1.35', waves: slow }) as readonly Step[];
      const documents = CLUSTERS.map((one) => ({ ...one, value: { ...one.value, ...nodes } }));
      const steps = [...takesOldReleases(true), { apply: documents }, fleet, start, { wait: 10 * DAY }];
      report = await simulate(steps as readonly Step[], [], { keepCalls: true });
    });

    it('whatever AWS has released meanwhile', () => {
      expect(upgrades(report).sort()).toEqual(['dev Succeeded', 'east Succeeded', 'west Succeeded']);
      expect(report.invariants.checked).toContain('all clusters of a fleet upgrade get the same versions');
    });

    it('each group, once, the release that was the newest when the upgrade began', () => {
      expect(installed(report).sort()).toEqual(
        ['us-east-1', 'us-east-1', 'us-west-2'].map((region) => `${region} ${release}`),
      );
    });
  });

  it('gives managed nodes no other release where EKS takes the newest alone', async () => {
    const slow = waves.map((wave) => ({ ...wave, bake: '8d' }));
    const [apply, fleet, start] = begun({ soak: '10m', target: '1.35', waves: slow }) as readonly Step[];
    const steps = [...takesOldReleases(false), apply, fleet, start, { wait: 10 * DAY }];
    const report = await simulate(steps as readonly Step[], [], { keepCalls: true });
    expect(upgrades(report).sort()).toEqual(['dev Succeeded', 'east Failed', 'west Failed']);
    expect(installed(report)).toEqual(['us-east-1 1.35.2-20261119']);
  });

  it.each([
    [{ changingAtOnce: 1 }, 1],
    [{}, 2],
  ])('has no more clusters under way than the limits of the document say: %j', async (limits, atOnce) => {
    const at = { soak: '10m', target: '1.35', waves };
    const [apply, , start] = begun() as readonly [Step, Step, Step];
    const fleet = { applyFleet: document(at, { limits }) } as unknown as Step;
    const report = await simulate([apply, fleet, start, { wait: DAY }]);
    expect(versions(report)).toEqual({ dev: '1.35', east: '1.35', west: '1.35' });
    const times = report.operations.filter(({ kind }) => kind === 'upgrade');
    const underWay = times.map(
      ({ startedAt }) =>
        times.filter((one) => one.startedAt <= startedAt && startedAt < (one.endedAt ?? '')).length,
    );
    expect(Math.max(...underWay)).toBe(atOnce);
  });

  it('stops at the first wave where a cluster of it fails', async () => {
    const fails: Step = { fault: { kind: 'update-fails', region: 'us-east-1' } };
    const [apply, fleet, start] = begun() as readonly [Step, Step, Step];
    const report = await simulate([apply, fleet, fails, start, { wait: DAY }]);
    expect(upgrades(report)).toEqual(['dev Failed']);
    expect(versions(report)).toMatchObject({ east: '1.34', west: '1.34' });
  });

  it('starts no second wave while an alarm of the first one goes', async () => {
    const watched = { soak: '10m', target: '1.35', waves, health: { alarms: ['{cluster}-slo'] } };
    const [apply, fleet, start] = begun(watched) as readonly [Step, Step, Step];
    const alarm = (name: string, region: string, state: string, afterSeconds = 0) =>
      ({ alarm: { name, region, state, afterSeconds } }) as unknown as Step;
    const report = await simulate([
      apply,
      fleet,
      alarm('dev-slo', 'us-east-1', 'OK'),
      alarm('east-slo', 'us-east-1', 'OK'),
      alarm('west-slo', 'us-west-2', 'OK'),
      start,
      { wait: 1200 },
      alarm('dev-slo', 'us-east-1', 'ALARM'),
      { wait: DAY },
    ]);
    expect(versions(report)).toMatchObject({ east: '1.34', west: '1.34' });
  });
});

describe('sites that the document names', () => {
  const site = (name: string, answers: number, afterSeconds = 0): Step =>
    ({ site: { url: `https://${name}.example.com/`, answers, afterSeconds } }) as Step;
  const probed = {
    soak: '10m',
    target: '1.35',
    waves,
    health: { probes: ['https://{cluster}.example.com/'] },
  };
  const sites = ['dev', 'east', 'west'].map((name) => site(name, 200));

  it('let the next wave begin while they answer', async () => {
    const [apply, fleet, start] = begun(probed) as readonly [Step, Step, Step];
    const report = await simulate([apply, fleet, ...sites, start, { wait: DAY }]);
    expect(versions(report)).toEqual({ dev: '1.35', east: '1.35', west: '1.35' });
  });

  it('keep it from beginning where one fails while the wave before bakes', async () => {
    const [apply, fleet, start] = begun(probed) as readonly [Step, Step, Step];
    const report = await simulate([
      apply,
      fleet,
      ...sites,
      start,
      { waitUntil: '2026-11-24T11:00:00Z' },
      { expect: { cluster: { name: 'dev', region: home, status: 'ACTIVE', version: '1.35' } } },
      site('dev', 503),
      { wait: DAY },
    ]);
    expect(versions(report)).toMatchObject({ east: '1.34', west: '1.34' });
  });

  it('are refused where they lead to no public site', async () => {
    const inside = { ...probed, health: { probes: ['https://{cluster}.internal/'] } };
    const report = await simulate(begun(inside));
    const [refused] = report.operations.filter(({ kind }) => kind === 'upgrade-fleet');
    expect(refused?.reason).toContain('found https://dev.internal/, allowed a public name');
  });
});

describe('a request about the upgrade of a fleet', () => {
  const outcome = ({ operations }: SimulationReport) =>
    operations
      .filter(({ kind }) => kind === 'upgrade-fleet')
      .map((one) => one.reason ?? one.outcome)
      .at(-1);
  const asked = (request: object, at = home): Step =>
    ({ upgradeFleet: { fleet: 'retail', home: at, request } }) as Step;

  it.each([
    [
      'a minor that EKS does not offer',
      { action: 'start', to: '1.99' },
      'found 1.99, which EKS does not offer',
    ],
    [
      'an upgrade that is not there',
      { action: 'resume', upgrade: 'x', reason: 'y' },
      'found x, allowed an upgrade',
    ],
  ])('is refused where it names %s', async (_, request, reason) => {
    const [apply, fleet] = begun() as readonly [Step, Step];
    expect(outcome(await simulate([apply, fleet, asked(request)]))).toContain(reason);
  });

  it.each([
    ['selects nothing', [{ select: { env: 'none' } }, ...waves], 'wave wave-1 selects no cluster'],
    ['takes a cluster twice', [...waves, { select: {} }], 'clusters that are in wave dev'],
    [
      'has a window that no cluster fits into',
      waves.map((wave) => ({ ...wave, window: HOUR_IN_THE_MORNING })),
      'spec.upgrades.waves[0].window: a cluster is predicted to take 3 h, and the window of wave dev has 1 h',
    ],
    ['leaves clusters out', waves.slice(0, 1), 'no wave selects us-east-1/east, us-west-2/west'],
  ])('is refused where a wave %s', async (_, all, reason) => {
    const report = await simulate(begun({ target: '1.35', waves: all }));
    expect(outcome(report)).toContain(reason);
    expect(upgrades(report)).toEqual([]);
  });

  it('is refused where the fleet is being upgraded already', async () => {
    const report = await simulate([...begun(), asked({ action: 'start' }), { wait: DAY }]);
    expect(outcome(report)).toContain('is being upgraded to 1.35 since');
    expect(upgrades(report)).toHaveLength(3);
  });
});
