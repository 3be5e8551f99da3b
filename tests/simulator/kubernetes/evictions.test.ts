import { afterEach, describe, expect, it } from '@jest/globals';
import { budget, deployment } from './manifests.ts';
import { type KubernetesWorld, MOMENT_MS, withNodes } from './world.ts';

let world: KubernetesWorld;
afterEach(() => world.close());

const podsOf = async () => world.run(world.client().pods(world.api, {}));
const evict = (pod: { readonly namespace: string; readonly name: string; readonly uid: string }) =>
  world.run(world.client().evict(world.api, pod));

async function withWeb(replicas: number, ...budgets: readonly ReturnType<typeof budget>[]) {
  world = await withNodes();
  world.eks.inCluster.plant('shop', [deployment('web', { replicas }), ...budgets]);
  await world.pass(MOMENT_MS);
  const [first, second] = await podsOf();
  if (!first) throw new Error('no pod came');
  return { first, second: second ?? first };
}

describe('a client of the API', () => {
  it('sees of a pod who makes it anew and whether it is on its way out, and of a node its kubelet', async () => {
    const { first } = await withWeb(1);
    expect(first).toMatchObject({
      owner: { kind: 'ReplicaSet', name: expect.stringMatching(/^web-/) },
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      createdAt: expect.stringMatching(/^2026-/),
      isDeleting: false,
    });
    const [node] = await world.run(world.client().nodes(world.api));
    expect(node?.kubeletVersion).toMatch(/^v1\.36\.1-eks-/);
    await evict(first);
    const left = await podsOf();
    expect(left.find(({ uid }) => uid === first.uid)).toMatchObject({ isDeleting: true });
  });

  it('sees which pods a budget is about', async () => {
    await withWeb(1, budget('web', { minAvailable: 1 }));
    const [found] = await world.run(world.client().disruptionBudgets(world.api));
    expect(found?.selector).toEqual({ matchLabels: { app: 'web' } });
  });

  it('evicts a pod by the leave of its budget, and is told which budget holds it', async () => {
    const { first, second } = await withWeb(2, budget('web', { minAvailable: 1 }));
    expect(await evict(first)).toEqual({ outcome: 'Evicted' });
    expect(await evict(second)).toEqual({
      outcome: 'Held',
      why: 'The disruption budget web needs 1 healthy pods and has 1 currently',
    });
  });

  it('is told where several budgets hold a pod for good', async () => {
    const { first } = await withWeb(
      1,
      budget('one', { minAvailable: 0 }, 'web'),
      budget('two', { minAvailable: 0 }, 'web'),
    );
    expect(await evict(first)).toMatchObject({
      outcome: 'Held',
      why: expect.stringMatching(/more than one/),
    });
  });

  it('evicts a pod that is gone, or on its way out, once more without more', async () => {
    const { first } = await withWeb(1);
    expect(await evict(first)).toEqual({ outcome: 'Evicted' });
    expect(await evict(first)).toEqual({ outcome: 'Evicted' });
    await world.pass(MOMENT_MS);
    expect(await evict(first)).toEqual({ outcome: 'Evicted' });
  });
});

describe('an eviction', () => {
  it('that names a pod by its uid is of that pod alone', async () => {
    const { first } = await withWeb(1);
    const other = { ...first, uid: '00000000-0000-4000-8000-000000000000' };
    expect(await world.failure(world.client().evict(world.api, other))).toEqual({
      name: 'Conflict',
      message: `shop: Operation cannot be fulfilled on pods "${first.name}": Precondition failed: UID in precondition: ${other.uid}, UID in object meta: ${first.uid}`,
    });
    expect((await podsOf()).map(({ isDeleting }) => isDeleting)).toEqual([false]);
  });
});
