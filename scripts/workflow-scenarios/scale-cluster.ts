import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { apply, auto, document, region, rejected, remove, unlock } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

type Json = Extract<Step, { scale: unknown }>['scale']['request'];

function app(name: string, labels: Json, spec: Json) {
  const template = { metadata: { labels: { app: name, ...labels } }, spec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template },
  };
}

/** A group of each kind, of a node each: the fewest that can go away and come back. */
const web = document('web', {
  managedNodeGroups: [{ name: 'managed', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
  nodeGroups: [{ name: 'own', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
});
/** The same with a group more, which takes its time to come. */
const grown = document('web', {
  managedNodeGroups: ['managed', 'more'].map((name) => ({
    name,
    minSize: 0,
    desiredCapacity: 1,
    maxSize: 2,
  })),
  nodeGroups: [{ name: 'own', minSize: 0, desiredCapacity: 1, maxSize: 2 }],
});

/** Karpenter on the managed group, with a node of its own, and pods that must be told before it goes. */
export const karpenter: Step = {
  workloads: {
    cluster: 'web',
    region,
    selfHeals: false,
    manifests: [
      app('karpenter', { 'app.kubernetes.io/name': 'karpenter' }, {}),
      {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name: 'default' },
        spec: { limits: { cpu: '100' } },
      },
      app('shop', {}, { nodeSelector: { 'karpenter.sh/nodepool': 'default' } }),
    ],
  },
};
const held: Step = {
  workloads: {
    cluster: 'web',
    region,
    selfHeals: false,
    manifests: [app('report', { 'eks-fleet.dev/hold': 'true' }, {})],
  },
};

const scale = (request: Json): Step => ({ scale: { cluster: 'web', region, request } });
const hibernate = scale({ action: 'hibernate' });
const wake = scale({ action: 'wake' });
const resize = (desiredCapacity: number): Step =>
  scale({ action: 'resize', groups: [{ select: { nodeGroups: ['managed'] }, desiredCapacity }] });
const sizes = (managed: string, own: string): Step => ({
  expect: { sizes: { cluster: 'web', region, groups: { managed, own } } },
});
const ended = (
  outcome: 'Succeeded' | 'Failed' | 'Rejected' | 'Skipped' | 'Incomplete',
  reason = '',
): Step => ({
  expect: { operation: { kind: 'scale', outcome, reason } },
});

const awake = sizes('1 of 0-2', '1 of 0-2');
const asleep = sizes('0 of 0-2', '0 of 0-2');
const workflows = ['scale-cluster'];

export const scaleCluster: readonly WorkflowScenario[] = [
  {
    name: 'a hibernation until some time',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [scale({ action: 'hibernate', until: '2026-11-24T20:00:00Z' })],
    after: [asleep, { wait: 14 * 3600 }, awake],
    newer: [hibernate, wake],
  },
  {
    name: "a sleep without Karpenter's nodes",
    workflows,
    documents: [web],
    before: [apply(web), karpenter, { wait: 600 }],
    request: [hibernate],
    after: [asleep, { expect: { inside: { cluster: 'web', region, readyNodes: 0, nodeClaims: 0 } } }],
    newer: [wake],
  },
  {
    name: "a waking of Karpenter's nodes",
    workflows,
    documents: [web],
    before: [apply(web), karpenter, { wait: 600 }, hibernate],
    request: [wake],
    after: [awake, { wait: 900 }, { expect: { inside: { cluster: 'web', region, nodeClaims: 1 } } }],
    newer: [hibernate],
  },
  {
    name: 'a sleep of Auto Mode',
    workflows,
    documents: [auto],
    before: [apply(auto)],
    request: [{ scale: { cluster: 'auto', region, request: { action: 'hibernate' } } }],
    after: [ended('Succeeded'), { expect: { inside: { cluster: 'auto', region, nodeClaims: 0 } } }],
    newer: [{ scale: { cluster: 'auto', region, request: { action: 'wake' } } }],
  },
  {
    name: 'a waking of Auto Mode',
    workflows,
    documents: [auto],
    before: [apply(auto), { scale: { cluster: 'auto', region, request: { action: 'hibernate' } } }],
    request: [{ scale: { cluster: 'auto', region, request: { action: 'wake' } } }],
    after: [ended('Succeeded')],
    newer: [{ scale: { cluster: 'auto', region, request: { action: 'hibernate' } } }],
  },
  {
    name: 'a sleep that pods hold up',
    workflows,
    documents: [web],
    before: [apply(web), held, { wait: 300 }],
    request: [hibernate],
    after: [asleep, ended('Succeeded')],
    newer: [wake],
  },
  {
    name: 'a resize',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [resize(2)],
    after: [sizes('2 of 0-2', '1 of 0-2'), ended('Succeeded')],
    newer: [resize(0)],
  },
  {
    name: 'a scaling of nothing',
    workflows,
    documents: [],
    request: [hibernate],
    after: [rejected('allowed a cluster that the fleet has')],
  },
  {
    name: 'a sleep that takes the cluster from an apply',
    workflows,
    documents: [web],
    before: [
      apply(web),
      { fault: { kind: 'node-group-hangs', region, cluster: 'web', name: 'more', forSeconds: 900 } },
    ],
    request: [{ apply: [grown], followForSeconds: 240 }, hibernate],
    after: [asleep, ended('Succeeded')],
    afterStop: [],
    newer: [wake],
  },
  {
    name: 'a waking of what is awake',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [wake],
    after: [ended('Rejected'), rejected('is not hibernating'), awake],
    newer: [hibernate],
  },
  {
    name: 'a firing that its document does not want',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [
      scale({
        action: 'hibernate',
        schedule: { fleet: 'nobodys', entry: 'nights', scheduledAt: '2026-11-24T08:00:00Z' },
      }),
    ],
    after: [ended('Skipped', 'the fleet document is gone'), awake],
    newer: [hibernate],
  },
  {
    // It waits for the lease first.
    name: 'a return from nothing',
    workflows,
    documents: [web],
    before: [apply(web), { ...resize(2), followForSeconds: 20 }],
    request: [scale({ action: 'return', operationId: 'nobodys' })],
    after: [ended('Skipped', 'changed no sizes'), sizes('2 of 0-2', '1 of 0-2')],
    newer: [hibernate],
  },
  {
    name: 'a waking without capacity',
    workflows,
    documents: [web],
    before: [apply(web), hibernate, { fault: { kind: 'capacity-shortage', region } }],
    request: [wake],
    after: [ended('Incomplete', 'insufficient capacity'), { recover: 'all' }, { wait: 3600 }, awake],
    newer: [hibernate],
  },
  {
    name: 'a scaling that fails',
    workflows,
    documents: [web],
    before: [apply(web)],
    request: [resize(2)],
    after: [ended('Failed', 'Rate exceeded')],
    faults: [
      { kind: 'throttle', functionName: 'scaleObserveGroups', operation: 'TransactGetItems', times: 1000 },
    ],
    newer: [{ recover: 'all' }, hibernate],
  },
  {
    name: 'a scaling that loses its lease',
    workflows,
    documents: [web],
    before: [
      apply(web),
      {
        fault: {
          kind: 'delay',
          functionName: 'scaleResizeNodeGroup',
          operation: 'GetItem',
          delayMs: 15_000,
          times: 2,
        },
      },
    ],
    request: [
      { scale: { cluster: 'web', region, request: { action: 'hibernate' } }, followForSeconds: 12 },
      unlock('web'),
      { wait: 600 },
    ],
    after: [ended('Failed', 'no longer owns web')],
    // Nothing holds the second one up.
    afterStop: [],
    newer: [remove('web')],
  },
];
