import { isReady } from '../controllers/pods.ts';
import type { StoredObject, WebhookConfiguration } from './objects.ts';
import { MUTATING_WEBHOOKS, PODS, type ResourceType, SERVICES, VALIDATING_WEBHOOKS } from './resources.ts';
import { selects } from './selectors.ts';
import { internalError } from './status.ts';
import type { ObjectStore } from './store.ts';

type Webhook = WebhookConfiguration['webhooks'][number];
type AdmittedOperation = 'CREATE' | 'UPDATE' | 'DELETE';

interface Admission {
  readonly operation: AdmittedOperation;
  readonly type: ResourceType;
  readonly subresource?: string | undefined;
  readonly object: { readonly metadata: Pick<StoredObject['metadata'], 'labels' | 'namespace'> };
}

const includes = (list: readonly string[] = ['*'], value: string): boolean =>
  list.includes('*') || list.includes(value);

function matches(webhook: Webhook, { operation, type, subresource, object }: Admission): boolean {
  const resource = subresource === undefined ? type.plural : `${type.plural}/${subresource}`;
  const inRules = webhook.rules?.some(
    (rule) =>
      includes(rule.operations, operation) &&
      includes(rule.apiGroups, type.group) &&
      includes(rule.apiVersions, type.version) &&
      (rule.resources?.some((held) => held === '*/*' || held === resource) ||
        (subresource === undefined && includes(rule.resources ?? [], resource))) &&
      (rule.scope === undefined ||
        rule.scope === '*' ||
        (rule.scope === 'Namespaced') === (object.metadata.namespace !== undefined)),
  );
  if (!inRules) return false;
  const { namespace, labels = {} } = object.metadata;
  // Namespaces have the one label here that Kubernetes itself gives them.
  const ofNamespace =
    namespace === undefined ||
    selects(webhook.namespaceSelector ?? {}, { 'kubernetes.io/metadata.name': namespace });
  return ofNamespace && selects(webhook.objectSelector ?? {}, labels);
}

/** The reason why the API server could not call a webhook that runs in the cluster, or undefined where it could. */
function unreachable(store: ObjectStore, { clientConfig, timeoutSeconds = 10 }: Webhook): string | undefined {
  const { service: wanted } = clientConfig;
  if (!wanted) return undefined;
  const { namespace, name, path = '', port = 443 } = wanted;
  const url = `https://${name}.${namespace}.svc:${port}${path}?timeout=${timeoutSeconds}s`;
  const service = store.find(SERVICES, name, namespace);
  const selector = service?.spec.selector;
  if (!service || !selector) return `Post "${url}": service "${name}" not found`;
  const isServed = store
    .list(PODS, namespace)
    .some((pod) => isReady(pod) && selects({ matchLabels: selector }, pod.metadata.labels ?? {}));
  return isServed ? undefined : `Post "${url}": no endpoints available for service "${name}"`;
}

/**
 * Asks the webhooks that a request matches, mutating ones first. One that cannot be called fails the request, unless
 * its failure policy ignores that (Kubernetes, "Dynamic Admission Control", failure policy; `Fail` by default). One
 * that can be called lets the request pass as it is: its answer is not modelled.
 */
export function admit(store: ObjectStore, admission: Admission): void {
  for (const type of [MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS]) {
    // Neither configuration can be kept from being changed by a webhook.
    if (admission.type.group === type.group) return;
    for (const { webhooks } of store.list(type)) {
      for (const webhook of webhooks) {
        if (webhook.failurePolicy === 'Ignore' || !matches(webhook, admission)) continue;
        const why = unreachable(store, webhook);
        if (why !== undefined)
          throw internalError(`failed calling webhook "${webhook.name}": failed to call webhook: ${why}`);
      }
    }
  }
}
