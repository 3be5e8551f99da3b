import { afterEach, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../../simulator/kubernetes/plants.ts';
import { budget, deployment, webhook } from './manifests.ts';
import { type KubernetesWorld, MOMENT_MS, withNodes } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

/** A StatefulSet whose pods are labelled `app: <name>`. */
const statefulSet = (name: string, replicas: number, more: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } } },
    ...more,
  },
});
const daemonSet: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: { metadata: { labels: { app: 'agent' } } } },
};
const plant = (...manifests: readonly Manifest[]) => world.eks.inCluster.plant('shop', manifests);
const podsOf = (app: string) => world.run(world.client().pods(world.api, { labelSelector: `app=${app}` }));
const countsOf = async () =>
  (await world.run(world.client().controllers(world.api))).map(
    ({ kind, name, wanted, ready }) => `${kind} ${name} ${ready}/${wanted}`,
  );

describe('a StatefulSet', () => {
  it('brings its pods one after the other, by name, each once the one before it is Ready', async () => {
    world = await withNodes();
    plant(statefulSet('db', 3));
    const seen = new Set<string>();
    for (let step = 0; step < 300 && !seen.has('db-0 db-1 db-2 3'); step++) {
      await world.pass(500);
      const pods = await podsOf('db');
      // Whoever comes finds all before it Ready.
      expect(pods.slice(0, -1).every(({ ready }) => ready)).toBe(true);
      seen.add(`${pods.map(({ name }) => name).join(' ')} ${pods.filter(({ ready }) => ready).length}`);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['db-0 0', 'db-0 db-1 1', 'db-0 db-1 db-2 3']));
    expect(await podsOf('db')).toMatchObject([
      { name: 'db-0', owner: { kind: 'StatefulSet', name: 'db' } },
      { name: 'db-1', labels: { 'statefulset.kubernetes.io/pod-name': 'db-1' } },
      { name: 'db-2', labels: { 'apps.kubernetes.io/pod-index': '2' } },
    ]);
    await world.pass(MOMENT_MS);
    expect(await countsOf()).toEqual(['StatefulSet db 3/3']);
  });

  it('waits for no pod of another where its policy is Parallel', async () => {
    world = await withNodes();
    plant(statefulSet('db', 3, { podManagementPolicy: 'Parallel' }));
    for (let step = 0; step < 100 && (await podsOf('db')).length === 0; step++) await world.pass(100);
    expect(await podsOf('db')).toHaveLength(3);
  });

  it('makes a pod anew under its name, once the one before it has gone', async () => {
    world = await withNodes();
    plant(statefulSet('db', 1));
    await world.pass(MOMENT_MS);
    const [first] = await podsOf('db');
    await world.run(world.client().evict(world.api, first ?? { namespace: '', name: '', uid: '' }));
    expect(await podsOf('db')).toMatchObject([{ name: 'db-0', uid: first?.uid, isDeleting: true }]);
    await world.pass(MOMENT_MS);
    const [second] = await podsOf('db');
    expect(second).toMatchObject({ name: 'db-0', ready: true });
    expect(second?.uid).not.toBe(first?.uid);
  });

  it('tries again what a webhook has refused', async () => {
    world = await withNodes();
    plant(...webhook('gate', 'Fail'), statefulSet('db', 1));
    await world.pass(MOMENT_MS);
    expect(await countsOf()).toEqual(['StatefulSet db 0/1']);
    plant(deployment('gate', { namespace: 'gate' }));
    await world.pass(30 * 60_000);
    expect(await countsOf()).toEqual(['Deployment gate 1/1', 'StatefulSet db 1/1']);
  });

  it('is what a budget expects its pods of', async () => {
    world = await withNodes();
    plant(statefulSet('db', 3), deployment('db', { replicas: 2, labels: { app: 'other' } }));
    plant(budget('db', { maxUnavailable: 1 }));
    await world.pass(5 * MOMENT_MS);
    expect(await world.run(world.client().disruptionBudgets(world.api))).toMatchObject([
      { expectedPods: 3, currentHealthy: 3, disruptionsAllowed: 1 },
    ]);
  });
});

describe('the counts of workloads', () => {
  it('follow from pods and nodes', async () => {
    world = await withNodes();
    plant(deployment('web', { replicas: 2 }), statefulSet('db', 1), daemonSet);
    await world.pass(5 * MOMENT_MS);
    expect(await countsOf()).toEqual(['Deployment web 2/2', 'StatefulSet db 1/1', 'DaemonSet agent 2/2']);
    const [node] = await world.run(world.client().nodes(world.api));
    await world.run(world.client().cordon(world.api, { name: node?.name ?? '', annotations: {} }));
    const other = (await world.run(world.client().nodes(world.api)))[1];
    await world.run(world.client().cordon(world.api, { name: other?.name ?? '', annotations: {} }));
    for (const pod of await world.run(world.client().pods(world.api, {})))
      await world.run(world.client().evict(world.api, pod));
    await world.pass(5 * MOMENT_MS);
    // Nobody takes the new pods; a drain leaves those of DaemonSets where they are.
    expect(await countsOf()).toEqual(['Deployment web 0/2', 'StatefulSet db 0/1', 'DaemonSet agent 2/2']);
  });
});

describe('a HorizontalPodAutoscaler', () => {
  const autoscaler = (name: string, minReplicas: number, maxReplicas: number): Manifest => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      ...{ minReplicas, maxReplicas },
    },
  });
  const replicasOf = async (name: string) =>
    (await world.run(world.client().deployment(world.api, 'default', name)))?.replicas;
  const scale = async (name: string, replicas: number) => {
    const found = await world.run(world.client().deployment(world.api, 'default', name));
    const { resourceVersion = '' } = found ?? {};
    const change = { namespace: 'default', name, resourceVersion, replicas };
    await world.run(world.client().scaleDeployment(world.api, change));
  };

  it('lowers replicas that somebody has raised, and keeps to its minimum and maximum', async () => {
    world = await withNodes();
    plant(deployment('web', { replicas: 3 }), deployment('few'), deployment('many', { replicas: 9 }));
    plant(autoscaler('web', 2, 8), autoscaler('few', 2, 8), autoscaler('many', 2, 8));
    await world.pass(MOMENT_MS);
    expect(await Promise.all(['web', 'few', 'many'].map(replicasOf))).toEqual([3, 2, 8]);
    await scale('web', 6);
    expect(await replicasOf('web')).toBe(6);
    await world.pass(20_000);
    expect(await replicasOf('web')).toBe(3);
  });

  it('leaves a target without replicas alone', async () => {
    world = await withNodes();
    plant(deployment('web', { replicas: 0 }), autoscaler('web', 2, 8));
    await world.pass(MOMENT_MS);
    expect(await replicasOf('web')).toBe(0);
    expect(await world.run(world.client().autoscalers(world.api))).toEqual([
      {
        ...{ namespace: 'default', name: 'web', minReplicas: 2, maxReplicas: 8 },
        target: { kind: 'Deployment', name: 'web' },
      },
    ]);
  });
});

describe('a CronJob', () => {
  it('is listed with whether it is suspended', async () => {
    world = await withNodes();
    const job = (name: string, spec: object): Manifest => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace: 'default', labels: { app: name } },
      spec: { schedule: '0 3 * * *', ...spec },
    });
    plant(job('clean', {}), job('report', { suspend: true }));
    expect(await world.run(world.client().cronJobs(world.api))).toEqual([
      { namespace: 'default', name: 'clean', labels: { app: 'clean' }, isSuspended: false },
      { namespace: 'default', name: 'report', labels: { app: 'report' }, isSuspended: true },
    ]);
  });
});
