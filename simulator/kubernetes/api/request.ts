import { remembered } from '../../remembered.ts';
import { RESOURCES, type ResourceType } from './resources.ts';

/** A request as it reached the server, past TLS. Header names are lower-case. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ApiAnswer {
  readonly statusCode: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The subject of a request, told from its method and path (Kubernetes, "Request Attributes"). */
export type RequestInfo =
  | { readonly kind: 'path'; readonly verb: string; readonly path: string }
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly plural: string;
      readonly subresource: string | undefined;
      readonly namespace: string | undefined;
      readonly name: string | undefined;
      /** The resource's type; undefined where the simulator does not know it. */
      readonly type: ResourceType | undefined;
    };

export type ResourceRequest = Extract<RequestInfo, { kind: 'resource' }>;

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** A few paths are asked for again and again. */
const segmentsOf = remembered((path): readonly string[] =>
  path.split('/').filter(Boolean).map(decodeURIComponent),
);

export function requestInfo({ method, path, query }: ApiRequest): RequestInfo {
  const segments = segmentsOf(path);
  const isCore = segments[0] === 'api' && segments.length > 2;
  const isGrouped = segments[0] === 'apis' && segments.length > 3;
  if (!isCore && !isGrouped) return { kind: 'path', verb: method.toLowerCase(), path };
  const [group, version, ...rest] = isCore
    ? ['', segments[1] ?? '', ...segments.slice(2)]
    : [segments[1] ?? '', segments[2] ?? '', ...segments.slice(3)];
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const [plural = '', name, subresource] = isNamespaced ? rest.slice(2) : rest;
  const type = RESOURCES.find((held) => held.group === group && held.plural === plural);
  const verb = VERBS[method] ?? method.toLowerCase();
  const ofCollection = verb === 'get' ? (query.watch === 'true' ? 'watch' : 'list') : 'deletecollection';
  return {
    kind: 'resource',
    verb: name === undefined && (verb === 'get' || verb === 'delete') ? ofCollection : verb,
    group: group ?? '',
    version: version ?? '',
    plural,
    subresource,
    namespace: isNamespaced ? rest[1] : undefined,
    name,
    type: type?.version === version ? type : undefined,
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `PatchDeploymentsScale`: a request as the trace and refusals by name call it. */
export function operationOf(info: RequestInfo): string {
  if (info.kind === 'path') return `${capital(info.verb)} ${info.path}`;
  return [info.verb, info.plural, info.subresource ?? ''].map(capital).join('');
}
