import { describe, expect, it } from '@jest/globals';
import { findSignatureFault, type SignedRequest } from '../../../simulator/seam/signature.ts';

/** `get-vanilla` of AWS's Signature Version 4 test suite. */
const secrets = {
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: undefined,
};
const signedAt = Date.parse('2015-08-30T12:36:00Z');
const authorization = (over: { date?: string; headers?: string; signature?: string } = {}) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${over.date ?? '20150830'}/us-east-1/service/aws4_request, ` +
  `SignedHeaders=${over.headers ?? 'host;x-amz-date'}, ` +
  `Signature=${over.signature ?? '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'}`;

const request = (over: Partial<SignedRequest> = {}, header = authorization()): SignedRequest => ({
  method: 'GET',
  target: '/',
  body: new Uint8Array(),
  ...over,
  headers: {
    host: 'example.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
    authorization: header,
    ...over.headers,
  },
});

const fault = (signed: SignedRequest, now = signedAt, known: typeof secrets | undefined = secrets) =>
  findSignatureFault(signed, () => known, now);

describe('a signature of version 4', () => {
  it('holds as AWS computed it', () => {
    expect(fault(request())).toBeUndefined();
  });

  it('covers the method, the path, the query, the headers that it names and the body', () => {
    const changed: Partial<SignedRequest>[] = [
      { method: 'POST' },
      { target: '/other' },
      { target: '/?a=b' },
      { headers: { host: 'other.amazonaws.com' } },
      { body: new TextEncoder().encode('x') },
    ];
    for (const over of changed) expect(fault(request(over))?.code).toBe('SignatureDoesNotMatch');
  });

  it('does not hold with another secret, and needs the session token that was issued with it', () => {
    expect(fault(request(), signedAt, { ...secrets, secretAccessKey: 'other' })?.code).toBe(
      'SignatureDoesNotMatch',
    );
    const issued = { secretAccessKey: secrets.secretAccessKey, sessionToken: 'token' };
    expect(findSignatureFault(request(), () => issued, signedAt)?.code).toBe('UnrecognizedClientException');
  });

  it('is good for fifteen minutes of the time at which it is checked, before and after', () => {
    const minute = 60_000;
    expect(fault(request(), signedAt + 15 * minute)).toBeUndefined();
    expect(fault(request(), signedAt - 15 * minute)).toBeUndefined();
    expect(fault(request(), signedAt + 16 * minute)?.message).toMatch(/^Signature expired: 20150830T123600Z/);
    expect(fault(request(), signedAt - 16 * minute)?.message).toMatch(/^Signature not yet current/);
  });

  it('is refused for its form: no date, another day in its scope, a host that it does not cover', () => {
    expect(fault(request({ headers: { 'x-amz-date': '' } }))?.code).toBe('IncompleteSignatureException');
    expect(fault(request({}, 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE'))?.code).toBe(
      'IncompleteSignatureException',
    );
    expect(fault(request({}, authorization({ date: '20150831' })))?.message).toMatch(
      /^Date in Credential scope/,
    );
    expect(fault(request({}, authorization({ headers: 'x-amz-date' })))?.message).toMatch(/^'Host' must be/);
  });

  it('of a key that was never issued is left to whoever resolves the caller', () => {
    expect(findSignatureFault(request(), () => undefined, signedAt)).toBeUndefined();
  });
});
