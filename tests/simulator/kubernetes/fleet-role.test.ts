import { afterEach, describe, expect, it } from '@jest/globals';
import { FLEET_ROLE } from '../../../domain/kubernetes/fleet-role.ts';
import type { AccessRule } from '../../../domain/ports/kubernetes.ts';
import { askRights } from '../../../domain/upgrade/rights.ts';
import { deployment, nodePool } from './manifests.ts';
import { type KubernetesWorld, kubernetesWorld, MOMENT_MS } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

/** Somebody of the fleet's group, where the role has these rules. */
async function withRole(rules: readonly AccessRule[]): Promise<void> {
  world = await kubernetesWorld();
  await world.letIn({ groups: [FLEET_ROLE.group] });
  await world.run(world.client(world.administrator).ensureGroupRole(world.api, { ...FLEET_ROLE, rules }));
  world.eks.inCluster.plant('shop', [deployment('web'), nodePool('default')]);
  await world.pass(MOMENT_MS);
}

/** Everything that the port does, but for the bootstrap. */
async function everything(): Promise<void> {
  const { api } = world;
  const client = world.client();
  await world.run(client.nodes(api));
  await world.failure(client.cordon(api, { name: 'gone', annotations: {} })).then(({ name, message }) => {
    if (name !== 'NotFound') throw Object.assign(new Error(message), { name });
  });
  const [pod] = await world.run(client.pods(api, {}));
  if (pod) await world.run(client.evict(api, pod));
  await world.run(client.disruptionBudgets(api));
  await world.run(client.webhooks(api));
  await world.run(client.controllers(api));
  await world.run(client.cronJobs(api));
  await world.run(client.autoscalers(api));
  await world.run(client.nodeClasses(api));
  await world.run(client.nodeClaims(api));
  await world.run(client.deleteNodeClaim(api, 'gone'));
  const [pool] = (await world.run(client.nodePools(api))) ?? [];
  const { name = '', resourceVersion = '' } = pool ?? {};
  await world.run(client.limitNodePool(api, { name, resourceVersion, limits: { cpu: '0' } }));
  const web = await world.run(client.deployment(api, 'default', 'web'));
  const change = {
    namespace: 'default',
    name: 'web',
    resourceVersion: web?.resourceVersion ?? '',
    replicas: 0,
  };
  await world.run(client.scaleDeployment(api, change));
}

/** The role with one of its grants left out. */
const without = (skipped: string): readonly AccessRule[] =>
  FLEET_ROLE.rules.flatMap(({ apiGroups, resources, verbs }: AccessRule) =>
    resources.flatMap((resource) =>
      verbs
        .filter((verb) => `${verb} ${resource}` !== skipped)
        .map((verb) => ({ apiGroups, resources: [resource], verbs: [verb] })),
    ),
  );

const grants = FLEET_ROLE.rules.flatMap(({ resources, verbs }: AccessRule) =>
  resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
);

describe("the fleet's role inside of a cluster", () => {
  it('allows all that the port does', async () => {
    await withRole(FLEET_ROLE.rules);
    await expect(everything()).resolves.toBeUndefined();
  });

  it.each(grants)('would not do without: %s', async (grant) => {
    await withRole(without(grant));
    await expect(everything()).rejects.toMatchObject({ name: 'KubernetesForbidden' });
  });

  it('is asked for what it lacks, before an upgrade is begun, where an earlier release has made it', async () => {
    await withRole(
      without('list statefulsets').filter(({ resources }) => !resources.includes('pods/eviction')),
    );
    const client = world.client();
    const forbidden = await world.failure(client.controllers(world.api));
    expect(forbidden.message).toMatch(/cannot list resource "statefulsets" in API group "apps"/);
    const seen = { why: forbidden.message, isForbidden: true } as const;
    const has = { ownGroups: [], fargateProfiles: ['all'] };
    const { denied } = await world.run(askRights(seen, has, world.api, client));
    expect(denied).toEqual([
      { verb: 'list', group: 'apps', resource: 'statefulsets' },
      { verb: 'create', group: '', resource: 'pods/eviction' },
    ]);
  });

  it('makes nobody an administrator', async () => {
    await withRole(FLEET_ROLE.rules);
    const wider = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    const failure = await world.failure(
      world.client().ensureGroupRole(world.api, { ...FLEET_ROLE, rules: wider }),
    );
    expect(failure.name).toBe('KubernetesForbidden');
  });
});
