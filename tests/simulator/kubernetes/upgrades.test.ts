import { afterEach, describe, expect, it } from '@jest/globals';
import { NODE_CLAIMS, NODE_POOLS, NODES, PODS } from '../../../simulator/kubernetes/api/resources.ts';
import { NO_CAPACITY } from '../eks/nodegroups.fixtures.ts';
import { NODEGROUP, role } from '../eks/world.ts';
import { budget, deployment, nodePool } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS, withNodes } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const HOUR_MS = 3_600_000;
const store = () => world.eks.inCluster.kubernetes('shop').store;
const minorOf = (node: { status: { nodeInfo?: { kubeletVersion: string } } }) =>
  /^v(1\.\d+)\./.exec(node.status.nodeInfo?.kubeletVersion ?? '')?.[1];
const pooled = () =>
  store()
    .list(NODES)
    .filter(({ metadata }) => metadata.labels?.['karpenter.sh/nodepool'] !== undefined);
const upgrade = async (version: string, forMs = HOUR_MS) => {
  world.call('UpdateClusterVersion', { name: 'shop', version, force: true });
  await world.pass(forMs);
};

describe('the API server tells of an upgrade', () => {
  it('the kubelet of each node, as its image brings it', async () => {
    world = await withNodes(1);
    const { body } = await world.raw('GET', '/api/v1/nodes');
    const [node] = (body.items ?? []) as unknown as { status: { nodeInfo: object } }[];
    expect(node?.status.nodeInfo).toMatchObject({
      kubeletVersion: expect.stringMatching(/^v1\.36\.1-eks-[0-9a-f]{7}$/),
      operatingSystem: 'linux',
      architecture: 'amd64',
      osImage: 'Amazon Linux 2023',
    });
  });

  it('the budgets of all namespaces with their status, and the pods of one node', async () => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [
      deployment('web', { replicas: 4 }),
      budget('web', { minAvailable: 4 }),
    ]);
    await world.pass(MOMENT_MS);
    const budgets = await world.raw('GET', '/apis/policy/v1/poddisruptionbudgets');
    expect(budgets.body.items).toMatchObject([
      { metadata: { name: 'web' }, status: { disruptionsAllowed: 0, currentHealthy: 4, desiredHealthy: 4 } },
    ]);
    const [node] = store().list(NODES);
    const name = node?.metadata.name ?? '';
    const pods = await world.raw('GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${name}`);
    expect(pods.body.items).toHaveLength(2);
  });

  it('the DaemonSets of software that EKS does not manage, ready on each node that they fit', async () => {
    world = await withNodes();
    const image = '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.20.4-eksbuild.1';
    const template = {
      metadata: { labels: { app: 'aws-node' } },
      spec: { containers: [{ name: 'cni', image }] },
    };
    world.eks.inCluster.plant('shop', [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'aws-node', namespace: 'kube-system' },
        spec: { selector: { matchLabels: { app: 'aws-node' } }, template },
      },
    ]);
    const { body } = await world.raw('GET', '/apis/apps/v1/daemonsets');
    expect(body.items).toMatchObject([
      {
        spec: { template: { spec: { containers: [{ image }] } } },
        status: { desiredNumberScheduled: 2, numberReady: 2, numberAvailable: 2 },
      },
    ]);
  });

  it('the budget that holds a pod, as the cause of a 429', async () => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [deployment('web'), budget('web', { maxUnavailable: 0 })]);
    await world.pass(MOMENT_MS);
    const [pod] = store().list(PODS);
    const name = pod?.metadata.name ?? '';
    const { statusCode, body } = await world.raw('POST', `/api/v1/namespaces/default/pods/${name}/eviction`, {
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } },
    });
    expect(statusCode).toBe(429);
    expect(body.details?.causes).toEqual([
      {
        reason: 'DisruptionBudget',
        message: 'The disruption budget web needs 1 healthy pods and has 1 currently',
      },
    ]);
  });
});

describe('drift', () => {
  const controller = deployment('karpenter', {
    namespace: 'kube-system',
    labels: { 'app.kubernetes.io/name': 'karpenter' },
  });
  const app = (over: Parameters<typeof deployment>[1] = {}) =>
    deployment('app', { ...over, pod: { nodeSelector: { 'karpenter.sh/nodepool': 'default' } } });
  const nodeClass = (terms: object[]) => ({
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: 'default' },
    spec: { amiSelectorTerms: terms },
  });

  async function withKarpenter(pool: object = {}, others: Parameters<typeof deploy>[0] = []): Promise<void> {
    world = await kubernetesWorld({ version: '1.34' });
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    world.call('CreateNodegroup', {
      ...NODEGROUP,
      scalingConfig: { minSize: 0, maxSize: 5, desiredSize: 1 },
    });
    await world.pass(20 * 60_000);
    await deploy([controller, nodePool('default', pool), ...others]);
    await deploy([app()]);
    await world.pass(5 * 60_000);
    expect(pooled().map(minorOf)).toEqual(['1.34']);
  }
  const deploy = async (manifests: Parameters<typeof world.eks.inCluster.plant>[1]) => {
    world.eks.inCluster.plant('shop', manifests);
    await world.pass(MOMENT_MS);
  };

  it('replaces nodes of an alias once the control plane has moved, the new one first', async () => {
    await withKarpenter({}, [nodeClass([{ alias: 'al2023@latest' }])]);
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35', force: true });
    let most = 0;
    for (let step = 0; step < 360; step++) {
      await world.pass(10_000);
      most = Math.max(most, pooled().length);
    }
    expect(most).toBe(2);
    expect(pooled().map(minorOf)).toEqual(['1.35']);
  });

  it('leaves nodes whose image is pinned', async () => {
    const pinned = { template: { spec: { nodeClassRef: { name: 'default' } } } };
    await withKarpenter(pinned, [nodeClass([{ id: 'ami-1' }])]);
    await upgrade('1.35');
    expect(pooled().map(minorOf)).toEqual(['1.34']);
  });

  it('is held by a budget of 0 until that is lifted', async () => {
    await withKarpenter({ disruption: { budgets: [{ nodes: '0' }] } });
    await upgrade('1.35', 24 * HOUR_MS);
    expect(pooled().map(minorOf)).toEqual(['1.34']);
    const pool = store().find(NODE_POOLS, 'default');
    if (!pool) throw new Error('the pool is gone');
    store().edit(NODE_POOLS, pool, 'kubectl', (draft) => {
      draft.spec.disruption = { budgets: [{ nodes: '1' }] };
    });
    await world.pass(HOUR_MS);
    expect(pooled().map(minorOf)).toEqual(['1.35']);
  });

  it('spares nodes whose pods may not be evicted, and those that say so', async () => {
    await withKarpenter({}, [budget('app', { maxUnavailable: 0 })]);
    await upgrade('1.35');
    expect(pooled().map(minorOf)).toEqual(['1.34']);
  });

  it('keeps the old node where no new one can come: the pool is full, or EC2 has no room', async () => {
    await withKarpenter({ limits: { cpu: '2' } });
    await upgrade('1.35', 24 * HOUR_MS);
    expect(pooled().map(minorOf)).toEqual(['1.34']);
    world.network.refusal = NO_CAPACITY;
    const pool = store().find(NODE_POOLS, 'default');
    if (!pool) throw new Error('the pool is gone');
    store().edit(NODE_POOLS, pool, 'kubectl', (draft) => {
      draft.spec.limits = { cpu: '10' };
    });
    await world.pass(HOUR_MS);
    expect(pooled().map(minorOf)).toEqual(['1.34']);
    delete world.network.refusal;
    await world.pass(HOUR_MS);
    expect(pooled().map(minorOf)).toEqual(['1.35']);
  });

  it('starts nothing in a cluster that is being deleted', async () => {
    await withKarpenter({ disruption: { budgets: [{ nodes: '0' }] } });
    await upgrade('1.35');
    world.call('DeleteNodegroup', { clusterName: 'shop', nodegroupName: 'web' });
    await world.pass(HOUR_MS);
    const { store: inside, drift } = world.eks.inCluster.kubernetes('shop');
    expect(drift.drifted()).toHaveLength(1);
    world.call('DeleteCluster', { name: 'shop' });
    const before = world.network.instances.size;
    const pool = inside.find(NODE_POOLS, 'default');
    if (!pool) throw new Error('the pool is gone');
    inside.edit(NODE_POOLS, pool, 'kubectl', (draft) => {
      draft.spec.disruption = { budgets: [{ nodes: '1' }] };
    });
    await world.pass(HOUR_MS);
    const left = inside.list(NODES).filter((node) => node.metadata.labels?.['karpenter.sh/nodepool']);
    expect(left.map(minorOf)).toEqual(['1.34']);
    expect(world.network.instances.size).toBe(before);
  });

  it('takes no more nodes at a time than the budget has', async () => {
    await withKarpenter({ disruption: { budgets: [{ nodes: '50%' }] } });
    const pool = () => store().find(NODE_POOLS, 'default');
    const { karpenter } = world.eks.inCluster.kubernetes('shop');
    for (let index = 0; index < 3; index++) {
      const found = pool();
      if (found) await world.run(Promise.all([karpenter.start(found), world.pass(5 * 60_000)]));
    }
    expect(pooled()).toHaveLength(4);
    world.call('UpdateClusterVersion', { name: 'shop', version: '1.35', force: true });
    let most = 0;
    for (let step = 0; step < 720; step++) {
      await world.pass(10_000);
      const ending = store()
        .list(NODE_CLAIMS)
        .filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
      most = Math.max(most, ending.length);
    }
    expect(most).toBe(2);
    expect(pooled().map(minorOf)).toEqual(['1.35', '1.35', '1.35', '1.35']);
  });
});

describe('Fargate', () => {
  it('gives each pod that a profile selects a node of the control plane’s version, which stays until the pod goes', async () => {
    world = await kubernetesWorld({ version: '1.34' });
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    world.call('CreateFargateProfile', {
      clusterName: 'shop',
      fargateProfileName: 'batch',
      podExecutionRoleArn: role('fargate'),
      selectors: [{ namespace: 'batch' }],
    });
    await world.pass(10 * 60_000);
    world.eks.inCluster.plant('shop', [deployment('job', { namespace: 'batch', replicas: 2 })]);
    await world.pass(MOMENT_MS);
    const nodes = () => store().list(NODES);
    expect(nodes().map(minorOf)).toEqual(['1.34', '1.34']);
    expect(nodes()[0]?.metadata).toMatchObject({
      name: expect.stringMatching(/^fargate-ip-/),
      labels: { 'eks.amazonaws.com/compute-type': 'fargate' },
    });
    await upgrade('1.35');
    expect(nodes().map(minorOf)).toEqual(['1.34', '1.34']);
    const [pod] = store().list(PODS, 'batch');
    const name = pod?.metadata.name ?? '';
    await world.raw('POST', `/api/v1/namespaces/batch/pods/${name}/eviction`, {
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'batch' } },
    });
    await world.pass(5 * 60_000);
    expect(nodes().map(minorOf).sort()).toEqual(['1.34', '1.35']);
    expect(
      store()
        .list(PODS, 'batch')
        .every(({ status }) => status.phase === 'Running'),
    ).toBe(true);
  });
});
