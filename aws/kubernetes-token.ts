import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';

/** What a client of the SDK already has, and signs with. */
export type SigningConfiguration = Pick<
  ConstructorParameters<typeof SignatureV4>[0],
  'credentials' | 'region' | 'sha256'
>;

/** Clusters take the token for 15 minutes, whatever this says; aws-iam-authenticator signs for 60 s as well. */
const EXPIRES_SECONDS = 60;

/**
 * A bearer token for a cluster: a request to STS who the caller is, presigned together with the cluster's name, so that
 * it is good for no other (EKS guide, "Cluster authentication"; aws-iam-authenticator, `pkg/token`).
 */
export async function kubernetesToken(
  clusterName: string,
  { credentials, region, sha256 }: SigningConfiguration,
): Promise<string> {
  const signer = new SignatureV4({ service: 'sts', credentials, region, sha256 });
  const name = typeof region === 'string' ? region : await region();
  const hostname = `sts.${name}.amazonaws.com`;
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
