import { afterEach, describe, expect, it } from '@jest/globals';
import { deployment, nodePool } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS, withNodes } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

describe('nodes', () => {
  it('of a managed group are there with its labels once they are Ready', async () => {
    world = await withNodes();
    const nodes = await world.run(world.client().nodes(world.api));
    expect(nodes).toHaveLength(2);
    expect(nodes[0]).toMatchObject({
      ready: true,
      cordoned: false,
      nodegroupName: 'web',
      zone: expect.stringMatching(/^us-east-1[ab]$/),
      instanceId: expect.stringMatching(/^i-/),
      labels: {
        tier: 'front',
        'eks.amazonaws.com/nodegroup': 'web',
        'eks.amazonaws.com/capacityType': 'ON_DEMAND',
        'kubernetes.io/os': 'linux',
      },
    });
  });

  it('go with their instances', async () => {
    world = await withNodes();
    world.call('UpdateNodegroupConfig', {
      clusterName: 'shop',
      nodegroupName: 'web',
      scalingConfig: { desiredSize: 1 },
    });
    await world.pass(5 * 60_000);
    expect(await world.run(world.client().nodes(world.api))).toHaveLength(1);
  });

  it('are cordoned by a patch', async () => {
    world = await withNodes(1);
    const [node] = await world.run(world.client().nodes(world.api));
    const path = `/api/v1/nodes/${node?.name}`;
    const answer = await world.raw('PATCH', path, {
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { spec: { unschedulable: true } },
    });
    expect(answer.statusCode).toBe(200);
    expect(await world.run(world.client().nodes(world.api))).toMatchObject([{ cordoned: true }]);
    world.eks.inCluster.plant('shop', [deployment('late')]);
    await world.pass(MOMENT_MS);
    expect(await world.run(world.client().pods(world.api, {}))).toMatchObject([{ phase: 'Pending' }]);
  });
});

describe('a Deployment', () => {
  it('has as many ready pods as replicas, spread over the nodes', async () => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [deployment('web', { replicas: 4 })]);
    await world.pass(MOMENT_MS);
    const pods = await world.run(world.client().pods(world.api, { labelSelector: 'app=web' }));
    expect(pods.every(({ ready }) => ready)).toBe(true);
    const counts = Map.groupBy(pods, ({ nodeName }) => nodeName);
    expect([...counts.values()].map((list) => list.length)).toEqual([2, 2]);
    expect(await world.run(world.client().deployment(world.api, 'default', 'web'))).toMatchObject({
      replicas: 4,
      readyReplicas: 4,
    });
  });

  it('is scaled at the version that was read, and at no other', async () => {
    world = await withNodes();
    world.eks.inCluster.plant('shop', [deployment('web', { replicas: 3 })]);
    await world.pass(MOMENT_MS);
    const client = world.client();
    const read = await world.run(client.deployment(world.api, 'default', 'web'));
    const change = {
      namespace: 'default',
      name: 'web',
      resourceVersion: read?.resourceVersion ?? '',
      replicas: 0,
    };
    await world.run(client.scaleDeployment(world.api, change));
    await world.pass(MOMENT_MS);
    expect(await world.run(client.pods(world.api, {}))).toEqual([]);
    expect(await world.failure(client.scaleDeployment(world.api, change))).toEqual({
      name: 'Conflict',
      message:
        'shop: Operation cannot be fulfilled on deployments.apps "web": the object has been modified; ' +
        'please apply your changes to the latest version and try again',
    });
  });

  it('does not go below nothing', async () => {
    world = await withNodes(1);
    world.eks.inCluster.plant('shop', [deployment('web')]);
    const { statusCode, body } = await world.raw(
      'PATCH',
      '/apis/apps/v1/namespaces/default/deployments/web/scale',
      {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { spec: { replicas: -1 } },
      },
    );
    expect([statusCode, body.reason, body.message]).toEqual([
      422,
      'Invalid',
      'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });

  it('that is not there is missed by name', async () => {
    world = await withNodes(1);
    expect(await world.run(world.client().deployment(world.api, 'default', 'gone'))).toBeUndefined();
    const { body } = await world.raw('GET', '/apis/apps/v1/namespaces/default/deployments/gone');
    expect([body.reason, body.message]).toEqual(['NotFound', 'deployments.apps "gone" not found']);
  });
});

describe('a list', () => {
  it('comes in pages of one moment, until the server has forgotten it', async () => {
    world = await withNodes(1);
    const apps = ['a', 'b', 'c'].map((name) => deployment(name, { replicas: 0 }));
    world.eks.inCluster.plant('shop', apps);
    const path = '/apis/apps/v1/deployments?limit=2';
    const first = await world.raw('GET', path);
    expect(first.body.items?.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(first.body.metadata?.remainingItemCount).toBe(1);
    world.eks.inCluster.plant('shop', [deployment('d', { replicas: 0 })]);
    const next = `${path}&continue=${first.body.metadata?.continue}`;
    const second = await world.raw('GET', next);
    expect(second.body.items?.map(({ metadata }) => metadata.name)).toEqual(['c']);
    expect(second.body.metadata?.continue).toBeUndefined();
    await world.pass(6 * 60_000);
    const late = await world.raw('GET', next);
    expect([late.statusCode, late.body.reason]).toEqual([410, 'Expired']);
    // apiserver, `storage/etcd3/errors.go`: the list may go on with the objects of now.
    expect(late.body.message).toContain(
      'or use the continue token in this response to retrieve the remainder',
    );
    const rest = await world.raw('GET', `${path}&continue=${late.body.metadata?.continue}`);
    expect(rest.body.items?.map(({ metadata }) => metadata.name)).toEqual(['c', 'd']);
    expect((await world.raw('GET', `${path}&continue=none`)).statusCode).toBe(400);
  });

  it.each([
    ['labelSelector=app%3Dweb', ['web']],
    ['labelSelector=app%21%3Dweb', ['api']],
    ['labelSelector=app+in+%28web%2Capi%29', ['api', 'web']],
    ['labelSelector=hold', ['web']],
    ['labelSelector=%21hold', ['api']],
    ['fieldSelector=status.phase%3DPending', ['api', 'web']],
    ['fieldSelector=spec.nodeName%21%3D', []],
  ])('is narrowed by %s', async (query, apps) => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSViewPolicy' });
    world.eks.inCluster.plant('shop', [deployment('web', { labels: { hold: 'true' } }), deployment('api')]);
    await world.pass(MOMENT_MS);
    const { body } = await world.raw('GET', `/api/v1/namespaces/default/pods?${query}`);
    expect(body.items?.map(({ metadata }) => metadata.name.split('-')[0])).toEqual(apps);
  });

  it('by a field that the API does not know is a bad request', async () => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSViewPolicy' });
    const { statusCode, body } = await world.raw('GET', '/api/v1/pods?fieldSelector=spec.colour%3Dred');
    expect([statusCode, body.message]).toEqual([400, 'field label not supported: spec.colour']);
  });
});

describe('what is not simulated', () => {
  it.each([
    ['GET', '/api/v1/nodes?watch=true', 'WatchNodes'],
    ['POST', '/apis/apps/v1/namespaces/default/deployments', 'CreateDeployments'],
    ['GET', '/api/v1/secrets', 'ListSecrets'],
    ['DELETE', '/api/v1/namespaces/default/pods', 'DeletecollectionPods'],
  ])('ends the run by name: %s %s', async (method, path, name) => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    await expect(world.raw(method, path)).rejects.toThrow(`kubernetes: ${name}`);
  });

  it('is a way to patch that nobody of ours uses', async () => {
    world = await withNodes(1);
    world.eks.inCluster.plant('shop', [nodePool('default')]);
    const patch = (contentType: string, body: object) =>
      world.raw('PATCH', '/apis/karpenter.sh/v1/nodepools/default', {
        headers: { 'content-type': contentType },
        body,
      });
    expect((await patch('text/plain', {})).statusCode).toBe(415);
    const other = patch('application/merge-patch+json', { spec: { template: {} } });
    await expect(other).rejects.toThrow('spec.template');
  });
});
