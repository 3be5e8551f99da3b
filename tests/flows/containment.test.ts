import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { EksWork, OperationReport, SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import { deployedFleet } from './deployed-fleet.ts';

const regions = ['us-west-2', 'us-east-1', 'eu-west-1', 'us-east-2'];
/** As many as an account has VPCs for in a region. */
const CLUSTERS = regions.flatMap((region) => [0, 1, 2, 3].map((at) => ({ name: `shop-${at}`, region })));
type Cluster = (typeof CLUSTERS)[number];

const document = ({ name, region }: Cluster) => ({
  source: `${region}-${name}.yaml`,
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: ['a', 'b'].map((group) => ({
      ...{ name: group, instanceTypes: ['m6i.large'], minSize: 1, desiredCapacity: 2, maxSize: 4 },
    })),
  },
});
const SOAK_MINUTES = 20;
const upgrade = ({ name, region }: Cluster): Step => ({
  upgrade: {
    ...{ cluster: name, region },
    request: { action: 'upgrade', to: '1.35', soakMinutes: SOAK_MINUTES, health: { alarms: [name] } },
  },
  followForSeconds: 1,
});
type Alarm = Extract<Step, { readonly alarm: unknown }>['alarm'];
const alarm = ({ name, region }: Cluster, more: Partial<Alarm> & Pick<Alarm, 'state'>): Step => ({
  alarm: { name, region, afterSeconds: 0, ...more },
});

/** An upgrade takes about so long with its soak, as long as nothing holds it up. */
const LONG_SECONDS = 4500;
/** Nothing of it takes a day, whatever holds it up. */
const whole: Step = { wait: 86_400 };

const { simulate } = deployedFleet({ seed: 1, regions, keepWork: true });

const upgradeOf = ({ operations }: SimulationReport, { name, region }: Cluster): OperationReport => {
  const found = operations.find(
    (one) =>
      one.kind === 'upgrade' && one.cluster.includes(`:${region}:`) && one.cluster.endsWith(`/${name}`),
  );
  if (!found) throw new Error(`${region}/${name} was not upgraded`);
  return found;
};
const OF_UPGRADES = /^eks\/(control-plane|addon|node-group-version)-update$/;
const startedBy = ({ work = [] }: SimulationReport, of: Cluster, from: string): readonly EksWork[] =>
  work.filter(
    (one) =>
      OF_UPGRADES.test(one.kind) &&
      one.cluster === of.name &&
      one.region === of.region &&
      one.startedAt >= from,
  );

/** Sixteen clusters are made and upgraded in half a minute, twice where it is thorough. */
const MINUTES = 4 * 60_000;

describe.each([1, 2, 3])('sixteen upgrades whose alarms begin at any time of theirs, draw %i', (seed) => {
  it(
    'start nothing of it a minute later, but for the way back',
    async () => {
      const random = randomStream(seed, 'containment');
      const begins = CLUSTERS.map(() => random.between(0, LONG_SECONDS));
      const report = await simulate([
        { apply: CLUSTERS.map(document) },
        ...CLUSTERS.map((of) => alarm(of, { state: 'OK' })),
        ...CLUSTERS.map((of, at) => alarm(of, { state: 'ALARM', afterSeconds: begins[at] ?? 0 })),
        ...CLUSTERS.map(upgrade),
        whole,
      ]);
      const outcomes: string[] = [];
      CLUSTERS.forEach((of, at) => {
        const { startedAt, outcome, upgrade: taken } = upgradeOf(report, of);
        outcomes.push(taken?.turnedBack ? 'back' : outcome);
        const late = startedBy(report, of, startedAt)
          .filter(
            (one) => (Date.parse(one.startedAt) - Date.parse(startedAt)) / 1000 > (begins[at] ?? 0) + 60,
          )
          .filter(
            ({ id, kind }) =>
              !(taken?.turnedBack && (id.includes('#VersionRollback') || kind === 'eks/addon-update')),
          );
        expect(late.map((one) => `${one.id} ${one.startedAt}`)).toEqual([]);
      });
      // It would say nothing if no alarm had begun in the soak, or none in the rollout.
      expect(outcomes).toContain('back');
      expect(outcomes).toContain('Failed');
    },
    MINUTES,
  );
});

/**
 * Times in which an alarm that is well goes for a while. With `of` minutes it has data that breaches in some of them, so
 * that one burst holds it in ALARM until the last of these has left its window, and is seen to have; others go for less.
 */
function spells(random: RandomStream, of: number): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let at = random.between(0, 900); at < 2 * LONG_SECONDS; ) {
    const seconds = of === 1 ? random.between(10, 290) : of * 60 + random.between(0, 50);
    found.push({ from: at, to: at + seconds });
    at += seconds + random.between(60, 1200);
  }
  return found;
}

describe('healthy upgrades whose alarms flap', () => {
  it(
    'come to their end, ninety-nine of a hundred',
    async () => {
      const ends: string[] = [];
      let held = 0;
      for (const draw of [1, 2, 3, 4, 5, 6, 7]) {
        const random = randomStream(draw, 'flapping');
        const windows = CLUSTERS.map(() => random.pick([1, 1, 5, 14]));
        const flapping = CLUSTERS.map((_, at) => spells(random, windows[at] ?? 1));
        const report = await simulate([
          { apply: CLUSTERS.map(document) },
          ...CLUSTERS.map((of, at) =>
            alarm(of, { state: 'OK', breaching: { minutes: 1, of: windows[at] ?? 1 } }),
          ),
          ...CLUSTERS.flatMap((of, at) =>
            (flapping[at] ?? []).flatMap(({ from, to }) => [
              alarm(of, { state: 'ALARM', afterSeconds: from }),
              alarm(of, { state: 'OK', afterSeconds: to }),
            ]),
          ),
          ...CLUSTERS.map(upgrade),
          whole,
        ]);
        CLUSTERS.forEach((of, at) => {
          const { startedAt, endedAt = '', outcome, reason, upgrade: taken } = upgradeOf(report, of);
          ends.push(taken?.turnedBack ?? (outcome === 'Succeeded' ? outcome : (reason ?? outcome)));
          const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
          if (flapping[at]?.some(({ from }) => from < seconds)) held++;
        });
      }
      expect(ends.length).toBeGreaterThanOrEqual(100);
      // Alarms that go only after the end would prove nothing.
      expect(held / ends.length).toBeGreaterThan(0.9);
      const others = ends.filter((end) => end !== 'Succeeded');
      expect(others.slice(Math.floor(ends.length / 100))).toEqual([]);
    },
    4 * MINUTES,
  );
});
