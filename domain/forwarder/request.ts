import * as z from 'zod';
import { operationRef } from '../operation/operation.ts';

/** One request to a cluster's API server, signed. */
export const apiRequest = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** The endpoint's URL, as DescribeCluster has it. */
  endpoint: z.string(),
  /** The path with its query. */
  target: z.string(),
  /** The bearer token. It is in no log. */
  token: z.string(),
  /** The cluster's certificate authority, in base64: nothing else vouches for the endpoint. */
  certificateAuthority: z.string(),
  /** JSON. */
  body: z.string().exactOptional(),
});
export type ApiRequest = z.output<typeof apiRequest>;

/** The connection, as node's sockets tell of it. */
const failed = z.strictObject({ outcome: z.literal('Failed'), code: z.string(), message: z.string() });
const answered = z.strictObject({ outcome: z.literal('Answered'), statusCode: z.int(), text: z.string() });

/** The answer to a request. */
export const apiAnswer = z.discriminatedUnion('outcome', [
  answered,
  failed,
  /** The answer is more than a function can give back. */
  z.strictObject({ outcome: z.literal('TooLarge'), bytes: z.int() }),
]);
export type ApiAnswer = z.output<typeof apiAnswer>;

/** The same to a forwarder, with the operation that it is sent for. */
export const forwardedRequest = apiRequest.extend({
  operation: operationRef.exactOptional(),
});
export type ForwardedRequest = z.output<typeof forwardedRequest>;

/** Lambda carries 6 MB; JSON within JSON grows by its quotes and escapes, and needs an envelope. */
export const ANSWER_BYTES_MAX = 6 * 1024 * 1024 - 1024;

/** The bytes that an answer takes on its way out of a function. */
export const bytesOf = (text: string): number => new TextEncoder().encode(JSON.stringify(text)).length;

/** `https://<id>.<shard>.<region>.eks.amazonaws.com`, `.cn` in China, and of IPv6 clusters `<id>.eks-cluster.<region>.api.aws`. */
const SUFFIXES = (region: string): readonly string[] => [
  `.${region}.eks.amazonaws.com`,
  `.${region}.eks.amazonaws.com.cn`,
  `.eks-cluster.${region}.api.aws`,
  `.eks-cluster.${region}.api.amazonwebservices.com.cn`,
];

/**
 * The reason why a URL is no API server that EKS runs in the region (EKS guide, "Cluster API server endpoint");
 * undefined where it is one.
 */
export function foreignEndpoint(endpoint: string, region: string): string | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isEks =
    url?.protocol === 'https:' &&
    // A URL that says the port of its scheme has none.
    url.port === '' &&
    url.username === '' &&
    SUFFIXES(region).some((suffix) => url.hostname.endsWith(suffix));
  return isEks ? undefined : `${endpoint} is no endpoint of EKS in ${region}`;
}
