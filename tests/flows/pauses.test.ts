import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-east-2';
const HOUR = 3600;
const DAY = 24 * HOUR;
const { simulate } = deployedFleet({ seed: 12, regions: [region] });

const shop = {
  source: 'shop.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: 1, minSize: 0, maxSize: 5 }],
  },
};

const pause = (id = 'freeze'): Step => ({ pause: { region, id, owner: 'ann', reason: 'change freeze' } });
/** Lifts a pause in the table itself, so that nobody is told. */
const liftByHand = (id = 'freeze'): Step => ({ resume: { region, id } });
/** The event that `eks-fleet resume` puts once it has lifted a pause. */
const told = (as?: string): Step => ({
  publish: {
    region,
    bus: 'fleet',
    starts: 0,
    entry: {
      source: 'eks-fleet',
      detailType: 'PauseLifted',
      detail: { version: '1', pauses: [{ scope: 'fleet', id: 'freeze' }], liftedBy: 'ann' },
    },
    ...(as === undefined ? {} : { as }),
  },
});
const running = (kind: string): Step => ({ expect: { operation: { kind, outcome: 'Running' } } });
const ended = (kind: string, outcome: 'Succeeded' | 'Failed' = 'Succeeded', reason?: string): Step => ({
  expect: { operation: { kind, outcome, ...(reason === undefined ? {} : { reason }) } },
});
const clusterIs = (status: string): Step => ({ expect: { cluster: { name: 'shop', region, status } } });

/** The seconds that an operation took, without `seconds`. */
function secondsBeside(seconds: number, { operations }: SimulationReport, kind = 'create'): number {
  const { startedAt = '', endedAt = '' } = operations.find((one) => one.kind === kind) ?? {};
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 - seconds;
}

/** A creation that is paused from its beginning for so long, and then let go on. */
const paused = (seconds: number, ...lifted: readonly Step[]): Promise<SimulationReport> =>
  simulate([
    pause(),
    { apply: [shop], followForSeconds: HOUR },
    { expect: { untouched: true } },
    { wait: seconds - HOUR },
    running('create'),
    liftByHand(),
    ...lifted,
    { wait: 2 * HOUR },
    ended('create'),
    clusterIs('ACTIVE'),
    { historyBelow: { workflow: 'create-cluster', events: 1500 } },
  ]);
const unpaused = () => simulate([{ apply: [shop] }, ended('create')]);

describe('an operation that is paused', () => {
  it.each([
    ['30 hours, which is longer than its deadline', 30 * HOUR],
    ['100 hours', 100 * HOUR],
    ['60 days', 60 * DAY],
  ])(
    'for %s goes on within a minute of its end, with a short history',
    async (_for, seconds) => {
      const usual = secondsBeside(0, await unpaused());
      const took = secondsBeside(seconds, await paused(seconds, told()));
      expect(took).toBeGreaterThan(usual - 60);
      expect(took).toBeLessThan(usual + 60);
    },
    300_000,
  );

  it('goes on within the hour where nobody is told that the pause is over', async () => {
    const usual = secondsBeside(0, await unpaused());
    const took = secondsBeside(30 * HOUR, await paused(30 * HOUR));
    expect(took).toBeLessThan(usual + HOUR + 60);
  }, 120_000);

  it('costs nothing while it waits but the hourly sweep, which changes nothing', async () => {
    const transitions = async (hours: number) => (await paused(hours * HOUR, told())).stateTransitions;
    const perHour = ((await transitions(60)) - (await transitions(30))) / 30;
    expect(perHour).toBeLessThan(15);
  }, 120_000);

  it('goes on once where two are told of its end at once, and where another pause is laid meanwhile', async () => {
    await simulate([
      pause(),
      { apply: [shop], followForSeconds: HOUR },
      liftByHand(),
      pause('again'),
      told(),
      told(),
      { wait: 2 * HOUR },
      { expect: { untouched: true } },
      liftByHand('again'),
      told(),
      told(),
      { wait: HOUR },
      ended('create'),
      clusterIs('ACTIVE'),
    ]);
  }, 120_000);

  it('waits again where a pause is laid in the midst of it, phase by phase', async () => {
    const steps = [60, 240, 700, 900].flatMap((seconds, index): readonly Step[] => [
      { wait: seconds },
      pause(`p${index}`),
      { wait: 30 * HOUR },
      liftByHand(`p${index}`),
      told(),
    ]);
    await simulate([
      { apply: [shop], followForSeconds: 30 },
      ...steps,
      { wait: 2 * HOUR },
      ended('create'),
      clusterIs('ACTIVE'),
      { historyBelow: { workflow: 'create-cluster', events: 2500 } },
    ]);
  }, 120_000);

  it('that is stopped is reaped, and its wait is woken without harm', async () => {
    const stopped: PlannedFault = { kind: 'stop-execution', state: 'AwaitResumeOfFoundation' };
    await simulate(
      [
        pause(),
        { apply: [shop], followForSeconds: 3 * HOUR },
        ended('create', 'Failed', 'ABORTED'),
        liftByHand(),
        told(),
        { apply: [shop] },
        clusterIs('ACTIVE'),
      ],
      [stopped],
    );
  }, 120_000);

  it.each(['PutItem', 'TransactGetItems', 'SendTaskSuccess', 'Query', 'DeleteItem'])(
    'goes on through throttling of %s',
    async (operation) => {
      const faults: PlannedFault[] = [{ kind: 'throttle', operation, times: 8 }];
      await simulate(
        [
          pause(),
          { apply: [shop], followForSeconds: HOUR },
          { wait: 2 * DAY },
          liftByHand(),
          told(),
          { wait: 3 * HOUR },
          ended('create'),
        ],
        faults,
      );
    },
    120_000,
  );

  it('of a scaling plans by what is there once it goes on', async () => {
    await simulate([
      { apply: [shop] },
      pause(),
      {
        scale: {
          cluster: 'shop',
          region,
          request: { action: 'resize', groups: [{ select: { nodeGroups: ['web'] }, desiredCapacity: 3 }] },
        },
        followForSeconds: 30 * HOUR,
      },
      running('scale'),
      liftByHand(),
      told(),
      { wait: HOUR },
      ended('scale'),
      { historyBelow: { workflow: 'scale-cluster', events: 1500 } },
    ]);
  }, 120_000);

  it('gives way to a deletion, which waits as well, and both end', async () => {
    await simulate([
      { apply: [shop] },
      pause(),
      {
        scale: {
          cluster: 'shop',
          region,
          request: { action: 'resize', groups: [{ select: { nodeGroups: ['web'] }, desiredCapacity: 3 }] },
        },
        followForSeconds: HOUR,
      },
      { delete: { cluster: 'shop', region }, followForSeconds: 2 * HOUR },
      clusterIs('ACTIVE'),
      ended('scale', 'Failed', 'no longer owns shop'),
      running('delete'),
      { wait: 30 * HOUR },
      liftByHand(),
      told(),
      { wait: 2 * HOUR },
      ended('delete'),
      clusterIs('absent'),
    ]);
  }, 120_000);
});
