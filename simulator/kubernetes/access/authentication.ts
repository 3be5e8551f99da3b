import { remembered } from '../../remembered.ts';
import { isPresignedWith, type Secrets, timeOf } from '../../seam/signature.ts';
import type { Caller } from '../../service.ts';

/** The part of IAM and STS that the authenticator asks. */
export interface IdentityProvider {
  caller(accessKeyId: string): Caller | 'expired' | undefined;
  secretsOf(accessKeyId: string): Secrets | undefined;
}

const PREFIX = 'k8s-aws-v1.';
/** "valid for 15 minutes after timestamp in x-amz-date", whatever the URL's own expiry says (aws-iam-authenticator). */
const LIFETIME_MS = 15 * 60_000;
/** The longest expiry that a URL may state, in seconds. */
const LONGEST_EXPIRY = 900;
const STS_HOST = /^sts(\.[a-z0-9-]+)?\.amazonaws\.com$/;
const PARAMETERS = new Set([
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

function urlIn(token: string): URL | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const encoded = token.slice(PREFIX.length);
  if (!/^[\w-]+$/.test(encoded)) return undefined;
  return URL.parse(Buffer.from(encoded, 'base64url').toString('utf8')) ?? undefined;
}

/** The URL asks STS who signed it, for this cluster, and nothing else. */
function isSound(url: URL): boolean {
  const { searchParams: query } = url;
  const expires = Number(query.get('X-Amz-Expires'));
  return (
    url.protocol === 'https:' &&
    STS_HOST.test(url.host) &&
    url.pathname === '/' &&
    [...query.keys()].every((name) => PARAMETERS.has(name.toLowerCase())) &&
    query.get('Action') === 'GetCallerIdentity' &&
    Number.isInteger(expires) &&
    expires >= 0 &&
    expires <= LONGEST_EXPIRY &&
    (query.get('X-Amz-SignedHeaders') ?? '').split(';').includes('x-k8s-aws-id')
  );
}

/** The content of a sound token. */
interface Claims {
  /** Milliseconds; no number where the token's date is none. */
  readonly signedAt: number;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** Whether the token was signed with the secret, for the cluster. */
  isSigned(clusterName: string, secretAccessKey: string): boolean;
}

/** Read once: clients send a token again for as long as it is good. */
const claimsOf = remembered((token): Claims | undefined => {
  const url = urlIn(token);
  if (!url || !isSound(url)) return undefined;
  const parameter = (name: string) => url.searchParams.get(name) ?? undefined;
  const known = new Map<string, boolean>();
  return {
    signedAt: timeOf(parameter('X-Amz-Date') ?? ''),
    accessKeyId: (parameter('X-Amz-Credential') ?? '').split('/')[0] ?? '',
    sessionToken: parameter('X-Amz-Security-Token'),
    isSigned: (clusterName, secretAccessKey) => {
      const by = `${secretAccessKey} ${clusterName}`;
      const isSigned =
        known.get(by) ?? isPresignedWith(url, { 'x-k8s-aws-id': clusterName }, secretAccessKey);
      known.set(by, isSigned);
      return isSigned;
    },
  };
});

/**
 * The caller that a bearer token belongs to. The token is a presigned request to STS, signed with the cluster's name
 * as `x-k8s-aws-id` (EKS guide, "Cluster authentication"; aws-iam-authenticator, `pkg/token`). Undefined where EKS
 * would answer 401.
 */
export function callerOf(
  authorization: string | undefined,
  cluster: { readonly name: string; readonly now: number },
  identities: IdentityProvider,
): Caller | undefined {
  const claims = claimsOf(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
  // Both clocks may differ a little; STS itself lets a signature of the near future pass.
  if (!claims || !(Math.abs(cluster.now - claims.signedAt) <= LIFETIME_MS)) return undefined;
  const caller = identities.caller(claims.accessKeyId);
  const secrets = identities.secretsOf(claims.accessKeyId);
  if (!caller || caller === 'expired' || !secrets) return undefined;
  if (claims.sessionToken !== secrets.sessionToken) return undefined;
  return claims.isSigned(cluster.name, secrets.secretAccessKey) ? caller : undefined;
}
