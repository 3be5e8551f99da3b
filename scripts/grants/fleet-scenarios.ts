import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account, region } from '../workflow-scenarios/by-hand.ts';
import { scheduled } from './documents.ts';
import type { GrantScenario } from './grant-scenario.ts';

const DAY = 86_400;
const apply: Step = { apply: [scheduled] };
/** The fleet's home, which is another region than its clusters'. */
const HOME = 'us-east-2';
const fleet = (awake: string, env = 'dev'): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: {
      home: HOME,
      regions: [HOME, region],
      sleep: [{ name: 'hours', select: { env }, awake, zone: 'UTC', wakeBefore: '15m' }],
      notify: [{ on: ['failed', 'skipped'], sns: 'eks-ops' }],
    },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});
const topic = (operation: 'CreateTopic' | 'DeleteTopic'): Step => ({
  administrator: {
    region: HOME,
    calls: [
      {
        service: 'sns',
        operation,
        request:
          operation === 'CreateTopic'
            ? { Name: 'eks-ops' }
            : { TopicArn: `arn:aws:sns:${HOME}:${account}:eks-ops` },
      },
    ],
  },
});
const nobody: Step = { forget: { cluster: 'nobody', region } };
const reconciled: Step = { wait: 1800 };

const waves = (more: object = {}): Step => ({
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: {
      home: HOME,
      regions: [HOME, region],
      upgrades: {
        target: '1.35',
        soak: '0m',
        health: { alarms: ['{cluster}-slo'] },
        waves: [{ select: {}, bake: '10m', failures: 1, ...more }],
      },
    },
  } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
});
const wish = (request: Extract<Step, { upgradeFleet: unknown }>['upgradeFleet']['request']): Step => ({
  upgradeFleet: { fleet: 'retail', home: HOME, request },
});

const raw = (at: string, detailType: string, detail: object): Step => ({
  publish: {
    ...{ region: at, bus: 'fleet', starts: 1 },
    entry: {
      ...{ source: 'eks-fleet', detailType },
      detail: JSON.parse(JSON.stringify({ version: '1', requestId: `raw-${detailType}`, ...detail })),
    },
  },
});

/** Scenarios of Fleet documents, their schedules and their topics. */
export const fleetScenarios: readonly GrantScenario[] = [
  {
    name: 'requests that nobody has signed, for which documents are asked',
    documents: [scheduled],
    steps: [
      apply,
      raw(region, 'ClusterAdoptionRequested', { cluster: 'scheduled', level: 'all' }),
      raw(region, 'ClusterReleaseRequested', { cluster: 'scheduled' }),
      raw(HOME, 'FleetUpgradeRequested', { fleet: 'retail', action: 'pause', reason: 'grants' }),
    ],
  },
  {
    name: 'the upgrade of a fleet that nobody approves, asked for once more',
    documents: [scheduled],
    steps: [
      apply,
      waves({ approve: 'sre' }),
      { alarm: { name: 'scheduled-slo', region, state: 'OK', afterSeconds: 0 } },
      { ...wish({ action: 'start' }), followForSeconds: 60 },
      // The schedule of the first approval's end is still there.
      wish({ action: 'pause', reason: 'a look at it' }),
      wish({ action: 'resume', reason: 'it is well' }),
      { wait: 600 },
    ],
  },
  {
    name: 'the upgrade of a fleet',
    documents: [scheduled],
    steps: [
      apply,
      waves(),
      { alarm: { name: 'scheduled-slo', region, state: 'OK', afterSeconds: 0 } },
      { ...wish({ action: 'start' }), followForSeconds: 60 },
      // The schedule of the first look is still there.
      wish({ action: 'pause', reason: 'a look at it' }),
      wish({ action: 'resume', reason: 'it is well' }),
      { wait: 12 * 3600 },
    ],
  },
  {
    name: 'a topic that is told, and one that is gone',
    documents: [],
    steps: [
      topic('CreateTopic'),
      fleet('MON-FRI 07:00-20:00'),
      nobody,
      { wait: 120 },
      topic('DeleteTopic'),
      nobody,
      { wait: 7200 },
    ],
  },
  {
    name: 'schedules of a Fleet document',
    documents: [scheduled],
    steps: [
      topic('CreateTopic'),
      apply,
      fleet('MON-FRI 07:00-10:00'),
      reconciled,
      { wait: DAY },
      fleet('MON-FRI 07:00-11:00'),
      reconciled,
      fleet('MON-FRI 07:00-11:00', 'prod'),
      reconciled,
      { deleteFleet: { name: 'retail', home: HOME } },
      reconciled,
    ],
  },
  {
    name: 'a schedule of a cluster that the fleet has not',
    documents: [scheduled],
    steps: [
      topic('CreateTopic'),
      apply,
      fleet('MON-FRI 07:00-20:00'),
      reconciled,
      {
        administrator: {
          region,
          calls: [
            {
              service: 'scheduler',
              operation: 'CreateSchedule',
              request: {
                GroupName: 'eks-fleet-prod-retail',
                Name: 'gone.hours.wake',
                ScheduleExpression: 'cron(0 7 ? * MON-FRI *)',
                FlexibleTimeWindow: { Mode: 'OFF' },
                Target: {
                  Arn: `arn:aws:events:${region}:${account}:event-bus/eks-fleet-prod`,
                  RoleArn: `arn:aws:iam::${account}:role/eks-fleet/eks-fleet-prod-schedules`,
                  EventBridgeParameters: { Source: 'eks-fleet', DetailType: 'ClusterScaleRequested' },
                  Input: JSON.stringify({ cluster: 'gone' }),
                },
              },
            },
          ],
        },
      },
      fleet('MON-FRI 07:00-19:00'),
      reconciled,
    ],
  },
  {
    name: 'a revision that never comes',
    documents: [],
    steps: [
      {
        publish: {
          region,
          bus: 'fleet',
          entry: {
            source: 'eks-fleet',
            detailType: 'SchedulesReconciliationRequested',
            detail: { version: '1', requestId: 'never', requestedBy: 'grants', fleet: 'retail', revision: 9 },
          },
          starts: 0,
        },
      },
      reconciled,
    ],
  },
  {
    name: 'a return that cannot be put on its bus',
    documents: [scheduled],
    steps: [
      apply,
      {
        scale: {
          cluster: 'scheduled',
          region,
          request: { action: 'hibernate', until: '2026-11-24T12:00:00Z' },
        },
      },
      { fault: { kind: 'service-down', region, service: 'events', forSeconds: 8 * 3600 } },
      { wait: 8 * 3600 },
    ],
  },
];
