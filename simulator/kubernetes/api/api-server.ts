import { NotSimulated } from '../../aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { type Attributes, denial, type Identity, isAllowed } from '../access/authorization.ts';
import { reviewAccess } from '../access/reviews.ts';
import { withNodes } from '../controllers/daemon-sets.ts';
import { withStatus } from '../controllers/disruption-budgets.ts';
import { Lists, unmodelledMember } from './lists.ts';
import type { DaemonSet, DisruptionBudget, StoredObject } from './objects.ts';
import { createRole, updateRole } from './rbac-writes.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  operationOf,
  type RequestInfo,
  type ResourceRequest,
} from './request.ts';
import {
  DAEMON_SETS,
  DISRUPTION_BUDGETS,
  PODS,
  type ResourceType,
  SELF_ACCESS_REVIEWS,
} from './resources.ts';
import type { ServedCluster } from './served-cluster.ts';
import type { ServedRequest } from './served-request.ts';
import { forbidden, KubernetesError, notFound } from './status.ts';
import { evict, patchScale, showScale } from './subresources.ts';
import { patchObject } from './writes.ts';

/** The answer for a path whose group is not installed. */
const NO_SUCH_PATH: ApiAnswer = {
  statusCode: 404,
  body: '404 page not found\n',
  headers: { 'content-type': 'text/plain; charset=utf-8' },
};

/** The API server of one cluster: authorises requests and carries them out. */
export class ApiServer {
  readonly #cluster: ServedCluster;
  readonly #lists: Lists;

  constructor(kernel: Kernel, cluster: ServedCluster) {
    this.#cluster = cluster;
    this.#lists = new Lists(kernel);
  }

  /** Answers an authenticated request, whose subject is `info`. Throws only `NotSimulated`. */
  answer(request: ApiRequest, info: RequestInfo, identity: Identity, version: string): ApiAnswer {
    try {
      return info.kind === 'path'
        ? this.#answerPath(info, identity, version)
        : this.#answerResource(request, info, identity);
    } catch (error) {
      if (error instanceof KubernetesError) return answerOf(error);
      throw error;
    }
  }

  #answerPath(
    { verb, path }: Extract<RequestInfo, { kind: 'path' }>,
    identity: Identity,
    version: string,
  ): ApiAnswer {
    if (!isAllowed(this.#cluster.store, identity, { verb, path }))
      throw new KubernetesError(403, 'Forbidden', `forbidden: ${denial(identity, { verb, path })}`, {});
    if (verb === 'get' && path === '/version') {
      const [major = '1', minor = ''] = version.split('.');
      return {
        statusCode: 200,
        body: { major, minor, gitVersion: `v${version}.0-eks`, platform: 'linux/amd64' },
      };
    }
    if (verb === 'get' && path === '/readyz')
      return { statusCode: 200, body: 'ok', headers: { 'content-type': 'text/plain; charset=utf-8' } };
    throw new NotSimulated(`kubernetes: ${verb} ${path}`);
  }

  #answerResource(request: ApiRequest, info: ResourceRequest, identity: Identity): ApiAnswer {
    const { verb, group, plural, subresource, name, namespace, type } = info;
    const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
    const asked: Attributes = { verb, group, resource, name, namespace };
    const { store } = this.#cluster;
    if (!isAllowed(store, identity, asked)) throw forbidden({ group, plural }, name, denial(identity, asked));
    const notSimulated = (what: string): never => {
      throw new NotSimulated(`kubernetes: ${what}`);
    };
    if (!type) return notSimulated(`${operationOf(info)} of ${group || 'the core'} ${info.version}`);
    if (type.isCustom && !this.#cluster.servesKarpenter) return NO_SUCH_PATH;
    const served: readonly string[] =
      subresource === undefined ? type.verbs : (type.subresources?.[subresource] ?? []);
    if (!served.includes(verb)) return notSimulated(operationOf(info));
    const manager = managerOf(request);
    return this.#serve({ cluster: this.#cluster, identity, info, type, request, manager, notSimulated });
  }

  #serve(served: ServedRequest): ApiAnswer {
    const { info, type, request, notSimulated } = served;
    if (type === SELF_ACCESS_REVIEWS) return reviewAccess(served);
    if (info.verb === 'list') {
      const unmodelled = unmodelledMember(request.query);
      if (unmodelled !== undefined) return notSimulated(`list with ${unmodelled}`);
      const { store } = this.#cluster;
      const all = store.list(type, info.namespace).map((object) => this.#shown(type, object));
      return { statusCode: 200, body: this.#lists.page(type, all, store.revision, request.query) };
    }
    const unmodelled = Object.keys(request.query).find((name) => name !== 'fieldManager');
    if (unmodelled !== undefined) return notSimulated(`${operationOf(info)} with ${unmodelled}`);
    if (info.verb === 'create' && info.subresource === undefined) return createRole(served);
    const found = this.#find(served);
    if (info.subresource === 'eviction') return evict(served, found);
    if (info.subresource === 'scale')
      return info.verb === 'get' ? showScale(found) : patchScale(served, found);
    if (info.verb === 'get') return { statusCode: 200, body: this.#shown(type, found) };
    if (info.verb === 'delete') return this.#delete(served, found);
    return info.verb === 'patch' ? patchObject(served, found) : updateRole(served, found);
  }

  #find({ info, type }: ServedRequest): StoredObject {
    const { name = '', namespace } = info;
    const found = this.#cluster.store.find(type, name, namespace);
    if (!found) throw notFound(type, name);
    return found;
  }

  #delete({ type, request, notSimulated }: ServedRequest, found: StoredObject): ApiAnswer {
    if (request.body.length > 0) return notSimulated(`delete ${type.plural} with options`);
    const { store, workloads } = this.#cluster;
    const { name, namespace, uid } = found.metadata;
    if (type === PODS) workloads.end(found as Parameters<typeof workloads.end>[0]);
    else store.remove(type, found);
    const held = store.find(type, name, namespace);
    if (held?.metadata.uid === uid) return { statusCode: 200, body: held };
    const details = { name, group: type.group, kind: type.plural, uid };
    return {
      statusCode: 200,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details },
    };
  }

  #shown(type: ResourceType, object: StoredObject): StoredObject {
    const { store } = this.#cluster;
    if (type === DAEMON_SETS) return withNodes(store, object as DaemonSet);
    return type === DISRUPTION_BUDGETS ? withStatus(store, object as DisruptionBudget) : object;
  }
}

export const answerOf = (error: KubernetesError): ApiAnswer => ({
  statusCode: error.code,
  body: error.toStatus(),
});

/** Kubernetes, "Server-Side Apply": by default the part of the user agent before the slash. */
function managerOf({ query, headers }: ApiRequest): string {
  const { fieldManager } = query;
  return typeof fieldManager === 'string'
    ? fieldManager
    : ((headers['user-agent'] ?? '').split('/')[0] ?? '');
}
