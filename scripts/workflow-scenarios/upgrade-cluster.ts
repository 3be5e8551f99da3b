import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { apply, document, eks, ended, region, rejected, remove, unlock } from './by-hand.ts';
import { ask, at, bare, to135, web, workflows } from './upgrade-asks.ts';
import { upgradeParts } from './upgrade-parts.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const managed = document('managed', {
  addonsConfig: { disableDefaultAddons: true },
  addons: [{ name: 'vpc-cni' }],
  managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 1, maxSize: 2 }],
});
const pods = document('pods', {
  fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'default' }, { namespace: 'kube-system' }] }],
});
const custom = (name: string, ami: string) => ({
  ...{ name, ami, amiFamily: 'AmazonLinux2023', minSize: 1, desiredCapacity: 1, maxSize: 2 },
  overrideBootstrapCommand: '#!/bin/bash\n/etc/eks/bootstrap.sh golden\n',
});
/** Two groups with images of the user's own: the one gets the image of the other. */
const golden = document('golden', {
  managedNodeGroups: [custom('first', 'ami-0123456789abcdef0'), custom('second', 'ami-0fedcba9876543210')],
});
const keeping = (kind: 'Deployment' | 'StatefulSet', name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: {} },
  },
});
const shop: Step = {
  workloads: {
    cluster: 'pods',
    region,
    selfHeals: false,
    manifests: [keeping('Deployment', 'shop', 2), keeping('StatefulSet', 'cart', 2)],
  },
};

/** The same, by an alarm that is OK all the while. */
const quietly = { ...to135, health: { alarms: ['slo'] } };
const kubelets = (cluster: string, found: Record<string, number>): Step => ({
  expect: { inside: { cluster, region, kubelets: found } },
});
const alarm = (state: 'OK' | 'ALARM', afterSeconds = 0): Step => ({
  alarm: { name: 'slo', region, state, afterSeconds },
});

/** Sources conflict on whether EKS takes managed nodes back to an older minor, and to a release that is not the newest. */
const nodesGoBack = (isSo: boolean): Step => ({
  eksAnswers: { region, rollsBackNodegroups: isSo, takesOldReleases: isSo },
});

const own = document('own', { nodeGroups: [{ name: 'own', minSize: 1, desiredCapacity: 1, maxSize: 2 }] });
const grow = { action: 'resize', groups: [{ select: { all: true }, desiredCapacity: 2 }] };
const logged = { name: 'bare', logging: { clusterLogging: [{ types: ['api'], enabled: true }] } };
/** Upgrades of all clusters stop until the day after the next. */
const freeze: Step = {
  applyFleet: {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'company' },
    spec: {
      home: region,
      regions: [region],
      freezes: [{ from: '2026-11-24', to: '2026-11-25', zone: 'UTC', stops: ['upgrade'] }],
    },
  },
};

/**
 * Once the version is there, a second request for it goes on where nodes are behind, and is refused where none is. So after
 * a stop, only the version is sure.
 */
export const upgradeCluster: readonly WorkflowScenario[] = [
  {
    name: 'an upgrade',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [ask('web', to135)],
    after: [at('web', '1.35'), kubelets('web', { '1.35': 1 }), ended('upgrade', 'Succeeded')],
    afterStop: [at('web', '1.35')],
    newer: [remove('web')],
  },
  {
    name: 'an upgrade of self-managed nodes',
    workflows,
    documents: [own],
    before: [apply(own)],
    request: [ask('own', to135)],
    after: [at('own', '1.35'), kubelets('own', { '1.35': 1 }), ended('upgrade', 'Succeeded')],
    afterStop: [at('own', '1.35')],
    newer: [remove('own')],
  },
  {
    name: 'an upgrade that takes the cluster from a scaling, whose change EKS still makes',
    workflows,
    documents: [managed],
    before: [apply(managed)],
    request: [
      { scale: { cluster: 'managed', region, request: grow }, followForSeconds: 12 },
      ask('managed', to135),
    ],
    after: [at('managed', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [],
    newer: [remove('managed')],
  },
  {
    name: 'an upgrade that waits for an update of somebody else',
    workflows,
    documents: [bare],
    before: [
      apply(bare),
      { fault: { kind: 'by-hand', state: 'PlanUpgrade', calls: [eks('UpdateClusterConfig', logged)] } },
    ],
    request: [ask('bare', to135)],
    after: [at('bare', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('bare', '1.35')],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade in whose middle a freeze begins',
    workflows,
    documents: [bare],
    before: [apply(bare)],
    request: [
      { ...ask('bare', { ...to135, to: '1.36', soakMinutes: 30 }), followForSeconds: 1800 } as Step,
      freeze,
      { wait: 3 * 86_400 },
    ],
    after: [at('bare', '1.36'), ended('upgrade', 'Succeeded')],
    afterStop: [],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade of pods on Fargate',
    workflows,
    documents: [pods],
    before: [apply(pods), shop, { wait: 300 }],
    request: [ask('pods', to135)],
    after: [at('pods', '1.35'), ended('upgrade', 'Succeeded')],
    afterStop: [at('pods', '1.35')],
    newer: [remove('pods')],
  },
  {
    name: 'an upgrade with an image that was given',
    workflows,
    documents: [golden],
    before: [apply(golden), alarm('OK')],
    request: [
      ask('golden', { ...quietly, images: [{ nodeGroup: 'first', image: 'ami-0fedcba9876543210' }] }),
    ],
    after: [at('golden', '1.35'), ended('upgrade', 'Succeeded')],
    newer: [remove('golden')],
  },
  ...upgradeParts,
  {
    name: 'an upgrade of two minors',
    workflows,
    documents: [bare],
    before: [apply(bare)],
    request: [ask('bare', { ...to135, to: '1.36' })],
    after: [at('bare', '1.36'), ended('upgrade', 'Succeeded')],
    afterStop: [at('bare', '1.36')],
    newer: [remove('bare')],
  },
  {
    name: 'a rollback that is asked for',
    workflows,
    documents: [web],
    before: [nodesGoBack(true), apply(web), ask('web', to135)],
    request: [ask('web', { action: 'rollBack' })],
    after: [at('web', '1.34'), kubelets('web', { '1.34': 1 }), ended('upgrade', 'Succeeded')],
    afterStop: [at('web', '1.34')],
    newer: [remove('web')],
  },
  {
    name: 'a rollback whose nodes EKS takes no way back',
    workflows,
    documents: [managed],
    before: [nodesGoBack(false), apply(managed), ask('managed', to135)],
    request: [ask('managed', { action: 'rollBack' })],
    after: [at('managed', '1.35'), ended('upgrade', 'Failed', 'EKS refuses')],
    newer: [remove('managed')],
  },
  {
    name: 'a rollback by itself, for an alarm in the soak',
    workflows,
    documents: [bare],
    before: [apply(bare), alarm('OK'), alarm('ALARM', 1500)],
    request: [ask('bare', { ...to135, soakMinutes: 60, health: { alarms: ['slo'] } })],
    after: [at('bare', '1.34'), ended('upgrade', 'Succeeded')],
    afterStop: [],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade to a version that there is not',
    workflows,
    documents: [bare],
    before: [apply(bare)],
    request: [ask('bare', { ...to135, to: '1.99' })],
    after: [at('bare', '1.34'), ended('upgrade', 'Rejected'), rejected('1.99')],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade of nothing',
    workflows,
    documents: [],
    request: [ask('nobody', to135)],
    after: [rejected('allowed a cluster that the fleet has')],
  },
  {
    name: 'an upgrade that fails',
    workflows,
    documents: [bare],
    before: [apply(bare)],
    request: [ask('bare', to135)],
    after: [at('bare', '1.34'), ended('upgrade', 'Failed')],
    faults: [
      {
        kind: 'server-error',
        functionName: 'upgradeUpgradeControlPlane',
        operation: 'UpdateClusterVersion',
        times: 1000,
      },
    ],
    newer: [remove('bare')],
  },
  {
    name: 'an upgrade that loses its lease',
    workflows,
    documents: [bare],
    before: [apply(bare)],
    request: [{ ...ask('bare', to135), followForSeconds: 120 } as Step, unlock('bare'), { wait: 3600 }],
    after: [ended('upgrade', 'Failed')],
    afterStop: [],
  },
];
