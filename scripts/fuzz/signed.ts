import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY } from '../../simulator/credentials.ts';
import type { SignedRequest } from '../../simulator/seam/signature.ts';

class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array | ArrayBuffer) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

/** Signs a request as the administrator, whatever is in it; one that cannot be signed is sent as it is. */
export async function sign(
  request: SignedRequest,
  service: string,
  region: string,
  nowMs: number,
): Promise<SignedRequest> {
  const { target, method, headers, body } = request;
  const [path = '/', query = ''] = target.split('?');
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(authorization|x-amz-date|x-amz-content-sha256|x-amz-security-token)$/.test(name),
  );
  const signer = new SignatureV4({
    ...{ service, region, uriEscapePath: service !== 's3' },
    credentials: {
      accessKeyId: ADMINISTRATOR_ACCESS_KEY_ID,
      secretAccessKey: ADMINISTRATOR_SECRET_ACCESS_KEY,
    },
    sha256: Sha256 as never,
  });
  try {
    const signed = (await signer.sign(
      {
        ...{ method, path, protocol: 'http:', hostname: '127.0.0.1', body },
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: { ...Object.fromEntries(kept), host: '127.0.0.1:4566' },
      } as never,
      { signingDate: new Date(nowMs) },
    )) as unknown as { readonly headers: Record<string, string> };
    const lower = Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]);
    return { method, target, body, headers: Object.fromEntries(lower) };
  } catch {
    return { ...request, headers: { ...headers, host: '127.0.0.1:4566' } };
  }
}
