import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { dnsSuffix } from '../../domain/desired/account.ts';

/** The part of an SDK client's configuration that it signs with. */
export type SigningConfiguration = Pick<
  ConstructorParameters<typeof SignatureV4>[0],
  'credentials' | 'region' | 'sha256'
>;

/** Clusters take the token for 15 minutes, whatever this says; aws-iam-authenticator signs for 60 s as well. */
const EXPIRES_SECONDS = 60;

/**
 * Shorter than the five minutes before their end in which the SDK renews credentials: a token ends with the
 * credentials that signed it.
 */
const REUSED_MS = 4 * 60_000;

export interface Tokens {
  of(clusterName: string): Promise<string>;
  /** The next one is made anew. */
  forget(clusterName: string): void;
}

/** Makes tokens, and gives one of a cluster again for as long as it is good, as kubectl does; `now` answers milliseconds. */
export function tokensOf(signing: SigningConfiguration, now: () => number): Tokens {
  const made = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  const forget = (clusterName: string): void => void made.delete(clusterName);
  return {
    of: (clusterName) => {
      const known = made.get(clusterName);
      if (known && now() < known.until) return known.token;
      const token = kubernetesToken(clusterName, signing);
      made.set(clusterName, { token, until: now() + REUSED_MS });
      token.catch(() => forget(clusterName));
      return token;
    },
    forget,
  };
}

/**
 * A bearer token for a cluster. It is a request to STS for the caller's identity, presigned together with the
 * cluster's name, so that it is good for no other cluster (EKS guide, "Cluster authentication";
 * aws-iam-authenticator, `pkg/token`).
 */
export async function kubernetesToken(
  clusterName: string,
  { credentials, region, sha256 }: SigningConfiguration,
): Promise<string> {
  const signer = new SignatureV4({ service: 'sts', credentials, region, sha256 });
  const name = typeof region === 'string' ? region : await region();
  const hostname = `sts.${name}.${dnsSuffix({ partition: name.startsWith('cn-') ? 'aws-cn' : 'aws' })}`;
  const request = new HttpRequest({
    method: 'GET',
    protocol: 'https:',
    hostname,
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: hostname, 'x-k8s-aws-id': clusterName },
  });
  const { query = {} } = await signer.presign(request, { expiresIn: EXPIRES_SECONDS });
  const pairs = Object.entries(query).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  );
  const url = `https://${hostname}/?${pairs.join('&')}`;
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}
