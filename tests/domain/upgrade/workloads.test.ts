import { describe, expect, it } from '@jest/globals';
import type { ObservedController, ObservedPod } from '../../../domain/ports/kubernetes.ts';
import { lackingWorkloads, listsFor, workloadsOf } from '../../../domain/upgrade/workloads.ts';

const pod = (more: Partial<ObservedPod> = {}): ObservedPod => ({
  namespace: 'shop',
  name: 'web-5d4f8-abcde',
  uid: 'one',
  owner: { kind: 'ReplicaSet', name: 'web-5d4f8' },
  createdAt: '2026-11-24T10:00:00Z',
  isDeleting: false,
  phase: 'Running',
  ready: true,
  labels: { 'pod-template-hash': '5d4f8' },
  ...more,
});
const unready = pod({ ready: false });
const released = pod({
  owner: { kind: 'ReplicaSet', name: 'web-77777' },
  labels: { 'pod-template-hash': '77777' },
});
const rollout = (hash: string) =>
  pod({ owner: { kind: 'ReplicaSet', name: `web-${hash}` }, labels: { 'rollouts-pod-template-hash': hash } });
const controller = (
  kind: ObservedController['kind'],
  wanted: number,
  ready: number,
  name = 'web',
): ObservedController => ({
  ...{ kind, namespace: 'shop', name, wanted, ready },
  ...{ images: [], labels: {}, annotations: {}, managers: [] },
});
const alone = (more: Partial<ObservedPod> = {}): ObservedPod => {
  const { owner, ...rest } = pod({ name: 'tool', labels: {} });
  return { ...rest, ...more };
};
const counted = (controllers: readonly ObservedController[], pods: readonly ObservedPod[]) =>
  workloadsOf({ controllers, pods });

describe('the workloads of a cluster', () => {
  it('count by their own word where they have one, and not by their pods', () => {
    const controllers = [
      controller('Deployment', 3, 2),
      controller('StatefulSet', 2, 2, 'db'),
      controller('DaemonSet', 5, 4, 'agent'),
    ];
    const pods = [
      pod(),
      pod({ name: 'db-0', owner: { kind: 'StatefulSet', name: 'db' }, labels: {} }),
      pod({ name: 'agent-x', owner: { kind: 'DaemonSet', name: 'agent' }, labels: {} }),
    ];
    expect(counted(controllers, pods)).toEqual({
      'DaemonSet shop/agent': 4,
      'Deployment shop/web': 2,
      'StatefulSet shop/db': 2,
    });
  });

  it('are told apart by kind, where two have one name', () => {
    expect(counted([controller('Deployment', 1, 1), controller('StatefulSet', 2, 2)], [])).toEqual({
      'Deployment shop/web': 1,
      'StatefulSet shop/web': 2,
    });
  });

  it.each<[string, ObservedPod, object]>([
    ['of a ReplicaSet that no Deployment has', pod(), { 'ReplicaSet shop/web': 1 }],
    ['of a rollout of Argo’s, whichever template it has', rollout('abc'), { 'ReplicaSet shop/web': 1 }],
    [
      'of an owner that is not known',
      pod({ owner: { kind: 'Kafka', name: 'k' }, labels: {} }),
      { 'Kafka shop/k': 1 },
    ],
    ['of nobody', alone(), { 'Pod shop/tool': 1 }],
    ['of a job', pod({ owner: { kind: 'Job', name: 'once' } }), {}],
    ['of a node', pod({ owner: { kind: 'Node', name: 'ip-1' } }), {}],
    ['that has ended', alone({ phase: 'Succeeded' }), {}],
    ['that is on its way out', alone({ isDeleting: true }), {}],
    ['that is not ready', alone({ ready: false }), {}],
  ])('count a pod %s', (_which, one, workloads) => {
    expect(counted([], [one])).toEqual(workloads);
  });

  it('take the lists that count them, and no more', () => {
    expect(listsFor({})).toEqual({ controllers: false, pods: false });
    expect(listsFor({ 'Deployment shop/web': 1 })).toEqual({ controllers: true, pods: false });
    expect(listsFor({ 'Pod shop/tool': 1 })).toEqual({ controllers: true, pods: true });
  });
});

describe('what a workload lacks in the end', () => {
  it.each<[string, readonly ObservedController[], number | undefined]>([
    ['nothing where as many are ready', [controller('Deployment', 3, 3)], undefined],
    ['nothing where more are ready', [controller('Deployment', 5, 4)], undefined],
    ['a pod that is not ready', [controller('Deployment', 3, 2)], 2],
    ['all of them where none is ready', [controller('Deployment', 3, 0)], 0],
    ['nothing where somebody made it smaller', [controller('Deployment', 1, 1)], undefined],
    ['nothing where somebody sent it to sleep', [controller('Deployment', 0, 0)], undefined],
    ['a pod where somebody made it smaller, and that is not ready', [controller('Deployment', 2, 1)], 1],
    ['nothing where somebody took it away', [], undefined],
    ['nothing where another kind has its name', [controller('StatefulSet', 3, 0)], undefined],
  ])('of its own count is %s', (_what, controllers, ready) => {
    const lacking = ready === undefined ? [] : [{ workload: 'Deployment shop/web', ready, before: 3 }];
    expect(lackingWorkloads({ 'Deployment shop/web': 3 }, { controllers, pods: [] })).toEqual(lacking);
  });

  it.each<[string, ObservedController, number | undefined]>([
    ['one where a node has none that is ready', controller('DaemonSet', 3, 2), 2],
    ['nothing where there are fewer nodes', controller('DaemonSet', 2, 2), undefined],
  ])('of a DaemonSet is %s', (_what, found, ready) => {
    const lacking = ready === undefined ? [] : [{ workload: 'DaemonSet shop/web', ready, before: 3 }];
    expect(lackingWorkloads({ 'DaemonSet shop/web': 3 }, { controllers: [found], pods: [] })).toEqual(
      lacking,
    );
  });

  it.each<[string, readonly ObservedPod[], number | undefined]>([
    ['nothing where as many are ready', [pod(), pod()], undefined],
    ['nothing where more are ready', [pod(), pod(), pod()], undefined],
    ['a pod that is not ready', [pod(), unready], 1],
    ['all of them where there is none', [], 0],
    ['a pod of which the only one is on its way out', [pod(), pod({ isDeleting: true }), unready], 1],
    ['nothing where somebody made it smaller', [pod()], undefined],
    ['nothing where a release of it has another template', [released, released], undefined],
  ])('of its pods is %s', (_what, pods, ready) => {
    const lacking = ready === undefined ? [] : [{ workload: 'ReplicaSet shop/web', ready, before: 2 }];
    expect(lackingWorkloads({ 'ReplicaSet shop/web': 2 }, { controllers: [], pods })).toEqual(lacking);
  });

  it('of a pod of nobody is its readiness, while it is there', () => {
    const now = (...pods: readonly ObservedPod[]) =>
      lackingWorkloads({ 'Pod shop/tool': 1 }, { controllers: [], pods }).length;
    expect([now(alone()), now(), now(alone({ ready: false }))]).toEqual([0, 0, 1]);
  });
});
