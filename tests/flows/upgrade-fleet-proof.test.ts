import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { retailCluster } from './retail.ts';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const home = 'us-east-1';
const { run, simulate } = deployedFleet({ seed: 23, regions });
const DAY = 86_400;

const document = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home,
    regions,
    requireProof: true,
    upgrades: {
      target: '1.35',
      soak: '10m',
      waves: [
        { name: 'dev', select: { env: 'dev' }, bake: '1h' },
        { name: 'prod', select: { env: 'prod' }, bake: '1h' },
      ],
    },
  },
};
const begun: readonly Step[] = [
  { apply: [retailCluster('dev', 'us-west-2', 'dev'), retailCluster('shop', 'eu-west-1', 'prod')] },
  { applyFleet: document } as unknown as Step,
];
const start: Step = { upgradeFleet: { fleet: 'retail', home, request: { action: 'start' } } };
const upgrades = ({ operations }: SimulationReport) =>
  operations
    .filter(({ kind }) => kind === 'upgrade')
    .map(({ cluster: arn, outcome }) => `${arn.split('/').at(-1)} ${outcome}`);
const ALL = ['dev Succeeded', 'shop Succeeded'];
const idOf = ({ operations }: SimulationReport): string =>
  operations.find(({ kind }) => kind === 'upgrade-fleet')?.id ?? '';

let requests = 0;
/** A request for a cluster as somebody puts it who says that the fleet's upgrade asks for it. */
const raw = (region: string, id: string, more: object): Step => ({
  publish: {
    ...{ region, bus: 'fleet', starts: 1 },
    entry: {
      ...{ source: 'eks-fleet', detailType: 'ClusterUpgradeRequested' },
      detail: JSON.parse(
        JSON.stringify({
          version: '1',
          requestId: `raw-${requests++}`,
          requestedBy: `fleet upgrade ${id}`,
          parent: `${id}/1`,
          cluster: 'shop',
          action: 'upgrade',
          to: '1.35',
          soakMinutes: 10,
          waivers: [],
          health: { alarms: [] },
          ...more,
        }),
      ),
    },
  },
});
const refused = (region: string, id: string): Step => ({
  expect: { rejected: { region, reason: `knows of no fleet upgrade ${id} that asks for this` } },
});

describe('the upgrade of a fleet whose document requires proofs', () => {
  it('asks for its clusters by its record', async () => {
    const report = await simulate([...begun, start, { wait: DAY }]);
    expect(upgrades(report)).toEqual(ALL);
  });

  it('is begun by nobody who proves nothing', async () => {
    const detail = { version: '1', requestId: 'raw-start', fleet: 'retail', action: 'start' };
    const entry = { source: 'eks-fleet', detailType: 'FleetUpgradeRequested', detail };
    const report = await simulate([
      ...begun,
      { publish: { ...{ region: home, bus: 'fleet', starts: 1 }, entry } },
      { expect: { rejected: { region: home, reason: 'takes no unproven request' } } },
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual([]);
  });

  it('lends its name to nothing that it does not ask for', async () => {
    // The same seed and steps so far: the id is that of the upgrade below.
    const id = idOf(await run([...begun, { ...start, followForSeconds: 300 } as Step]));
    const requestId = `${id}/1/dev`;
    const report = await simulate([
      ...begun,
      { ...start, followForSeconds: 300 } as Step,
      // A cluster whose wave has not come, of an upgrade that is real.
      raw('eu-west-1', id, {}),
      { wait: 400 },
      refused('eu-west-1', id),
      // A cluster that is asked for, to another minor, and with another id.
      raw('us-west-2', id, { cluster: 'dev', to: '1.36' }),
      { wait: 400 },
      refused('us-west-2', id),
      raw('us-west-2', id, { cluster: 'dev', requestId }),
      { wait: 400 },
      // An upgrade that nobody has begun, and no upgrade at all.
      raw('eu-west-1', 'invented', {}),
      raw('eu-west-1', '', {}),
      raw('eu-west-1', `${id}#1`, {}),
      { wait: DAY },
      // After its end, and the way back.
      raw('us-west-2', id, {
        cluster: 'dev',
        action: 'rollBack',
        to: undefined,
        soakMinutes: undefined,
        health: undefined,
      }),
      raw('us-west-2', id, { cluster: 'dev' }),
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual(ALL);
    expect(report.clusters.map(({ version }) => version)).toEqual(['1.35', '1.35']);
  });

  it('asks for nothing while a person has paused it, whatever is put in its name', async () => {
    const paused: Step = {
      upgradeFleet: { fleet: 'retail', home, request: { action: 'pause', reason: 'wait' } },
    };
    const id = idOf(await run([...begun, { ...start, followForSeconds: 5 } as Step, paused]));
    const report = await run([
      ...begun,
      { ...start, followForSeconds: 5 } as Step,
      paused,
      raw('us-west-2', id, { cluster: 'dev' }),
      { wait: 400 },
      refused('us-west-2', id),
    ]);
    expect(report.invariants.violated).toEqual([]);
  });

  it('is told of no cluster by those who only say that they are part of it', async () => {
    // Nobody requires proofs here: the request alone would be taken.
    const { requireProof: _required, ...spec } = document.spec;
    const lax = [begun[0], { applyFleet: { ...document, spec } }] as unknown as readonly Step[];
    const id = idOf(await run([...lax, { ...start, followForSeconds: 300 } as Step]));
    const done = { cluster: 'shop', only: 'nodes', to: undefined, health: undefined };
    const report = await simulate([
      ...lax,
      { ...start, followForSeconds: 300 } as Step,
      raw('eu-west-1', id, done),
      raw('eu-west-1', id, {}),
      { wait: 400 },
      refused('eu-west-1', id),
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual(ALL);
  });
});
