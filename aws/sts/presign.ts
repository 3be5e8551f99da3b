import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { dnsSuffix } from '../../domain/desired/account.ts';

/** The part of an SDK client's configuration that it signs with. */
export type SigningConfiguration = Pick<
  ConstructorParameters<typeof SignatureV4>[0],
  'credentials' | 'region' | 'sha256'
>;

interface PresignOptions {
  readonly expiresIn: number;
  /** Now, by this machine's clock, if absent. */
  readonly signingDate?: Date;
}

/**
 * The URL of a request to STS for the caller's identity, signed together with a header, whose value says what else it
 * is for. Whoever knows that value can make the request, and nothing else.
 */
export async function presignedIdentityUrl(
  { credentials, region, sha256 }: SigningConfiguration,
  [header, value]: readonly [string, string],
  options: PresignOptions,
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
    headers: { host: hostname, [header]: value },
  });
  const { query = {} } = await signer.presign(request, options);
  const pairs = Object.entries(query).map(
    ([key, one]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(one))}`,
  );
  return `https://${hostname}/?${pairs.join('&')}`;
}
