import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import {
  ASLEEP,
  AWAKE,
  apply,
  byHand,
  ended,
  factsOf,
  hibernate,
  type Json,
  region,
  rejected,
  scale,
  scalingsOf,
  simulate,
  sizes,
  wake,
} from './scale-cluster.fixtures.ts';

describe('what is refused before anything is changed', () => {
  const all = { all: true };
  const of = (size: Json, select: Json = { nodeGroups: ['web'] }) => ({
    action: 'resize',
    groups: [{ select, ...size }],
  });
  const mistakes: readonly (readonly [string, Json, string])[] = [
    ['a cluster that there is not', { action: 'hibernate', cluster: 'wbe' }, 'found wbe, allowed a cluster'],
    ['a group that there is not', of({ maxSize: 4 }, { nodeGroups: ['wbe'] }), 'found wbe, allowed own, web'],
    [
      'labels that no group gives',
      of({ maxSize: 4 }, { labels: { tier: 'db' } }),
      'web alpha.eksctl.io/cluster-name=web, alpha.eksctl.io/nodegroup-name=web, tier=web',
    ],
    ['a minimum above the maximum', of({ minSize: 5 }), 'found 5 for node group web, allowed at most 4'],
    [
      'a number of nodes out of the bounds',
      of({ desiredCapacity: 5 }),
      'found 5 for node group web, allowed 1 to 4',
    ],
    ['a number below nothing', of({ minSize: '-2' }), 'found -1 for node group web, allowed 0 or more'],
    ['a maximum of nothing', of({ minSize: 0, desiredCapacity: 0, maxSize: 0 }), 'allowed at least 1'],
    ['more than the quota', of({ maxSize: '+447' }), 'found 451 for node group web, allowed at most 450'],
    ['a fraction', of({ desiredCapacity: 1.5 }), 'detail.groups[0].desiredCapacity'],
    ['a negative number', of({ desiredCapacity: -1 }), 'detail.groups[0].desiredCapacity'],
    ['no size at all', of({}), 'found no size'],
    [
      'a group twice',
      {
        action: 'resize',
        groups: [
          { select: all, maxSize: 5 },
          { select: all, maxSize: 6 },
        ],
      },
      'selects node group own a second time',
    ],
    ['an end that is past', { action: 'hibernate', until: '2026-11-24T07:00:00Z' }, 'detail.until'],
    [
      'an end without an offset',
      { action: 'hibernate', until: '2026-12-24T07:00:00' },
      'found "2026-12-24T07:00:00", allowed a time with its offset, such as 2026-12-01T20:00:00+01:00',
    ],
    [
      'an action that there is not',
      { action: 'nap' },
      'found "nap", allowed one of resize, hibernate, wake, return',
    ],
    [
      'a selection of groups that is none',
      of({ maxSize: 4 }, { names: ['web'] }),
      'found {"names":["web"]}, allowed one of nodeGroups, labels, all',
    ],
  ];
  let report: SimulationReport;
  beforeAll(async () => {
    report = await simulate([
      apply,
      ...mistakes.map(([what, request]) => scale({ ...request, requestId: what.replaceAll(' ', '-') })),
      sizes(...AWAKE),
    ]);
  }, 120_000);

  it.each(mistakes)('%s', (what, _request, reason) => {
    const refusals = factsOf(report).filter(
      ({ detailType, detail }) =>
        detailType === 'RequestRejected' && detail.requestId === what.replaceAll(' ', '-'),
    );
    expect(refusals).toHaveLength(1);
    const [problem] = (refusals[0]?.detail.problems ?? []) as readonly { path: string; message: string }[];
    expect(`${problem?.path}: ${problem?.message}`).toContain(reason);
  });

  it('changes nothing', () => {
    expect(scalingsOf(report)).toEqual([]);
  });

  it('a cluster that is managed at too low a level, until it is raised', async () => {
    await simulate([
      apply,
      { forget: { cluster: 'web', region } },
      { adopt: { cluster: 'web', region } },
      hibernate(),
      rejected('is managed at level observe, and this needs scale'),
      { adopt: { cluster: 'web', region, level: 'scale' } },
      hibernate(),
      ended('Succeeded'),
      wake(),
      sizes(...AWAKE),
    ]);
  }, 60_000);

  it('a cluster without node groups, whose pods run on Fargate', async () => {
    const serverless = {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region, version: '1.34' },
        addons: [{ name: 'vpc-cni' }],
        fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
      },
    };
    await simulate([{ apply: [serverless] }, hibernate(), rejected('there is nothing to scale')]);
  }, 60_000);
});

describe('beside others', () => {
  const pause: Step = { pause: { region, id: 'p1', owner: 'ann', reason: 'incident' } };
  /** Lifted in the table itself: operations that wait are woken within the hour. */
  const resume: Step = { resume: { region, id: 'p1' } };

  it('holds its changes back while the cluster is paused, and goes on afterwards', async () => {
    await simulate([
      apply,
      pause,
      scale({ action: 'hibernate' }, 7200),
      sizes(...AWAKE),
      resume,
      // The hour of the sweep, and the time that groups take.
      { wait: 3600 + 600 },
      sizes(...ASLEEP),
      ended('Succeeded'),
    ]);
  }, 60_000);

  it('is planned when the pause is over: what somebody has changed meanwhile is what it wakes to', async () => {
    await simulate([
      apply,
      pause,
      scale({ action: 'hibernate' }, 600),
      byHand({ desiredSize: 3 }),
      { wait: 600 },
      resume,
      { wait: 5400 },
      sizes(...ASLEEP),
      wake(),
      sizes('3 of 1-4', '1 of 0-2'),
    ]);
  }, 60_000);

  it('is not begun with where a pause has taken the time for which it was asked', async () => {
    await simulate([
      apply,
      pause,
      scale({ action: 'hibernate', until: '2026-11-24T10:00:00Z' }, 7200),
      resume,
      { wait: 4200 },
      sizes(...AWAKE),
      ended('Rejected', 'and what it changes was to return at 2026-11-24T10:00:00Z'),
    ]);
  }, 60_000);

  it('does not write down how it ended while the cluster is paused, and looks anew afterwards', async () => {
    const report = await simulate([
      apply,
      scale({ action: 'hibernate' }, 30),
      pause,
      { wait: 3600 },
      sizes(...ASLEEP),
      resume,
      { wait: 4300 },
      ended('Succeeded'),
    ]);
    // The change was made before the pause. Its fact is told once, when the pause is over.
    const [told, ...others] = factsOf(report).filter(({ detailType }) => detailType === 'ClusterHibernated');
    expect(others).toEqual([]);
    expect(told?.detail.missing).toEqual([]);
    const [operation] = report.operations.filter(({ kind }) => kind === 'scale');
    const lastedMs = Date.parse(operation?.endedAt ?? '') - Date.parse(operation?.startedAt ?? '');
    expect(lastedMs).toBeGreaterThan(3600_000);
  }, 60_000);

  it('tries again where its calls meet others on the items of the fleet', async () => {
    const calls = ['TransactGetItems', 'TransactWriteItems'];
    const report = await simulate([
      apply,
      ...calls.map((operation): Step => ({ fault: { kind: 'conflict', operation, times: 4 } })),
      hibernate(),
      sizes(...ASLEEP),
      ended('Succeeded'),
    ]);
    expect(report.faults.filter((kind) => kind === 'conflict')).toHaveLength(4 * calls.length);
    expect(scalingsOf(report)).toHaveLength(2);
  }, 60_000);

  it('gives way to a deletion; the next cluster of the name is awake', async () => {
    await simulate([
      apply,
      scale({ action: 'hibernate' }, 20),
      { delete: { cluster: 'web', region } },
      { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
      ended('Failed'),
      apply,
      sizes(...AWAKE),
      wake(),
      ended('Rejected', 'web is not hibernating'),
    ]);
  }, 60_000);
});
