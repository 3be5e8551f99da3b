import { remembered } from '../remembered.ts';

/** A request as it reaches the simulated AWS, from the SDK in process or from a socket. Header names are lower-case. */
export interface SimRequest {
  readonly method: string;
  readonly hostname: string;
  /** The address that the client connects to, when it has looked the name up itself. */
  readonly address?: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The certificates that the client was told to trust; absent where it uses node's own. */
  readonly tls?: { readonly ca: readonly string[]; readonly rejectUnauthorized: boolean };
}

export interface SimResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A few queries are sent again and again. */
const queryOf = remembered((text): SimRequest['query'] => {
  const query: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = query[key];
    query[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return query;
});

/** Splits a raw request target into its path and its query, where a repeated key becomes a list. */
export function splitTarget(target: string): Pick<SimRequest, 'path' | 'query'> {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: {} };
  return { path: target.slice(0, mark), query: queryOf(target.slice(mark + 1)) };
}

/** The parts of a SigV4 `Authorization` header's credential scope, or undefined where it is malformed. */
export function credentialScope(
  authorization: string | undefined,
): { readonly accessKeyId: string; readonly region: string; readonly signingName: string } | undefined {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization ?? '');
  if (!scope) return undefined;
  return { accessKeyId: scope[1] as string, region: scope[2] as string, signingName: scope[3] as string };
}
