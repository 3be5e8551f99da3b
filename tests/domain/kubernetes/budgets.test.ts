import { describe, expect, it } from '@jest/globals';
import { holdOn } from '../../../domain/kubernetes/budgets.ts';
import type { ObservedDisruptionBudget, ObservedPod } from '../../../domain/ports/kubernetes.ts';
import { heldPods } from '../../../domain/upgrade/nodes/held-pods.ts';

const pod = (more: Partial<ObservedPod> = {}): ObservedPod => ({
  namespace: 'shop',
  name: 'web-1',
  uid: 'uid-1',
  createdAt: '2026-11-24T10:00:00Z',
  isDeleting: false,
  nodeName: 'ip-10-0-0-1',
  phase: 'Running',
  ready: true,
  labels: { app: 'web' },
  ...more,
});
const budget = (more: Partial<ObservedDisruptionBudget> = {}): ObservedDisruptionBudget => ({
  namespace: 'shop',
  name: 'web',
  disruptionsAllowed: 0,
  currentHealthy: 2,
  desiredHealthy: 2,
  expectedPods: 2,
  selector: { matchLabels: { app: 'web' } },
  ...more,
});
const WHY = 'PodDisruptionBudget shop/web needs 2 healthy pods and has 2';

describe('the hold of budgets on a pod', () => {
  it('lasts where the budget allows nothing although all of its pods are well', () => {
    expect(holdOn(pod(), [budget()])).toEqual({ why: WHY, isLasting: true });
  });

  it('may pass by itself where some of its pods are missing', () => {
    const short = budget({ currentHealthy: 1, desiredHealthy: 1, expectedPods: 2 });
    expect(holdOn(pod(), [short])).toMatchObject({ isLasting: false });
  });

  it.each([
    ['it allows one', pod(), budget({ disruptionsAllowed: 1 })],
    ['it is of another namespace', pod(), budget({ namespace: 'other' })],
    ['it is about other pods', pod({ labels: { app: 'db' } }), budget()],
    ['it has no selector, and is about none', pod(), (({ selector: _, ...rest }) => rest)(budget())],
    ['the pod has ended', pod({ phase: 'Succeeded' }), budget()],
    ['the pod has failed', pod({ phase: 'Failed' }), budget()],
    ['the pod has not begun', pod({ phase: 'Pending' }), budget()],
    ['the pod is on its way out', pod({ isDeleting: true }), budget()],
    ['the pod is not ready, and enough others are', pod({ ready: false }), budget()],
  ])('is none where %s', (_, of, one) => {
    expect(holdOn(of, [one])).toBeUndefined();
  });

  it('is there for a pod that is not ready where others are missing, too', () => {
    expect(holdOn(pod({ ready: false }), [budget({ currentHealthy: 1 })])).toBeDefined();
  });

  it('is there for a pod that is not ready where nobody can say how many are enough', () => {
    // The API lets an unhealthy pod go only where some pods are wanted (`IfHealthyBudget`).
    const none = budget({ currentHealthy: 0, desiredHealthy: 0 });
    expect(holdOn(pod({ ready: false }), [none])).toBeDefined();
  });

  it('is of all of its namespace where the selector is empty', () => {
    expect(holdOn(pod({ labels: {} }), [budget({ selector: {} })])).toBeDefined();
  });

  it('of several budgets lasts, whatever they allow', () => {
    const two = [
      budget({ disruptionsAllowed: 1 }),
      budget({ name: 'all', disruptionsAllowed: 1, selector: {} }),
    ];
    expect(holdOn(pod(), two)).toEqual({
      why: 'it has several budgets, with which no pod can be evicted: PodDisruptionBudget shop/web, PodDisruptionBudget shop/all',
      isLasting: true,
    });
  });
});

describe('pods that are held on nodes', () => {
  it('are told with their node and their budget, the first five by name', () => {
    const pods = Array.from({ length: 7 }, (_, index) => pod({ name: `web-${index}` }));
    const told = heldPods([...pods, pod({ name: 'db', labels: {} })], [budget()]);
    expect(told[0]).toBe(`pod shop/web-0 on ip-10-0-0-1: ${WHY}`);
    expect(told).toHaveLength(6);
    expect(told[5]).toBe('and 2 more pods that are held');
  });
});
