import { afterEach, describe, expect, it } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { EksKubernetes } from '../../../aws/kubernetes/kubernetes.ts';
import type { Endpoint } from '../../../simulator/endpoint.ts';
import type { SimRequest } from '../../../simulator/seam/http.ts';
import { installHttpsSeam } from '../../../simulator/seam/https-seam.ts';

const api = {
  clusterName: 'shop',
  endpoint: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: Buffer.from('PEM').toString('base64'),
};
let nowMs = 0;
const client = new EksKubernetes(
  {
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' },
    region: 'eu-west-1',
    sha256: Sha256,
  },
  () => nowMs,
);

let uninstall = (): void => undefined;
afterEach(() => uninstall());

/** Answers requests one after the other, and notes them. */
function answering(...answers: readonly { statusCode: number; body: object | string }[]): SimRequest[] {
  const seen: SimRequest[] = [];
  uninstall = installHttpsSeam({
    exchange: async (request: SimRequest) => {
      const { statusCode, body } = answers[seen.length] ?? { statusCode: 500, body: {} };
      seen.push(request);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { response: { statusCode, headers: {}, body: new TextEncoder().encode(text) } };
    },
  } as unknown as Endpoint);
  return seen;
}

const page = (names: readonly string[], more?: string) => ({
  statusCode: 200,
  body: {
    metadata: { ...(more && { continue: more }) },
    items: names.map((name) => ({ metadata: { name } })),
  },
});
const EXPIRED = { statusCode: 410, body: { reason: 'Expired', message: 'too old' } };

describe('a token', () => {
  it('is good for all requests of four minutes to one cluster', async () => {
    const seen = answering(...Array.from({ length: 4 }, () => page(['a'])));
    // One that no other test has asked for.
    const fresh = { ...api, clusterName: 'fresh' };
    await Promise.all([client.nodes(fresh), client.nodes(fresh)]);
    await client.nodes({ ...api, clusterName: 'other' });
    // The signature is of a second of the real clock.
    await new Promise((resolve) => setTimeout(resolve, 1001));
    nowMs = 4 * 60_000;
    await client.nodes(fresh);
    const [first, same, ofOther, later] = seen.map(({ headers }) => headers.authorization);
    expect(same).toBe(first);
    expect(new Set([first, ofOther, later]).size).toBe(3);
  });

  it('that was refused is not sent again: the server may remember the refusal longer than the reason for it', async () => {
    const seen = answering({ statusCode: 401, body: { message: 'Unauthorized' } }, page(['a']));
    const refused = { ...api, clusterName: 'refused' };
    await expect(client.nodes(refused)).rejects.toMatchObject({ name: 'KubernetesUnauthorized' });
    // The signature is of a second of the real clock.
    await new Promise((resolve) => setTimeout(resolve, 1001));
    await client.nodes(refused);
    const [first, second] = seen.map(({ headers }) => headers.authorization);
    expect(second).not.toBe(first);
  });
});

describe('a list', () => {
  it('is read page by page', async () => {
    const seen = answering(page(['a', 'b'], 'next'), page(['c']));
    expect((await client.nodes(api)).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(seen.map(({ query }) => query)).toEqual([{ limit: '500' }, { limit: '500', continue: 'next' }]);
  });

  it('begins anew where the server has forgotten it half way', async () => {
    answering(page(['a'], 'next'), EXPIRED, page(['b'], 'more'), page(['c']));
    expect((await client.nodes(api)).map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('is given up after three beginnings', async () => {
    const seen = answering(EXPIRED, EXPIRED, EXPIRED);
    await expect(client.nodes(api)).rejects.toThrow('too old');
    expect(seen).toHaveLength(3);
  });
});

describe('a request', () => {
  it('goes to the endpoint, trusts its authority alone, and bears a token for the cluster', async () => {
    const [request] = await (async () => {
      const seen = answering(page([]));
      await client.pods(api, { namespace: 'web', labelSelector: 'app=web' });
      return seen;
    })();
    expect(request).toMatchObject({
      hostname: '0123456789abcdef0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com',
      path: '/api/v1/namespaces/web/pods',
      query: { limit: '500', labelSelector: 'app=web' },
      tls: { ca: ['PEM'], rejectUnauthorized: true },
    });
    const token = /^Bearer k8s-aws-v1\.([\w-]+)$/.exec(request?.headers.authorization ?? '')?.[1] ?? '';
    const url = new URL(Buffer.from(token, 'base64url').toString());
    expect(url.host).toBe('sts.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Security-Token': 'session',
    });
  });

  it.each([
    [400, 'InvalidRequest'],
    [401, 'KubernetesUnauthorized'],
    [403, 'KubernetesForbidden'],
    [409, 'Conflict'],
    [422, 'InvalidRequest'],
    [429, 'Throttled'],
    [500, 'ServiceUnavailable'],
    [503, 'ServiceUnavailable'],
    [418, 'Unexpected'],
  ])('that is answered %i fails as %s, with what the server said', async (statusCode, name) => {
    answering({ statusCode, body: { message: 'because' } });
    await expect(client.nodes(api)).rejects.toMatchObject({ name, message: 'shop: because' });
  });

  it('that is answered no Status fails with its text', async () => {
    answering({ statusCode: 502, body: 'bad gateway\n' });
    await expect(client.nodes(api)).rejects.toMatchObject({ message: 'shop: bad gateway' });
  });
});
