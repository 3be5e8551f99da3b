import type { ObservedWebhook } from '../ports/kubernetes.ts';
import { selects } from './selects.ts';

/** A request that must be allowed before a cluster without nodes has any again. */
interface WakingRequest {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly group: string;
  readonly resource: string;
  readonly isNamespaced: boolean;
}
const WAKING: readonly WakingRequest[] = [
  { operation: 'CREATE', group: '', resource: 'nodes', isNamespaced: false },
  { operation: 'CREATE', group: '', resource: 'pods', isNamespaced: true },
  { operation: 'CREATE', group: 'karpenter.sh', resource: 'nodeclaims', isNamespaced: false },
  { operation: 'UPDATE', group: 'karpenter.sh', resource: 'nodepools', isNamespaced: false },
];

const includes = (list: readonly string[], value: string): boolean =>
  list.includes('*') || list.includes(value);

/**
 * True where the webhook is asked about pods of the namespace. Kubernetes gives a namespace this one label; others
 * are not known.
 */
const asksIn = (namespace: string, { namespaceSelector, objectSelector }: ObservedWebhook): boolean =>
  selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace }) && selects(objectSelector, {});

function blocks(
  webhook: ObservedWebhook,
  { operation, group, resource, isNamespaced }: WakingRequest,
): boolean {
  const isAsked = webhook.rules.some(
    ({ operations, apiGroups, resources }) =>
      includes(operations, operation) &&
      includes(apiGroups, group) &&
      (includes(resources, resource) || resources.includes('*/*')),
  );
  if (!isAsked) return false;
  if (!isNamespaced) return selects(webhook.objectSelector, {});
  // Pods of the network and of the webhook itself come first: neither can, before the webhook's own pods run.
  return asksIn('kube-system', webhook) || asksIn(webhook.service?.namespace ?? '', webhook);
}

/**
 * Webhooks that run in the cluster and without which nothing may be made there (`failurePolicy: Fail`), although
 * something must be made before they can run again (Kubernetes, "Admission Webhook Good Practices", dependency
 * loops).
 */
export const blockingWebhooks = (webhooks: readonly ObservedWebhook[]): readonly ObservedWebhook[] =>
  webhooks.filter(
    (webhook) =>
      webhook.failurePolicy === 'Fail' &&
      webhook.service !== undefined &&
      WAKING.some((request) => blocks(webhook, request)),
  );
