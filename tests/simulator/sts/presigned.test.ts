import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  ADMINISTRATOR_ACCESS_KEY_ID,
  ADMINISTRATOR_SECRET_ACCESS_KEY,
  CredentialStore,
} from '../../../simulator/credentials.ts';
import { splitTarget } from '../../../simulator/seam/http.ts';
import { callerOfPresigned, presignedCall } from '../../../simulator/sts/presigned.ts';
import { World } from '../../../simulator/world.ts';
import { standInKernel } from '../stand-in-region.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-west-2';
const HOST = `sts.${REGION}.amazonaws.com`;
const administrator = {
  accessKeyId: ADMINISTRATOR_ACCESS_KEY_ID,
  secretAccessKey: ADMINISTRATOR_SECRET_ACCESS_KEY,
};
const BOTH = { nowMs: Date.parse('2026-11-24T08:00:00Z'), byExpiry: true };
const role = {
  ...{ kind: 'role' as const, accountId: ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/ops` },
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/ann`,
};

interface Signed {
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly region?: string;
  readonly host?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly expiresIn?: number;
}

/** A presigned GET as the SDK's signer makes it, signed together with `x-mine: 1`. */
async function signed({
  credentials = administrator,
  region = REGION,
  host = HOST,
  query = {},
  expiresIn = 900,
}: Signed = {}) {
  const signer = new SignatureV4({ service: 'sts', credentials, region, sha256: Sha256 });
  const request = new HttpRequest({
    ...{ method: 'GET', protocol: 'https:', hostname: host, path: '/' },
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15', ...query },
    headers: { host, 'x-mine': '1' },
  });
  const { query: all = {} } = await signer.presign(request, { expiresIn, signingDate: new Date(BOTH.nowMs) });
  const pairs = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return {
    ...{ method: 'GET', hostname: host, ...splitTarget(`/?${pairs.join('&')}`) },
    ...{ headers: { host, 'x-mine': '1' } as Record<string, string>, body: new Uint8Array() },
  };
}
type Request = Awaited<ReturnType<typeof signed>>;

let world: ReturnType<typeof standInKernel>;
let keys: CredentialStore;
beforeEach(() => {
  world = standInKernel();
  keys = new CredentialStore(world.kernel, ACCOUNT);
});

/** The caller, or the code and the message of the refusal. */
function answer(request: Request, at: Partial<typeof BOTH> = {}) {
  const call = presignedCall(request);
  if (!call) return 'no presigned call';
  try {
    const caller = callerOfPresigned(
      call,
      { caller: (key) => keys.resolve(key), secretsOf: (key) => keys.secretsOf(key) },
      { ...BOTH, ...at },
    );
    return 'arn' in caller ? caller.arn : caller.principal;
  } catch (error) {
    const { code, message, statusCode } = error as { code: string; message: string; statusCode: number };
    return `${statusCode} ${code}: ${message}`;
  }
}
const later = (minutes: number) => ({ nowMs: BOTH.nowMs + minutes * 60_000 });
const changed = (request: Request, query: Readonly<Record<string, string>>): Request => ({
  ...request,
  query: { ...request.query, ...query },
});
const without = (request: Request, name: string): Request => {
  const { [name]: _, ...query } = request.query;
  return { ...request, query };
};

describe('a presigned call of STS', () => {
  it('is of whoever has signed it, with a session token or without', async () => {
    expect(answer(await signed())).toBe(`arn:aws:iam::${ACCOUNT}:user/administrator`);
    const credentials = keys.issue(role, 3_600_000);
    expect(answer(await signed({ credentials }))).toBe(role.arn);
  });

  it('is refused where its query, or a header that it signs, is another', async () => {
    const request = await signed();
    const mismatch = expect.stringContaining(
      '403 SignatureDoesNotMatch: The request signature we calculated',
    );
    expect(answer({ ...request, headers: { ...request.headers, 'x-mine': '2' } })).toEqual(mismatch);
    expect(answer({ ...request, headers: { host: HOST } })).toEqual(mismatch);
    expect(answer(changed(request, { Action: 'GetSessionToken' }))).toEqual(mismatch);
    expect(answer(changed(request, { More: '1' }))).toEqual(mismatch);
    expect(answer({ ...request, path: '/x' })).toEqual(mismatch);
    expect(answer(changed(request, { 'X-Amz-Expires': '800' }))).toEqual(mismatch);
    expect(answer(await signed({ credentials: { ...administrator, secretAccessKey: 'another' } }))).toEqual(
      mismatch,
    );
  });

  it('may have parameters that the service does not read, where they are signed', async () => {
    expect(answer(await signed({ query: { More: '1' } }))).toContain('administrator');
  });

  it('is refused a quarter of an hour after its date, and before', async () => {
    const request = await signed();
    expect(answer(request, later(15))).toContain('administrator');
    expect(answer(request, later(15.1))).toBe(
      '403 SignatureDoesNotMatch: Signature expired: 20261124T080000Z is now earlier than 20261124T080006Z (20261124T081506Z - 15 min.)',
    );
    expect(answer(request, later(-15.1))).toContain(
      '403 SignatureDoesNotMatch: Signature not yet current: 20261124T080000Z',
    );
    expect(answer(await signed({ expiresIn: 3600 }), later(15.1))).toContain('Signature expired');
  });

  it('ends with its own expiry, or for all that does not', async () => {
    const request = await signed({ expiresIn: 60 });
    expect(answer(request, { ...later(2), byExpiry: true })).toContain('Signature expired');
    expect(answer(request, { ...later(2), byExpiry: false })).toContain('administrator');
  });

  it('is refused by an endpoint of another region than it is signed for', async () => {
    expect(answer(await signed({ region: 'us-east-1' }))).toContain(
      '403 SignatureDoesNotMatch: Credential should be scoped to a valid region.',
    );
  });

  it('is refused where its keys are unknown, their token is missing, or they have expired', async () => {
    const invalid = '403 InvalidClientTokenId: The security token included in the request is invalid.';
    expect(answer(await signed({ credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 's' } }))).toBe(
      invalid,
    );
    const { sessionToken: _, ...bare } = keys.issue(role, 3_600_000);
    expect(answer(await signed({ credentials: bare }))).toBe(invalid);
    const short = await signed({ credentials: keys.issue(role, 60_000) });
    await world.settle(61_000);
    expect(answer(short)).toBe('403 ExpiredToken: The security token included in the request is expired');
  });

  it.each(['X-Amz-Algorithm', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'])(
    'is incomplete without %s',
    async (name) => {
      expect(answer(without(await signed(), name))).toContain(`400 IncompleteSignature`);
    },
  );

  it('is none of another method or service', async () => {
    const request = await signed();
    expect(answer({ ...request, method: 'POST' })).toBe('no presigned call');
    expect(answer(changed(request, { 'X-Amz-Credential': 'AKIA/20261124/us-west-2/s3/aws4_request' }))).toBe(
      'no presigned call',
    );
  });
});

describe('the answer to a presigned call', () => {
  const inWorld = () => {
    const { kernel, settle } = standInKernel();
    const load = () => Promise.reject(new Error('nothing runs here'));
    const { endpoint } = new World({ kernel, accountId: ACCOUNT, regionNames: [REGION], load });
    return async (request: Request, accept?: string) => {
      const headers = accept === undefined ? request.headers : { ...request.headers, accept };
      const asking = endpoint.exchangeWithOutside({ ...request, headers }, undefined, BOTH.nowMs);
      await settle(1000);
      const exchange = await asking;
      if (!('response' in exchange)) throw new Error('no answer');
      const { statusCode, headers: answered, body } = exchange.response;
      return { statusCode, type: answered['content-type'], body: new TextDecoder().decode(body) };
    };
  };
  const arn = `arn:aws:iam::${ACCOUNT}:user/administrator`;

  it('is XML, or JSON where that is wanted', async () => {
    const ask = inWorld();
    const xml = await ask(await signed());
    expect([xml.statusCode, xml.type]).toEqual([200, 'text/xml']);
    expect(xml.body).toContain(`<Arn>${arn}</Arn>`);
    const { statusCode, type, body } = await ask(await signed(), 'application/json');
    expect([statusCode, type]).toEqual([200, 'application/json']);
    expect(JSON.parse(body)).toEqual({
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: { Account: ACCOUNT, Arn: arn, UserId: expect.any(String) },
        ResponseMetadata: { RequestId: expect.any(String) },
      },
    });
  });

  it('is a refusal in either', async () => {
    const ask = inWorld();
    const wrong = changed(await signed(), { More: '1' });
    expect(await ask(wrong)).toMatchObject({
      statusCode: 403,
      type: 'text/xml',
      body: expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    });
    const { statusCode, body } = await ask(wrong, 'application/json');
    expect([statusCode, JSON.parse(body)]).toMatchObject([
      403,
      { Error: { Code: 'SignatureDoesNotMatch', Type: 'Sender' }, RequestId: expect.any(String) },
    ]);
  });

  it('says so where STS has no operation of the name', async () => {
    const ask = inWorld();
    expect((await ask(await signed({ query: { Action: 'GetNothing' } }))).body).toContain(
      '<Code>InvalidAction</Code>',
    );
  });
});
