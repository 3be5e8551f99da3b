import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { TaskError } from '../../domain/errors.ts';
import type { ApiAnswer, ApiRequest } from '../../domain/forwarder/request.ts';
import type {
  AccessQuestion,
  AccessRule,
  Eviction,
  KubernetesApi,
  KubernetesPort,
  ObservedNodeClaim,
  ObservedNodePool,
  ObservedWebhook,
  PodSelection,
} from '../../domain/ports/kubernetes.ts';
import { unlessMissing } from '../errors.ts';
import type { SigningConfiguration } from '../sts/presign.ts';
import { apiServers } from './api-servers.ts';
import { callKubernetes, isTooLarge, type KubernetesCall, type Status } from './call.ts';
import { forward, type Sender } from './forwarder.ts';
import * as objects from './objects.ts';
import { type Tokens, tokensOf } from './token.ts';

const CORE = '/api/v1';
const APPS = '/apis/apps/v1';
const KARPENTER = '/apis/karpenter.sh/v1';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

/** As many as kubectl asks for at a time. */
const PAGE_SIZE = 500;
/** Through a forwarder, which carries 6 MB; smaller where that is too much still. */
const FORWARDED_PAGE_SIZE = 100;
/** A long list may go stale half way; it is begun anew this often. */
const LIST_ATTEMPTS = 3;

interface List<T> {
  readonly metadata?: { readonly continue?: string };
  readonly items: readonly T[];
}

/** A role or a binding, as far as it is written. */
interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly resourceVersion?: string };
  readonly rules?: readonly AccessRule[];
  readonly subjects?: readonly object[];
}

const named = encodeURIComponent;

/** `KubernetesPort` over HTTPS, with tokens signed by the function's own credentials. */
export class EksKubernetes implements KubernetesPort {
  readonly #tokens: Tokens;
  readonly #sender: Sender | undefined;

  /** Without a sender, clusters that are reached by a forwarder are not. */
  constructor(signing: SigningConfiguration, now: () => number, sender?: Sender) {
    this.#tokens = tokensOf(signing, now);
    this.#sender = sender;
  }

  async nodes(api: KubernetesApi) {
    return (await this.list<Node>(api, `${CORE}/nodes`)).map(objects.toNode);
  }

  async pods(api: KubernetesApi, { namespace, ...selectors }: PodSelection) {
    const scope = namespace === undefined ? '' : `/namespaces/${named(namespace)}`;
    return (await this.list<Pod>(api, `${CORE}${scope}/pods`, selectors)).map(objects.toPod);
  }

  async disruptionBudgets(api: KubernetesApi) {
    const path = '/apis/policy/v1/poddisruptionbudgets';
    return (await this.list<PodDisruptionBudget>(api, path)).map(objects.toDisruptionBudget);
  }

  async nodePools(api: KubernetesApi): Promise<readonly ObservedNodePool[] | undefined> {
    const pools = await unlessMissing(this.list<objects.NodePool>(api, `${KARPENTER}/nodepools`));
    return pools?.map(objects.toNodePool);
  }

  async nodeClasses(api: KubernetesApi) {
    const path = '/apis/karpenter.k8s.aws/v1/ec2nodeclasses';
    return (await unlessMissing(this.list<objects.NodeClass>(api, path)))?.map(objects.toNodeClass);
  }

  async controllers(api: KubernetesApi) {
    const [deployments, sets, daemons] = await Promise.all([
      this.list<Deployment>(api, `${APPS}/deployments`),
      this.list<StatefulSet>(api, `${APPS}/statefulsets`),
      this.list<DaemonSet>(api, `${APPS}/daemonsets`),
    ]);
    return [
      ...deployments.map(objects.toReplicated('Deployment')),
      ...sets.map(objects.toReplicated('StatefulSet')),
      ...daemons.map(objects.toDaemon),
    ];
  }

  async nodeClaims(api: KubernetesApi): Promise<readonly ObservedNodeClaim[] | undefined> {
    const claims = await unlessMissing(this.list<objects.NodeClaim>(api, `${KARPENTER}/nodeclaims`));
    return claims?.map(objects.toNodeClaim);
  }

  async limitNodePool(
    api: KubernetesApi,
    { name, resourceVersion, limits }: Parameters<KubernetesPort['limitNodePool']>[1],
  ): Promise<void> {
    const before = await this.#get<objects.NodePool>(api, `${KARPENTER}/nodepools/${named(name)}`);
    // A merge patch keeps members that it does not name: those that are to go are named null.
    const gone = Object.fromEntries(Object.keys(before?.spec?.limits ?? {}).map((key) => [key, null]));
    const body = { metadata: { resourceVersion }, spec: { limits: limits && { ...gone, ...limits } } };
    await this.#send(api, { method: 'PATCH', target: `${KARPENTER}/nodepools/${named(name)}`, body });
  }

  async deleteNodeClaim(api: KubernetesApi, name: string): Promise<void> {
    const target = `${KARPENTER}/nodeclaims/${named(name)}`;
    await unlessMissing(this.#send(api, { method: 'DELETE', target }));
  }

  async deployment(api: KubernetesApi, namespace: string, name: string) {
    const found = await this.#get<Deployment>(api, deploymentPath(namespace, name));
    return found && objects.toDeployment(found);
  }

  async scaleDeployment(
    api: KubernetesApi,
    { namespace, name, resourceVersion, replicas }: Parameters<KubernetesPort['scaleDeployment']>[1],
  ): Promise<void> {
    const target = `${deploymentPath(namespace, name)}/scale`;
    const body = { metadata: { resourceVersion }, spec: { replicas } };
    await this.#send(api, { method: 'PATCH', target, body });
  }

  async cordon(
    api: KubernetesApi,
    { name, annotations }: Parameters<KubernetesPort['cordon']>[1],
  ): Promise<void> {
    const body = { metadata: { annotations }, spec: { unschedulable: true } };
    await this.#send(api, { method: 'PATCH', target: `${CORE}/nodes/${named(name)}`, body });
  }

  async evict(
    api: KubernetesApi,
    { namespace, name, uid }: Parameters<KubernetesPort['evict']>[1],
  ): Promise<Eviction> {
    const target = `${CORE}/namespaces/${named(namespace)}/pods/${named(name)}/eviction`;
    const body = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { namespace, name },
      deleteOptions: { preconditions: { uid } },
    };
    try {
      await unlessMissing(this.#send(api, { method: 'POST', target, body }));
      return { outcome: 'Evicted' };
    } catch (error) {
      const why = heldBy(error);
      if (why === undefined) throw error;
      return { outcome: 'Held', why };
    }
  }

  async webhooks(api: KubernetesApi): Promise<readonly ObservedWebhook[]> {
    const of = async (kind: ObservedWebhook['kind']) => {
      const path = `${ADMISSION}/${kind.toLowerCase()}s`;
      return (await this.list<objects.WebhookConfiguration>(api, path)).flatMap(objects.toWebhooks(kind));
    };
    const [mutating, validating] = await Promise.all([
      of('MutatingWebhookConfiguration'),
      of('ValidatingWebhookConfiguration'),
    ]);
    return [...mutating, ...validating];
  }

  async ensureGroupRole(
    api: KubernetesApi,
    { name, group, rules }: Parameters<KubernetesPort['ensureGroupRole']>[1],
  ): Promise<void> {
    const [apiGroup, metadata] = ['rbac.authorization.k8s.io', { name }];
    const apiVersion = `${apiGroup}/v1`;
    await this.#ensure(api, `${RBAC}/clusterroles`, { apiVersion, kind: 'ClusterRole', metadata, rules });
    await this.#ensure(api, `${RBAC}/clusterrolebindings`, {
      ...{ apiVersion, kind: 'ClusterRoleBinding', metadata },
      ...{ roleRef: { apiGroup, kind: 'ClusterRole', name } },
      subjects: [{ apiGroup, kind: 'Group', name: group }],
    });
  }

  async can(api: KubernetesApi, question: AccessQuestion): Promise<boolean> {
    const answer = await this.#send<{ readonly status?: { readonly allowed?: boolean } }>(api, {
      method: 'POST',
      target: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: attributesOf(question) },
      },
    });
    return answer.status?.allowed === true;
  }

  /** Makes it, corrects it, or leaves one that is right alone. */
  async #ensure(api: KubernetesApi, path: string, wanted: Written & { roleRef?: object }): Promise<void> {
    const target = `${path}/${named(wanted.metadata.name)}`;
    const found = await this.#get<Written>(api, target);
    if (!found) return void (await this.#send(api, { method: 'POST', target: path, body: wanted }));
    if (isSame(found, wanted)) return;
    const { resourceVersion = '' } = found.metadata;
    const body = { ...wanted, metadata: { ...wanted.metadata, resourceVersion } };
    await this.#send(api, { method: 'PUT', target, body });
  }

  /** Every page; from the start again where the server has forgotten the list meanwhile. */
  async list<T>(api: KubernetesApi, path: string, selectors: Omit<PodSelection, 'namespace'> = {}) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#pages<T>(api, path, selectors);
      } catch (error) {
        if (!isExpired(error) || attempt === LIST_ATTEMPTS) throw error;
      }
    }
  }

  async #pages<T>(api: KubernetesApi, path: string, selectors: Omit<PodSelection, 'namespace'>) {
    const items: T[] = [];
    let from: string | undefined;
    let limit = api.forwarder === undefined ? PAGE_SIZE : FORWARDED_PAGE_SIZE;
    for (;;) {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(from && { continue: from }),
        ...selectors,
      });
      const page = await this.#unlessTooLarge<List<T>>(api, `${path}?${query}`, limit);
      if (!page) {
        limit = Math.ceil(limit / 4);
        continue;
      }
      items.push(...page.items);
      from = page.metadata?.continue;
      if (!from) return items;
    }
  }

  /** Undefined where fewer items would fit. */
  async #unlessTooLarge<T>(api: KubernetesApi, target: string, limit: number): Promise<T | undefined> {
    try {
      return await this.#send<T>(api, { method: 'GET', target });
    } catch (error) {
      if (limit > 1 && isTooLarge(error)) return undefined;
      throw error;
    }
  }

  #get<T>(api: KubernetesApi, target: string): Promise<T | undefined> {
    return unlessMissing(this.#send<T>(api, { method: 'GET', target }));
  }

  async #send<T>(api: KubernetesApi, call: KubernetesCall): Promise<T> {
    const token = await this.#tokens.of(api.clusterName);
    try {
      return await callKubernetes<T>(api, token, call, (request) => this.#exchange(api, request));
    } catch (error) {
      // An API server remembers its verdict on a token for minutes (--authentication-token-webhook-cache-ttl).
      if (error instanceof TaskError && error.name === 'KubernetesUnauthorized')
        this.#tokens.forget(api.clusterName);
      throw error;
    }
  }

  #exchange({ forwarder }: KubernetesApi, request: ApiRequest): Promise<ApiAnswer> {
    if (forwarder === undefined) return apiServers.exchange(request);
    if (!this.#sender) throw new TaskError('Unexpected', `nothing here sends by ${forwarder}`);
    return forward(forwarder, request, this.#sender);
  }
}

const deploymentPath = (namespace: string, name: string): string =>
  `${APPS}/namespaces/${named(namespace)}/deployments/${named(name)}`;

function attributesOf({ verb, group, resource, namespace, name }: AccessQuestion): object {
  const [plural, subresource] = resource.split('/');
  return { verb, group, resource: plural, subresource, namespace, name };
}

/** 410: the server no longer holds the list that is being read. */
const isExpired = (error: unknown): boolean =>
  error instanceof TaskError && (error.cause as { readonly statusCode?: number }).statusCode === 410;

/**
 * The words of a budget that holds a pod. 429 with the budget among its causes; and 500 without a reason where several
 * budgets match, which the API cannot decide on (Kubernetes, "API-initiated Eviction"; pkg/registry/core/pod/storage/eviction.go).
 */
function heldBy(error: unknown): string | undefined {
  if (!(error instanceof TaskError)) return undefined;
  const { statusCode, status } = (error.cause ?? {}) as {
    readonly statusCode?: number;
    readonly status?: Status;
  };
  const cause = status?.details?.causes?.find(({ reason }) => reason === 'DisruptionBudget');
  if (statusCode === 429 && cause) return cause.message ?? error.message;
  return statusCode === 500 && status && !status.reason ? status.message : undefined;
}

function isSame(found: Written, wanted: Written): boolean {
  const rules = (written: Written) =>
    (written.rules ?? []).map(({ apiGroups, resources, verbs, resourceNames = [] }) => [
      apiGroups,
      resources,
      verbs,
      resourceNames,
    ]);
  const subjects = ({ subjects: list = [] }: Written) =>
    list.map((subject) => (subject as { readonly name?: string }).name);
  return (
    JSON.stringify([rules(found), subjects(found)]) === JSON.stringify([rules(wanted), subjects(wanted)])
  );
}
