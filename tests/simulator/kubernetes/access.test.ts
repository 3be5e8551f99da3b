import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../eks/world.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS, PERSON } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const NODES_FORBIDDEN =
  `shop: nodes is forbidden: User "arn:aws:sts::${ACCOUNT}:assumed-role/person/ann" cannot list ` +
  'resource "nodes" in API group "" at the cluster scope';
const named = { clusterName: 'shop', principalArn: PERSON.kind === 'role' ? PERSON.roleArn : '' };

describe('a caller', () => {
  it('is nobody while no access entry names them', async () => {
    world = await kubernetesWorld();
    expect(await world.failure(world.client().nodes(world.api))).toEqual({
      name: 'KubernetesUnauthorized',
      message: 'shop: Unauthorized',
    });
  });

  it('is known by their entry, and may do nothing by that alone', async () => {
    world = await kubernetesWorld();
    await world.letIn();
    expect(await world.failure(world.client().nodes(world.api))).toEqual({
      name: 'KubernetesForbidden',
      message: NODES_FORBIDDEN,
    });
  });

  it('is let in, and out again, a moment after EKS has said so', async () => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    expect(await world.run(world.client().nodes(world.api))).toEqual([]);
    world.call('DeleteAccessEntry', named);
    expect(await world.run(world.client().nodes(world.api))).toEqual([]);
    await world.pass(MOMENT_MS);
    const { name } = await world.failure(world.client().nodes(world.api));
    expect(name).toBe('KubernetesUnauthorized');
  });

  it('who made the cluster is its administrator, in either mode', async () => {
    world = await kubernetesWorld({ accessConfig: { authenticationMode: 'CONFIG_MAP' } });
    const creator = world.administrator;
    expect(await world.run(world.client(creator).nodes(world.api))).toEqual([]);
    expect((await world.failure(world.client().nodes(world.api))).name).toBe('KubernetesUnauthorized');
  });

  it.each([
    ['a token for another cluster', { clusterName: 'other' }],
    ['no token', { token: undefined }],
    ['a token that is none of ours', { token: 'k8s-aws-v1.bm90IGEgdXJs' }],
    ['a token whose URL was changed', { edit: (url: string) => url.replace('Version=2011', 'Version=2012') }],
    [
      'a token of another action',
      { edit: (url: string) => url.replace('GetCallerIdentity', 'GetSessionToken') },
    ],
    ['a token of another host', { edit: (url: string) => url.replace('sts.us-east-1', 'sts.example') }],
  ])('is refused with %s', async (_what, how) => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    expect((await world.raw('GET', '/api/v1/nodes', { ...how })).statusCode).toBe(401);
    expect((await world.raw('GET', '/api/v1/nodes')).statusCode).toBe(200);
  });

  it('has a token for 15 minutes', async () => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSClusterAdminPolicy' });
    const token = await world.token();
    await world.pass(14 * 60_000);
    expect((await world.raw('GET', '/api/v1/nodes', { token })).statusCode).toBe(200);
    await world.pass(2 * 60_000);
    expect((await world.raw('GET', '/api/v1/nodes', { token })).statusCode).toBe(401);
  });
});

it('the server says its version, and that it is ready, to everybody whom it knows', async () => {
  world = await kubernetesWorld({ version: '1.34' });
  await world.letIn();
  expect((await world.raw('GET', '/version')).body).toMatchObject({ major: '1', minor: '34' });
  expect((await world.raw('GET', '/readyz')).body).toEqual({ text: 'ok' });
  const other = await world.raw('GET', '/metrics');
  expect([other.statusCode, other.body.message]).toEqual([
    403,
    `forbidden: User "arn:aws:sts::${ACCOUNT}:assumed-role/person/ann" cannot get path "/metrics"`,
  ]);
});

describe('an access policy', () => {
  const may = (resource: string, verb: string, group = '', namespace?: string) =>
    world.run(world.client().can(world.api, { verb, group, resource, ...(namespace ? { namespace } : {}) }));

  it.each([
    ['AmazonEKSViewPolicy', [true, false, false, false, false]],
    ['AmazonEKSEditPolicy', [true, false, true, false, false]],
    ['AmazonEKSAdminPolicy', [true, false, true, false, false]],
    ['AmazonEKSAdminViewPolicy', [true, true, false, false, false]],
    ['AmazonEKSClusterAdminPolicy', [true, true, true, true, true]],
  ])('%s allows what the guide lists', async (policy, allowed) => {
    world = await kubernetesWorld();
    await world.letIn({ policy });
    expect([
      await may('pods', 'list', '', 'web'),
      await may('nodes', 'list'),
      await may('deployments/scale', 'patch', 'apps', 'web'),
      await may('pods/eviction', 'create', '', 'web'),
      await may('nodepools', 'patch', 'karpenter.sh'),
    ]).toEqual(allowed);
  });

  it('counts in its namespaces alone', async () => {
    world = await kubernetesWorld();
    await world.letIn({ policy: 'AmazonEKSAdminViewPolicy', namespaces: ['web'] });
    expect([await may('pods', 'list', '', 'web'), await may('pods', 'list', '', 'shop')]).toEqual([
      true,
      false,
    ]);
    expect(await may('nodes', 'list')).toBe(false);
  });
});

describe('a ClusterRole', () => {
  const role = {
    name: 'fleet',
    group: 'fleet-operators',
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }],
  };

  it('gives a group what it says, once it is bound', async () => {
    world = await kubernetesWorld();
    await world.letIn({ groups: ['fleet-operators'] });
    expect((await world.failure(world.client().nodes(world.api))).name).toBe('KubernetesForbidden');
    await world.run(world.client(world.administrator).ensureGroupRole(world.api, role));
    expect(await world.run(world.client().nodes(world.api))).toEqual([]);
    expect((await world.failure(world.client().disruptionBudgets(world.api))).message).toContain(
      'cannot list resource "poddisruptionbudgets" in API group "policy" at the cluster scope',
    );
  });

  it('is made once, corrected where it differs, and left alone where it does not', async () => {
    world = await kubernetesWorld();
    const client = world.client(world.administrator);
    const versions = async () => {
      const paths = ['clusterroles/fleet', 'clusterrolebindings/fleet'];
      const answers = [];
      for (const path of paths) {
        const target = `/apis/rbac.authorization.k8s.io/v1/${path}`;
        answers.push((await world.raw('GET', target, { caller: world.administrator })).body);
      }
      return answers.map(({ metadata }) => metadata?.resourceVersion);
    };
    await world.run(client.ensureGroupRole(world.api, role));
    const first = await versions();
    await world.run(client.ensureGroupRole(world.api, role));
    expect(await versions()).toEqual(first);
    const wider = [{ ...role.rules[0], verbs: ['get', 'list'] }] as typeof role.rules;
    await world.run(client.ensureGroupRole(world.api, { ...role, rules: wider }));
    const [roleVersion, bindingVersion] = await versions();
    expect([roleVersion === first[0], bindingVersion === first[1]]).toEqual([false, true]);
  });

  it('cannot be made by somebody who does not have what it gives', async () => {
    world = await kubernetesWorld();
    const client = world.client(world.administrator);
    const keeper = [
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles', 'clusterrolebindings'],
        verbs: ['get', 'create', 'update'],
      },
    ];
    await world.run(client.ensureGroupRole(world.api, { ...role, name: 'keeper', rules: keeper }));
    await world.letIn({ groups: ['fleet-operators'] });
    const { name, message } = await world.failure(
      world.client().ensureGroupRole(world.api, { ...role, rules: [...role.rules, ...keeper] }),
    );
    expect(name).toBe('KubernetesForbidden');
    expect(message).toContain('is attempting to grant RBAC permissions not currently held:');
    expect(message).toContain('{APIGroups:[""], Resources:["nodes"], Verbs:["list"]}');
  });
});
