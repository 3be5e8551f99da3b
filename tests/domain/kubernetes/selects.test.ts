import { describe, expect, it } from '@jest/globals';
import { gitOpsOwner } from '../../../domain/kubernetes/gitops-owner.ts';
import { selects } from '../../../domain/kubernetes/selects.ts';
import type { LabelSelector, ObjectMarks } from '../../../domain/ports/kubernetes.ts';

// Kubernetes, "Labels and Selectors".
describe('a selector', () => {
  const expression = (operator: string, ...values: readonly string[]): LabelSelector => ({
    matchExpressions: [{ key: 'tier', operator, ...(values.length > 0 ? { values } : {}) }],
  });
  const both: LabelSelector = { matchLabels: { tier: 'web' }, ...expression('NotIn', 'db') };

  it.each<[string, LabelSelector | undefined, Readonly<Record<string, string>>, boolean]>([
    ['that is absent', undefined, {}, true],
    ['that is empty', {}, { tier: 'web' }, true],
    ['of a label', { matchLabels: { tier: 'web' } }, { tier: 'web', a: 'b' }, true],
    ['of a label', { matchLabels: { tier: 'web' } }, { tier: 'db' }, false],
    ['of two labels', { matchLabels: { tier: 'web', a: 'b' } }, { tier: 'web' }, false],
    ['of some values', expression('In', 'web', 'db'), { tier: 'db' }, true],
    ['of some values', expression('In', 'web', 'db'), { tier: 'jobs' }, false],
    ['of some values', expression('In', 'web'), {}, false],
    ['of no value', expression('In'), { tier: 'web' }, false],
    ['of other values', expression('NotIn', 'web'), { tier: 'db' }, true],
    ['of other values', expression('NotIn', 'web'), {}, true],
    ['of other values', expression('NotIn', 'web'), { tier: 'web' }, false],
    ['of any value', expression('Exists'), { tier: '' }, true],
    ['of any value', expression('Exists'), {}, false],
    ['of no such label', expression('DoesNotExist'), {}, true],
    ['of no such label', expression('DoesNotExist'), { tier: 'web' }, false],
    ['by an operator that is not known', expression('Near', 'web'), { tier: 'db' }, true],
    ['of both kinds', both, { tier: 'web' }, true],
    ['of both kinds', both, { tier: 'db' }, false],
  ])('%s %j, of %j: %s', (_, selector, labels, isSelected) => {
    expect(selects(selector, labels)).toBe(isSelected);
  });
});

describe('the owner of an object', () => {
  const marks = (more: Partial<ObjectMarks>): ObjectMarks => ({
    labels: {},
    annotations: {},
    managers: [],
    ...more,
  });

  it.each<[string, Partial<ObjectMarks>, ReturnType<typeof gitOpsOwner>]>([
    ['nobody', { managers: ['kubectl'] }, undefined],
    [
      'Argo CD, by its annotation',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } },
      { tool: 'Argo CD', name: 'shop' },
    ],
    [
      'Argo CD, by its label',
      { labels: { 'argocd.argoproj.io/instance': 'shop' } },
      { tool: 'Argo CD', name: 'shop' },
    ],
    ['Argo CD, by its manager', { managers: ['kubectl', 'argocd-controller'] }, { tool: 'Argo CD' }],
    [
      'Flux, by a Kustomization',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } },
      { tool: 'Flux', name: 'shop' },
    ],
    [
      'Flux, by a HelmRelease',
      { labels: { 'helm.toolkit.fluxcd.io/name': 'shop' } },
      { tool: 'Flux', name: 'shop' },
    ],
    ['Flux, by a manager', { managers: ['kubectl', 'kustomize-controller'] }, { tool: 'Flux' }],
    ['Flux, by its other manager', { managers: ['helm-controller'] }, { tool: 'Flux' }],
  ])('is %s', (_, more, owner) => {
    expect(gitOpsOwner(marks(more))).toEqual(owner);
  });
});
