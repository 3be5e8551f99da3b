import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from '../flows/deployed-fleet.ts';

const REGION = 'us-west-2';
const fleet = deployedFleet({ seed: 7, regions: [REGION] });
const of = { cluster: 'web', region: REGION };
const apply: Step = {
  apply: [
    {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region: REGION, version: '1.34' },
        addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
        managedNodeGroups: [{ name: 'system', minSize: 1, desiredCapacity: 1, maxSize: 2 }],
      },
    },
  ],
};
const byHand = (operation: string, request: Record<string, string | boolean>): Step => ({
  administrator: { region: REGION, calls: [{ service: 'eks', operation, request }] },
});
const refresh: readonly Step[] = [byHand('StartInsightsRefresh', { clusterName: 'web' }), { wait: 600 }];
const upgrade: readonly Step[] = [
  byHand('UpdateClusterVersion', { name: 'web', version: '1.35' }),
  { wait: 3600 },
];
const enforced: Step = { eksAnswers: { region: REGION, enforcesUpgradeInsights: true } };
const on = (version: string): Step => ({
  expect: { cluster: { name: 'web', region: REGION, status: 'ACTIVE', version } },
});
const kubelets = (found: Record<string, number>): Step => ({
  expect: { inside: { ...of, kubelets: found } },
});

describe('steps about upgrades', () => {
  it('let EKS refuse an upgrade for the calls of a client, and take it where it enforces nothing', async () => {
    const calls = {
      usage: '/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
      replacedWith: '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
      stopServingVersion: '1.35',
      startServingReplacementVersion: '1.29',
      requestsADay: 24,
    };
    const client: Step = { deprecatedClient: { ...of, userAgent: 'controller/v0.4.1', calls } };
    await expect(fleet.run([apply, enforced, client, ...refresh, ...upgrade])).rejects.toThrow(
      /Upgrade readiness issues detected/,
    );
    const lenient: Step = { eksAnswers: { region: REGION, enforcesUpgradeInsights: false } };
    await fleet.simulate([
      apply,
      lenient,
      client,
      ...refresh,
      ...upgrade,
      on('1.35'),
      kubelets({ '1.34': 1 }),
    ]);
  });

  it('let EKS refuse one for a finding that a scenario lays, until it is taken away', async () => {
    const finding = { ...of, id: 'own', name: 'Own finding', kubernetesVersion: '1.35' };
    const laid: Step = {
      insight: { ...finding, category: 'UPGRADE_READINESS', status: 'ERROR', reason: 'by hand' },
    };
    const gone: Step = { insight: { ...finding, category: 'UPGRADE_READINESS', reason: '' } };
    await expect(fleet.run([apply, enforced, laid, ...refresh, ...upgrade])).rejects.toThrow(
      /Upgrade readiness issues detected/,
    );
    await fleet.simulate([apply, enforced, laid, gone, ...refresh, ...upgrade, on('1.35')]);
  });

  it('bring nodes that no service of AWS runs, of a version of their own', async () => {
    const foreign: Step = {
      foreignNodes: {
        ...of,
        names: ['rack-1', 'rack-2'],
        kubernetesVersion: '1.33',
        labels: { 'eks.amazonaws.com/compute-type': 'hybrid' },
        zone: 'on-premises',
        isReady: true,
      },
    };
    await fleet.simulate([apply, foreign, kubelets({ '1.33': 2, '1.34': 1 })]);
    const report = await fleet.run([apply, kubelets({ '1.33': 2, '1.34': 1 })]);
    expect(JSON.stringify(report)).toContain('nodes of web on 1.33: 0 instead of 2');
  });
});
