import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account, apply, claimedTwice, document, region, rejected, unlockOf } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['apply-fleet', 'reconcile-schedules'];

/** A cluster without contents: only its schedules matter. */
const dev = document('dev', { addonsConfig: { disableDefaultAddons: true } }, { tags: { env: 'dev' } });

const nights = { name: 'nights', select: { env: 'dev' }, awake: 'MON-FRI 07:00-20:00', zone: 'UTC' };
const fleet = (sleep: readonly object[], name = 'retail') => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name },
  spec: { home: region, regions: [region], sleep },
});
const applyFleet = (...sleep: readonly object[]): Step => ({ applyFleet: fleet(sleep) });
const deleteFleet: Step = { deleteFleet: { name: 'retail', home: region } };

const schedules = (are: 'absent' | Readonly<Record<string, string>>): Step => ({
  expect: { schedules: { region, fleet: 'retail', are } },
});
const byNight = schedules({
  'dev.nights.sleep': 'cron(0 20 ? * MON-FRI *) UTC',
  'dev.nights.wake': 'cron(45 6 ? * MON-FRI *) UTC',
});
const ended = (outcome: 'Succeeded' | 'Failed', reason = ''): Step => ({
  expect: { operation: { kind: 'apply-fleet', outcome, reason } },
});
/** Regions are told, and reconcile by themselves. */
const reconciled: Step = { wait: 1800 };

export const applyFleetScenarios: readonly WorkflowScenario[] = [
  {
    name: 'a Fleet document',
    workflows,
    documents: [dev],
    before: [apply(dev)],
    request: [applyFleet(nights), reconciled],
    after: [byNight, ended('Succeeded')],
    newer: [applyFleet({ ...nights, awake: 'MON-FRI 08:00-20:00' })],
  },
  {
    name: 'a Fleet document that is taken away',
    workflows,
    documents: [dev],
    before: [apply(dev), applyFleet(nights), reconciled],
    request: [deleteFleet, reconciled],
    after: [schedules('absent'), ended('Succeeded')],
    // There is nothing to take away where the first has already done it.
    afterStop: [schedules('absent')],
    newer: [applyFleet(nights)],
  },
  {
    name: 'a Fleet document of no time zone',
    workflows,
    documents: [],
    request: [applyFleet({ ...nights, zone: 'Nowhere' })],
    after: [rejected('detail.fleet.spec.sleep[0].zone')],
  },
  {
    name: 'a Fleet document that cannot be kept',
    workflows,
    documents: [],
    request: [applyFleet(nights)],
    after: [ended('Failed', 'Rate exceeded')],
    faults: [
      claimedTwice('fleetAcceptRequest'),
      { kind: 'throttle', functionName: 'fleetStoreDocument', operation: 'GetItem', times: 1000 },
    ],
    newer: [{ applyFleet: fleet([nights], 'retail') }],
  },
  {
    name: 'a Fleet document that loses its lease',
    workflows,
    documents: [],
    request: [
      { applyFleet: fleet([nights]), followForSeconds: 8 },
      unlockOf(`arn:aws:eks-fleet:${region}:${account}:fleet/retail`),
      { wait: 300 },
    ],
    after: [ended('Failed', 'no longer owns retail')],
    // Nothing holds the second one up.
    afterStop: [],
    faults: [
      { kind: 'delay', functionName: 'fleetStoreDocument', operation: 'GetItem', delayMs: 15_000, times: 4 },
    ],
  },
  {
    name: 'schedules that cannot be made',
    workflows,
    documents: [dev],
    before: [apply(dev)],
    // It is tried again for the better part of an hour.
    request: [applyFleet(nights), { wait: 3600 }],
    after: [ended('Succeeded'), schedules({})],
    faults: [
      { kind: 'throttle', functionName: 'fleetReconcileCluster', operation: 'CreateSchedule', times: 1000 },
    ],
  },
  {
    name: 'a revision that never comes',
    workflows,
    documents: [],
    request: [
      {
        publish: {
          region,
          bus: 'fleet',
          entry: {
            source: 'eks-fleet',
            detailType: 'SchedulesReconciliationRequested',
            detail: {
              version: '1',
              requestId: 'never',
              requestedBy: 'a scenario',
              fleet: 'retail',
              revision: 99,
            },
          },
          starts: 0,
        },
      },
      reconciled,
    ],
    after: [schedules('absent')],
  },
];
