import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readProof } from '../../../domain/proof/presigned-call.ts';
import { PARAMETERS, PLACE, proofUrl, SIGNED_AT } from './proofs.ts';

const QUERY_OF = (parameters: object) => proofUrl({ ...PARAMETERS, ...parameters });
const why = (proof: unknown, at = SIGNED_AT) => readProof(proof, PLACE, at).problem?.message;
const later = (seconds: number) => new Date(Date.parse(SIGNED_AT) + seconds * 1000).toISOString();

describe('the proof of a request', () => {
  it('is read into a call of the regional STS, whatever the order of its parameters', () => {
    const query = proofUrl().split('?')[1];
    const turned = `https://sts.us-east-1.amazonaws.com/?${query?.split('&').reverse().join('&')}`;
    for (const proof of [proofUrl(), turned])
      expect(readProof(proof, PLACE, SIGNED_AT)).toEqual({
        call: { host: 'sts.us-east-1.amazonaws.com', query },
      });
  });

  it.each([
    ['aws-cn', 'cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ])('is for the host of its partition: %s', (partition, region, host) => {
    const proof = proofUrl(
      { ...PARAMETERS, 'X-Amz-Credential': `ASIAEXAMPLEEXAMPLE00/20261124/${region}/sts/aws4_request` },
      `https://${host}/?`,
    );
    expect(readProof(proof, { region, partition }, SIGNED_AT)).toMatchObject({ call: { host } });
    expect(readProof(proof, PLACE, SIGNED_AT).problem?.message).toContain('another host or path');
  });

  it.each([
    ['https://sts.us-east-2.amazonaws.com/?'],
    ['https://sts.amazonaws.com/?'],
    ['https://sts.us-east-1.amazonaws.com.evil.example/?'],
    ['https://evil.example/sts.us-east-1.amazonaws.com/?'],
    ['https://evil-sts.us-east-1.amazonaws.com/?'],
    ['https://sts.us-east-1.amazonaws.com@evil.example/?'],
    ['https://user@sts.us-east-1.amazonaws.com/?'],
    ['https://sts.us-east-1.amazonaws.com:8443/?'],
    ['https://sts.us-east-1.amazonaws.com./?'],
    ['https://sts.us-east-1.amazonaws.com/latest/?'],
    ['https://sts.us-east-1.amazonaws.com//?'],
    ['https://sts.us-east-1.amazonaws.com?'],
    ['http://sts.us-east-1.amazonaws.com/?'],
    ['https://STS.us-east-1.amazonaws.com/?'],
    [' https://sts.us-east-1.amazonaws.com/?'],
    ['https://169.254.169.254/?'],
    ['file:///etc/passwd?'],
  ])('is for no other host, path, port or scheme: %s', (begin) => {
    expect(why(proofUrl(PARAMETERS, begin))).toContain('another host or path');
  });

  it.each([
    ['Action', { Action: 'AssumeRole' }],
    ['Action', { Action: 'GetCallerIdentity ' }],
    ['Action', { Action: undefined }],
    ['Version', { Version: '2011-06-16' }],
    ['X-Amz-Algorithm', { 'X-Amz-Algorithm': 'AWS4-ECDSA-P256-SHA256' }],
    ['X-Amz-Credential', { 'X-Amz-Credential': 'ASIAEXAMPLEEXAMPLE00/20261124/us-east-1/iam/aws4_request' }],
    ['X-Amz-Credential', { 'X-Amz-Credential': 'a/20261124/us-east-1/sts/aws4_request' }],
    ['X-Amz-Date', { 'X-Amz-Date': '2026-11-24T23:59:00Z' }],
    ['X-Amz-Date', { 'X-Amz-Date': undefined }],
    ['X-Amz-Expires', { 'X-Amz-Expires': '604800' }],
    ['X-Amz-Expires', { 'X-Amz-Expires': '-1' }],
    ['X-Amz-Expires', { 'X-Amz-Expires': '0' }],
    ['X-Amz-Security-Token', { 'X-Amz-Security-Token': 'a\r\nhost: evil' }],
    ['X-Amz-Signature', { 'X-Amz-Signature': 'A1'.repeat(32) }],
    ['X-Amz-Signature', { 'X-Amz-Signature': undefined }],
  ])('has a %s of its own form: %j', (name, parameters) => {
    expect(why(QUERY_OF(parameters))).toContain(name);
  });

  it.each([
    'host',
    'x-eks-fleet-request',
    'x-eks-fleet-request;host',
    'host;x-eks-fleet-request;x-other',
    'host;x-k8s-aws-id',
  ])('signs its host and the digest, and nothing else: %s', (headers) => {
    expect(why(QUERY_OF({ 'X-Amz-SignedHeaders': headers }))).toBe(
      'its signed headers are others, allowed host;x-eks-fleet-request',
    );
  });

  it.each([
    ['&Action=AssumeRole', 'its query is not'],
    ['&action=AssumeRole', 'has a parameter that'],
    ['&RoleArn=x', 'has a parameter that'],
    ['&constructor=x', 'has a parameter that'],
    ['&__proto__=x', 'its query is not'],
    ['&X-Amz-Content-Sha256=x', 'its query is not'],
    ['&', 'its query is not'],
    ['#x', 'its query is not'],
    ['&x', 'its query is not'],
    ['&DurationSeconds=%', 'its query is not'],
    [';Action=AssumeRole', 'its query is not'],
  ])('has no other parameters: %s', (more, message) => {
    expect(why(`${proofUrl()}${more}`)).toContain(message);
  });

  it('is of the region and the day of its date', () => {
    const credential = (scope: string) =>
      QUERY_OF({ 'X-Amz-Credential': `ASIAEXAMPLEEXAMPLE00/${scope}/sts/aws4_request` });
    expect(why(credential('20261124/us-east-2'))).toBe('it is signed for another region, allowed us-east-1');
    expect(why(credential('20261123/us-east-1'))).toBe('its credential is of another day than its date');
    expect(why(QUERY_OF({ 'X-Amz-Date': '20261124T256100Z' }))).toBe('its X-Amz-Date is no time');
  });

  it('holds for a quarter of an hour, or for as long as it says where that is less', () => {
    expect(why(proofUrl(), later(900))).toBeUndefined();
    expect(why(proofUrl(), later(901))).toContain('it was signed 901 s ago and held for 900 s');
    expect(why(QUERY_OF({ 'X-Amz-Expires': '999' }), later(901))).toContain('held for 900 s');
    expect(why(QUERY_OF({ 'X-Amz-Expires': '60' }), later(60))).toBeUndefined();
    expect(why(QUERY_OF({ 'X-Amz-Expires': '60' }), later(61))).toContain('held for 60 s');
  });

  it('may be five minutes ahead, by a clock that differs, and no more', () => {
    expect(why(proofUrl(), later(-300))).toBeUndefined();
    expect(why(proofUrl(), later(-301))).toContain('301 s ahead');
  });

  it.each([
    [null],
    [1],
    [''],
    [{}],
    [['https://sts.us-east-1.amazonaws.com/?']],
    [`${proofUrl()}${'a'.repeat(9000)}`],
  ])('is text of some length: %#', (proof) => {
    expect(why(proof)).toEqual(expect.any(String));
  });

  it('is in no reason against it', () => {
    const secret = 'TOKENTOKEN';
    for (const change of [{ Action: secret }, { 'X-Amz-Security-Token': `${secret}!` }, { [secret]: 'x' }])
      expect(why(QUERY_OF(change))).not.toContain(secret);
    expect(
      why(proofUrl({ ...PARAMETERS, 'X-Amz-Security-Token': secret }, `https://${secret}/?`)),
    ).not.toContain(secret);
  });

  /** Whatever is changed in the text of a proof, what is called is the one host with parameters of their forms. */
  it('leads nowhere else, however it is changed', () => {
    const url = proofUrl();
    const places = fc.integer({ min: 0, max: url.length });
    const pieces = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('@', '#', '/', '\\', '%2e', '&', '?', '..', ':80', '\r\n', '%00'),
    );
    const runs = process.env.EKS_FLEET_THOROUGH ? 100_000 : 3000;
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 40 }), pieces, (from, length, piece) => {
        const { call } = readProof(url.slice(0, from) + piece + url.slice(from + length), PLACE, SIGNED_AT);
        if (!call) return;
        const { host, pathname, search, protocol, username, port, hash } = new URL(
          `https://${call.host}/?${call.query}`,
        );
        expect({ host, pathname, protocol, username, port, hash }).toEqual({
          ...{ host: 'sts.us-east-1.amazonaws.com', pathname: '/', protocol: 'https:' },
          ...{ username: '', port: '', hash: '' },
        });
        const parameters = new URLSearchParams(search);
        expect(Object.keys(PARAMETERS)).toEqual(expect.arrayContaining([...parameters.keys()]));
        expect(parameters.get('Action')).toBe('GetCallerIdentity');
        expect(parameters.get('X-Amz-SignedHeaders')).toBe('host;x-eks-fleet-request');
      }),
      { numRuns: runs, seed: 1 },
    );
  });
});
