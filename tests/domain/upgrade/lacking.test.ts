import { describe, expect, it } from '@jest/globals';
import type { ObservedPod } from '../../../domain/ports/kubernetes.ts';
import { lackingWorkloads } from '../../../domain/upgrade/lacking.ts';

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
const lacks = (ready: number) => [{ workload: 'shop/web', ready, before: 2 }];

describe('what a workload lacks in the end', () => {
  it.each([
    ['nothing where as many are ready', [pod(), pod()], []],
    ['nothing where more are ready', [pod(), pod(), pod()], []],
    ['a pod that is not ready', [pod(), unready], lacks(1)],
    ['all of them where there is none', [], lacks(0)],
    ['a pod of which the only one is on its way out', [pod(), pod({ isDeleting: true }), unready], lacks(1)],
    ['nothing where somebody made it smaller', [pod()], []],
    ['nothing where a release of it has another template', [released, released], []],
  ])('is %s', (_what, pods, lacking) => {
    expect(lackingWorkloads({ 'shop/web': 2 }, pods)).toEqual(lacking);
  });
});
