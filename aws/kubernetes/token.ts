import { presignedIdentityUrl, type SigningConfiguration } from '../sts/presign.ts';

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
export async function kubernetesToken(clusterName: string, signing: SigningConfiguration): Promise<string> {
  const url = await presignedIdentityUrl(signing, ['x-k8s-aws-id', clusterName], {
    expiresIn: EXPIRES_SECONDS,
  });
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}
