import { describe, expect, it } from '@jest/globals';
import { blockingWebhooks } from '../../../domain/kubernetes/blocking-webhooks.ts';
import type { LabelSelector, ObservedWebhook } from '../../../domain/ports/kubernetes.ts';

const asked = (resource: string, over: Partial<ObservedWebhook> = {}, group = ''): ObservedWebhook => ({
  kind: 'ValidatingWebhookConfiguration',
  configuration: 'policy',
  name: 'policy.example.com',
  failurePolicy: 'Fail',
  service: { namespace: 'policy', name: 'policy' },
  rules: [{ operations: ['CREATE', 'UPDATE'], apiGroups: [group], resources: [resource] }],
  ...over,
});
const leavesOut = (...values: readonly string[]): LabelSelector => ({
  matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values }],
});
const { service: _service, ...outside } = asked('pods');

describe('a webhook that keeps a cluster from waking', () => {
  it.each<[string, ObservedWebhook, boolean]>([
    ['is asked about pods', asked('pods'), true],
    ['is asked about nodes', asked('nodes'), true],
    ['is asked about everything', asked('*/*', {}, '*'), true],
    [
      'has one rule of several about pods',
      asked('pods', {
        rules: [
          { operations: ['CREATE'], apiGroups: ['apps'], resources: ['deployments'] },
          { operations: ['*'], apiGroups: ['*'], resources: ['*'] },
        ],
      }),
      true,
    ],
    [
      'is asked about nodes, which are of no namespace',
      asked('nodes', { namespaceSelector: { matchLabels: { 'example.com/check': 'true' } } }),
      true,
    ],
    ['is asked about NodeClaims', asked('nodeclaims', {}, 'karpenter.sh'), true],
    ['is asked about NodePools', asked('nodepools', {}, 'karpenter.sh'), true],
    ['leaves out its own namespace alone', asked('pods', { namespaceSelector: leavesOut('policy') }), true],
    ['leaves out the network alone', asked('pods', { namespaceSelector: leavesOut('kube-system') }), true],
    [
      'leaves out what nobody is known to have',
      asked('pods', {
        namespaceSelector: { matchExpressions: [{ key: 'example.com/ignore', operator: 'DoesNotExist' }] },
      }),
      true,
    ],
    ['leaves out both', asked('pods', { namespaceSelector: leavesOut('kube-system', 'policy') }), false],
    [
      'is asked where somebody wants it alone',
      asked('pods', { namespaceSelector: { matchLabels: { 'example.com/check': 'true' } } }),
      false,
    ],
    [
      'is asked about objects with a label alone',
      asked('pods', { objectSelector: { matchExpressions: [{ key: 'check', operator: 'Exists' }] } }),
      false,
    ],
    ['fails open', asked('pods', { failurePolicy: 'Ignore' }), false],
    ['runs elsewhere', outside, false],
    ['is asked about certificates', asked('certificates', {}, 'cert-manager.io'), false],
    [
      'is asked when pods go',
      asked('pods', { rules: [{ operations: ['DELETE'], apiGroups: [''], resources: ['pods'] }] }),
      false,
    ],
  ])('or does not: it %s', (_situation, webhook, blocks) => {
    expect(blockingWebhooks([webhook])).toHaveLength(blocks ? 1 : 0);
  });
});
