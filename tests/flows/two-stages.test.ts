import { describe, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { root } from '../project/project-files.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { createWatchedTopic } from './notify-topics/topics.ts';

/*
 * Two fleets of one account, `prod` and `dev`, side by side in one region: nothing in one may affect the other.
 */

const region = 'us-east-1';
const besides = {
  stage: 'dev',
  templates: await compileTemplates({ root, regions: [region], stage: 'dev' }),
};
const { simulate } = deployedFleet({ seed: 1, regions: [region], besides });

type Json = Readonly<Record<string, unknown>>;
const inDev = (step: Step): Step => ({ of: 'dev', step }) as Step;

let requests = 0;
const put = (detailType: string, detail: Json): Step =>
  ({
    publish: {
      region,
      bus: 'fleet',
      entry: {
        source: 'eks-fleet',
        detailType,
        detail: { version: '1', requestId: `two-${requests++}`, requestedBy: 'a test', ...detail },
      },
      starts: 1,
    },
  }) as Step;
const cluster = (name: string): Step => ({
  apply: [
    {
      source: `${name}.yaml`,
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name, region, version: '1.34', tags: { team: name } },
        addonsConfig: { disableDefaultAddons: true },
      },
    },
  ],
});
const fleet = (name: string, spec: Json = {}): Step =>
  put('FleetRequested', {
    fleet: {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Fleet',
      metadata: { name },
      spec: {
        home: region,
        regions: [region],
        sleep: [{ name: 'nights', select: { team: name }, awake: 'MON-FRI 07:00-20:00', zone: 'UTC' }],
        notify: [{ on: ['failed'], sns: `eks-${name}` }],
        ...spec,
      },
    },
  });
const invalid = (name: string) => put('ClusterDeletionRequested', { cluster: name, confirm: name });
const settle: Step = { wait: 300 };
const nothing: Step = { executions: {} };
const is = (name: string, status: string): Step => ({ expect: { cluster: { name, region, status } } });
const told = (name: string, ...texts: readonly string[]): Step => ({
  expect: { queued: { region, queue: `eks-${name}`, texts: [...texts] } },
});
const schedules = (name: string): Step => ({
  expect: {
    schedules: {
      region,
      fleet: name,
      are: {
        [`${name}.nights.sleep`]: 'cron(0 20 ? * MON-FRI *) UTC',
        [`${name}.nights.wake`]: 'cron(45 6 ? * MON-FRI *) UTC',
      },
    },
  },
});
const none = (name: string, are: 'absent' | Readonly<Record<string, string>>): Step => ({
  expect: { schedules: { region, fleet: name, are } },
});
const REFUSED = '"says": "RequestRejected';

describe('two stages in one account', () => {
  it('have nothing to do with a request that the other refuses, nor it with more than one reaper', async () => {
    const refusal: Step = {
      executions: {
        'delete-cluster FAILED': 1,
        'reap-operations SUCCEEDED': 1,
        'notify-topics SUCCEEDED': 1,
      },
    };
    await simulate([
      invalid('none'),
      settle,
      refusal,
      inDev(nothing),
      inDev(invalid('nobody')),
      settle,
      refusal,
      inDev(refusal),
    ]);
  }, 60_000);

  it.each(['prod', 'dev'])(
    'have nothing to do with an execution that is stopped (in %s)',
    async (stage) => {
      const here = (step: Step): Step => (stage === 'dev' ? inDev(step) : step);
      const there = (step: Step): Step => (stage === 'dev' ? step : inDev(step));
      await simulate(
        [
          here(cluster('web')),
          settle,
          here({
            executions: {
              'create-cluster ABORTED': 1,
              'reap-operations SUCCEEDED': 1,
              'notify-topics SUCCEEDED': 1,
            },
          }),
          there(nothing),
        ],
        [{ kind: 'stop-execution', state: 'PlanCluster' }],
      );
    },
    60_000,
  );

  it('keep their schedules and their notices to themselves, and one stays whole when the other is uninstalled', async () => {
    await simulate([
      createWatchedTopic(region, 'eks-web'),
      createWatchedTopic(region, 'eks-lab'),
      cluster('web'),
      fleet('web'),
      inDev(cluster('lab')),
      inDev(fleet('lab')),
      schedules('web'),
      inDev(none('web', 'absent')),
      inDev(schedules('lab')),
      none('lab', 'absent'),
      inDev(invalid('none')),
      settle,
      told('web'),
      told('lab', REFUSED),
      inDev(put('FleetDeletionRequested', { name: 'lab' })),
      { wait: 1800 },
      inDev({ uninstall: 'with data' }),
      is('lab', 'ACTIVE'),
      schedules('web'),
      invalid('nobody'),
      settle,
      told('web', REFUSED),
      { delete: { cluster: 'web', region } },
      is('web', 'absent'),
      none('web', {}),
    ]);
  }, 120_000);
});

describe('two Fleet documents in one region', () => {
  it('have schedules of their own, each, and one goes without the other', async () => {
    await simulate([
      createWatchedTopic(region, 'eks-web'),
      createWatchedTopic(region, 'eks-lab'),
      cluster('web'),
      cluster('lab'),
      fleet('web'),
      fleet('lab'),
      schedules('web'),
      schedules('lab'),
      // It is refused, and the stored document stays.
      fleet('lab', { sleep: [{ name: 'nights', awake: 'never' }] }),
      schedules('web'),
      schedules('lab'),
      put('FleetDeletionRequested', { name: 'lab' }),
      { wait: 1800 },
      schedules('web'),
      none('lab', 'absent'),
      // A fact of a region, and of no document: both documents would tell it, and one of them is gone.
      invalid('none'),
      settle,
      told('web', REFUSED, REFUSED),
    ]);
  }, 120_000);
});
