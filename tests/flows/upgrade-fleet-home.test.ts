import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { retailCluster } from './retail.ts';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const home = 'us-east-1';
const { simulate } = deployedFleet({ seed: 17, regions });
const HOUR = 3600;
const DAY = 86_400;

const document = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home,
    regions,
    upgrades: {
      target: '1.35',
      soak: '10m',
      waves: [
        { name: 'dev', select: { env: 'dev' }, bake: '2h' },
        { name: 'stage', select: { env: 'stage' }, bake: '2h' },
        { name: 'prod', select: { env: 'prod' }, bake: '2h' },
      ],
    },
  },
};
const asked = (request: object, at = home): Step =>
  ({ upgradeFleet: { fleet: 'retail', home: at, request } }) as Step;
const down = (forSeconds: number): Step => ({ fault: { kind: 'region-down', region: home, forSeconds } });
const begun: readonly Step[] = [
  {
    apply: [
      retailCluster('dev', 'eu-west-1', 'dev'),
      retailCluster('stage', 'us-west-2', 'stage'),
      retailCluster('prod', 'eu-west-1', 'prod'),
    ],
  },
  { applyFleet: document } as unknown as Step,
  asked({ action: 'start' }),
];
const upgrades = ({ operations }: SimulationReport) =>
  operations
    .filter(({ kind }) => kind === 'upgrade')
    .map(({ cluster: arn, outcome }) => `${arn.split('/').at(-1)} ${outcome}`);
const ALL = ['dev Succeeded', 'stage Succeeded', 'prod Succeeded'];

describe('a home that is lost', () => {
  it('goes on by itself once it is back, with nothing begun twice', async () => {
    const report = await simulate([...begun, { wait: HOUR }, down(2 * DAY), { wait: 4 * DAY }]);
    expect(upgrades(report)).toEqual(ALL);
  });

  it.each([1, 6 * HOUR, 10 * DAY])(
    'is taken over, and starts nothing when it is back after %i s',
    async (seconds) => {
      const takeOver = asked({ action: 'takeOver', reason: 'home is lost' }, 'us-west-2');
      const report = await simulate([
        ...begun,
        { wait: HOUR },
        down(HOUR + seconds),
        takeOver,
        { wait: 12 * DAY },
      ]);
      expect(upgrades(report)).toEqual(ALL);
      const asks = report.operations.filter(({ kind }) => kind === 'upgrade-fleet');
      expect(asks.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
      expect(asks[1]?.cluster).toContain(':us-west-2:');
    },
  );

  it('is not taken over while it answers', async () => {
    const takeOver = asked({ action: 'takeOver', reason: 'it seems lost' }, 'us-west-2');
    const report = await simulate([...begun, takeOver, { wait: DAY }]);
    const [, refused] = report.operations.filter(({ kind }) => kind === 'upgrade-fleet');
    expect(refused?.reason).toContain('us-east-1, the home of');
    expect(upgrades(report)).toEqual(ALL);
  });
});
