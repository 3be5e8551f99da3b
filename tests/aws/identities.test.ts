import { afterEach, describe, expect, it } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { StsIdentities } from '../../aws/sts/identities.ts';
import { proofOf } from '../../aws/sts/proof.ts';
import { readProof } from '../../domain/proof/presigned-call.ts';
import { signedText } from '../../domain/proof/signed-text.ts';
import type { Endpoint } from '../../simulator/endpoint.ts';
import type { Exchange } from '../../simulator/exchange.ts';
import type { SimRequest } from '../../simulator/seam/http.ts';
import { installHttpsSeam } from '../../simulator/seam/https-seam.ts';

const call = { host: 'sts.us-east-1.amazonaws.com', query: 'Action=GetCallerIdentity' };
const result = { Arn: 'arn:aws:iam::111122223333:user/ann', UserId: 'AIDA', Account: '111122223333' };
const known = { GetCallerIdentityResponse: { GetCallerIdentityResult: result } };

let uninstall: () => void = () => undefined;
afterEach(() => uninstall());

/** The answer of a host that answers so; the requests that it was sent are kept. */
async function asked(exchange: Exchange, deadline = new AbortController().signal) {
  const requests: SimRequest[] = [];
  uninstall = installHttpsSeam({
    exchange: async (request: SimRequest) => {
      requests.push(request);
      return exchange;
    },
  } as unknown as Endpoint);
  const answer = await new StsIdentities(() => deadline)
    .whoSigned(call, 'text')
    .catch((error: Error) => error);
  return { answer, requests };
}
const answering = (statusCode: number, body: unknown): Exchange => ({
  response: {
    statusCode,
    headers: {},
    body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
  },
});
const error = (Code: string) => ({ Error: { Code, Message: 'm', Type: 'Sender' }, RequestId: 'r' });

describe('STS, asked with the signature of another', () => {
  it('says who that is, by one GET with the digest of the text', async () => {
    const { answer, requests } = await asked(answering(200, known));
    expect(answer).toEqual({
      outcome: 'Known',
      identity: { arn: result.Arn, userId: 'AIDA', account: '111122223333' },
    });
    expect(requests).toMatchObject([
      {
        method: 'GET',
        hostname: call.host,
        path: '/',
        query: { Action: 'GetCallerIdentity' },
        headers: {
          host: call.host,
          'x-eks-fleet-request': '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1',
        },
      },
    ]);
  });

  it.each(['SignatureDoesNotMatch', 'ExpiredToken', 'InvalidClientTokenId', 'IncompleteSignature'])(
    'refuses by its own name: %s',
    async (code) => {
      expect((await asked(answering(403, error(code)))).answer).toEqual({ outcome: 'Refused', code });
    },
  );

  it.each([
    ['a fault of its own', answering(500, error('InternalFailure')), 'ServiceUnavailable'],
    ['no service', answering(503, 'busy'), 'ServiceUnavailable'],
    ['a throttle', answering(400, error('Throttling')), 'Throttled'],
    ['too many', answering(429, error('Other')), 'ServiceUnavailable'],
    ['another place', answering(302, ''), 'ServiceUnavailable'],
    ['a refusal that is none', answering(403, '<html>'), 'ServiceUnavailable'],
    ['nobody', answering(200, {}), 'ServiceUnavailable'],
    [
      'no names',
      answering(200, { GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn: 1 } } }),
      'ServiceUnavailable',
    ],
    ['too long an answer', answering(200, { ...known, more: 'x'.repeat(20_000) }), 'ServiceUnavailable'],
    ['no connection', { failure: { code: 'ECONNREFUSED', message: 'no' } } as Exchange, 'ServiceUnavailable'],
    ['an end of it', { lost: true } as Exchange, 'ServiceUnavailable'],
  ])('has not answered with %s, which is worth another try', async (_, exchange, name) => {
    const { answer } = await asked(exchange);
    expect(answer).toMatchObject({ name });
  });

  it('has not answered once the time is up', async () => {
    expect((await asked({ hung: true }, AbortSignal.timeout(20))).answer).toMatchObject({
      name: 'ServiceUnavailable',
    });
  });
});

it('a proof is signed as it is read', async () => {
  const at = '2026-11-24T08:00:00Z';
  const signing = {
    credentials: {
      accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      secretAccessKey: 's',
      sessionToken: 'a+/=b'.repeat(200),
    },
    ...{ region: 'eu-west-1', sha256: Sha256 },
  };
  const request = { stage: 'prod', detailType: 'ClusterRequested', detail: { a: 1 } };
  const url = await proofOf(request, signing, Date.parse(at));
  const place = { region: 'eu-west-1', partition: 'aws' };
  expect(readProof(url, place, at)).toMatchObject({ call: { host: 'sts.eu-west-1.amazonaws.com' } });
  expect(url).not.toContain(signedText(request));
});
