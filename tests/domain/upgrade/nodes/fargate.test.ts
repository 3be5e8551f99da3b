import { describe, expect, it } from '@jest/globals';
import { decidePhase } from '../../../../domain/phase.ts';
import type {
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedPod,
} from '../../../../domain/ports/kubernetes.ts';
import {
  fargatePodItems,
  leftOnFargate,
  type SeenFargate,
} from '../../../../domain/upgrade/nodes/fargate.ts';

const SINCE = '2026-11-24T10:00:00.500Z';
const node = (name: string, minor: string, labels = {}): ObservedNode => ({
  name,
  ready: true,
  cordoned: false,
  annotations: {},
  labels: { 'eks.amazonaws.com/compute-type': 'fargate', ...labels },
  kubeletVersion: `v${minor}.1-eks-0a1b2c3`,
});
const NODES = [
  node('old', '1.35'),
  node('new', '1.36'),
  node('ec2', '1.35', { 'eks.amazonaws.com/compute-type': 'ec2' }),
];
const owner = (name: string) => ({ kind: 'ReplicaSet', name });
const pod = (name: string, more: Partial<ObservedPod> = {}): ObservedPod => ({
  namespace: 'shop',
  name,
  uid: `uid-${name}`,
  owner: owner(name.replace(/-\d+$/, '')),
  createdAt: '2026-11-20T10:00:00Z',
  isDeleting: false,
  nodeName: 'old',
  phase: 'Running',
  ready: true,
  labels: {},
  ...more,
});
/** A pod that has come in place of one. */
const fresh = (name: string, more: Partial<ObservedPod> = {}) =>
  pod(name, { nodeName: 'new', createdAt: '2026-11-24T10:01:00Z', ...more });
const coming = { nodeName: 'new', ready: false, phase: 'Pending' };
const budget: ObservedDisruptionBudget = {
  namespace: 'shop',
  name: 'web',
  disruptionsAllowed: 0,
  currentHealthy: 2,
  desiredHealthy: 2,
  expectedPods: 2,
  selector: {},
};

const seen = (pods: readonly ObservedPod[], more: Partial<SeenFargate> = {}): SeenFargate => ({
  nodes: NODES,
  pods,
  budgets: [],
  since: SINCE,
  at: '2026-11-24T10:02:00Z',
  ...more,
});
function look(pods: readonly ObservedPod[], more: Partial<SeenFargate> = {}, elapsedSeconds = 60) {
  const items = fargatePodItems(seen(pods, more), '1.36');
  const progress = decidePhase(items, { elapsedSeconds, spread: 0 });
  const evicted = progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key.split('/')[2]) : [];
  return { items, progress, evicted };
}
const PROOF = pod('proof-1', { nodeName: 'new' });

describe('pods on Fargate', () => {
  it('of an older kubelet are evicted, one of an owner at a time', () => {
    const { evicted, items } = look([pod('api-1'), pod('api-2'), pod('web-1'), pod('web-2'), PROOF]);
    expect(evicted).toEqual(['api-1', 'web-1']);
    expect(items[0]).toMatchObject({
      key: 'pod/shop/api-1',
      task: 'evict-pod',
      decision: {
        change: { operation: 'Eviction', request: { namespace: 'shop', name: 'api-1', uid: 'uid-api-1' } },
      },
    });
  });

  it('begin with one owner alone, until a pod runs on the new kubelet', () => {
    expect(look([pod('api-1'), pod('web-1')]).evicted).toEqual(['api-1']);
    expect(look([fresh('api-2', coming), pod('web-1')]).evicted).toEqual([]);
    expect(look([pod('api-1', { isDeleting: true }), pod('web-1')]).evicted).toEqual([]);
    expect(look([fresh('api-2'), pod('web-1')]).evicted).toEqual(['web-1']);
  });

  it('begin all the same where something else has been waiting for long to start', () => {
    const stuck = pod('job-1', { ...coming, owner: owner('job'), createdAt: '2026-11-20T10:00:00Z' });
    expect(look([stuck, pod('web-1')]).evicted).toEqual(['web-1']);
  });

  it('of one owner wait until the pod that came in place of the last is ready', () => {
    expect(look([pod('web-1'), fresh('web-2', coming), PROOF]).evicted).toEqual([]);
    expect(look([pod('web-1'), pod('web-2', { isDeleting: true }), PROOF]).evicted).toEqual([]);
    expect(look([pod('web-1'), fresh('web-2'), PROOF]).evicted).toEqual(['web-1']);
  });

  it('that are not ready go first', () => {
    expect(look([pod('web-1'), pod('web-2', { ready: false }), PROOF]).evicted).toEqual(['web-2']);
  });

  it('are let alone as long as their budget holds them', () => {
    const { evicted, items } = look([pod('web-1'), PROOF], { budgets: [budget] });
    expect(evicted).toEqual([]);
    expect(items[0]?.decision).toEqual({
      do: 'wait',
      operation: 'Eviction',
      issue: 'PodDisruptionBudget shop/web needs 2 healthy pods and has 2',
    });
    expect(look([pod('web-1'), PROOF], { budgets: [{ ...budget, disruptionsAllowed: 1 }] }).evicted).toEqual([
      'web-1',
    ]);
  });

  it('that a budget holds for good end the step after an hour, and name it', () => {
    const held = [pod('web-1'), pod('web-2'), PROOF];
    expect(look(held, { budgets: [budget] }, 3000).progress.outcome).toBe('Waiting');
    expect(look(held, { budgets: [budget] }, 4000).progress).toEqual({
      outcome: 'Failed',
      failures: [
        { key: 'pod/shop/web-1', reason: 'PodDisruptionBudget shop/web needs 2 healthy pods and has 2' },
        { key: 'pod/shop/web-2', reason: 'PodDisruptionBudget shop/web needs 2 healthy pods and has 2' },
      ],
    });
  });

  it('that a budget holds for a moment do not end a step that lasts for hours', () => {
    const passing = { ...budget, currentHealthy: 1, desiredHealthy: 1, expectedPods: 2 };
    expect(look([pod('web-1'), PROOF], { budgets: [passing] }, 9000).progress.outcome).toBe('Waiting');
  });

  it('whose successor never becomes ready end the step, and name it', () => {
    const at = '2026-11-24T11:30:00Z';
    const stuck = [pod('web-1'), pod('web-3'), fresh('web-2', coming)];
    const reason = 'pod shop/web-2, which came in place of one that was evicted, is not ready';
    for (const pods of [stuck, [...stuck, PROOF]])
      expect(look(pods, { at }, 5400).progress).toEqual({
        outcome: 'Failed',
        failures: [
          { key: 'pod/shop/web-1', reason },
          { key: 'pod/shop/web-3', reason },
        ],
      });
  });

  it('are done once none is on an older kubelet', () => {
    expect(look([fresh('web-1'), fresh('api-1')]).progress).toEqual({ outcome: 'Done' });
    expect(look([pod('web-1', { nodeName: 'ec2' })]).progress).toEqual({ outcome: 'Done' });
  });

  it('that have ended, that nobody makes anew, or that are of a Job stay', () => {
    const { owner: _, ...bare } = pod('bare');
    const ofJob = pod('report-1', { owner: { kind: 'Job', name: 'report' } });
    const ended = pod('web-1', { phase: 'Succeeded', ready: false });
    const pods = [bare, ofJob, ended];
    expect(look(pods).progress).toEqual({ outcome: 'Done' });
    expect(leftOnFargate({ nodes: NODES, pods }, '1.36').map(({ name }) => name)).toEqual([
      'bare',
      'report-1',
    ]);
  });
});
