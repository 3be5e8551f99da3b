import { expect, it } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { digestOf } from '../../aws/sts/digest.ts';
import { proofOf } from '../../aws/sts/proof.ts';
import { DIGEST_HEADER, readProof } from '../../domain/proof/presigned-call.ts';
import { type SignedRequest, signedText } from '../../domain/proof/signed-text.ts';
import { CredentialStore } from '../../simulator/credentials.ts';
import { randomStream } from '../../simulator/kernel/random.ts';
import { splitTarget } from '../../simulator/seam/http.ts';
import { callerOfPresigned, presignedCall } from '../../simulator/sts/presigned.ts';
import { standInKernel } from '../simulator/stand-in-region.ts';

const FORGED = process.env.EKS_FLEET_THOROUGH ? 100_000 : 4000;
const place = { region: 'us-east-1', partition: 'aws' };
const AT = '2026-11-24T08:00:00Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();

const keys = new CredentialStore(standInKernel().kernel, '111122223333');
const role = {
  ...{ kind: 'role' as const, accountId: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/ops' },
  arn: 'arn:aws:sts::111122223333:assumed-role/ops/ann',
};
const credentials = keys.issue(role, 3_600_000);
const signing = { credentials, region: place.region, sha256: Sha256 };

const request: SignedRequest = {
  stage: 'prod',
  detailType: 'ClusterScaleRequested',
  detail: { version: '1', requestId: 'r1', cluster: 'web', groups: [{ minSize: 1, maxSize: 4 }] },
};

/** The ARN of who has signed, as the first task and STS come to it together; undefined where either refuses. */
function whoSigned(proof: unknown, of: SignedRequest, at: string): string | undefined {
  const { call } = readProof(proof, place, at);
  if (!call) return undefined;
  const sent = presignedCall({
    ...{ method: 'GET', hostname: call.host, ...splitTarget(`/?${call.query}`), body: new Uint8Array() },
    headers: { host: call.host, [DIGEST_HEADER]: digestOf(signedText(of)) },
  });
  if (!sent) return undefined;
  try {
    const caller = callerOfPresigned(
      sent,
      { caller: (key) => keys.resolve(key), secretsOf: (key) => keys.secretsOf(key) },
      { nowMs: Date.parse(at), byExpiry: false },
    );
    return 'arn' in caller ? caller.arn : undefined;
  } catch {
    return undefined;
  }
}

it('of forged, stale and swapped proofs none is taken, and the right one is', async () => {
  const random = randomStream(1, 'forgeries');
  const proof = await proofOf(request, signing, Date.parse(AT));
  const swapped = await proofOf(
    { ...request, detail: { ...request.detail, requestId: 'r2' } },
    signing,
    Date.parse(AT),
  );
  const elsewhere = await proofOf(request, { ...signing, region: 'us-east-2' }, Date.parse(AT));
  const other = { ...credentials, secretAccessKey: 'another' };
  const guessed = await proofOf(request, { ...signing, credentials: other }, Date.parse(AT));
  expect(whoSigned(proof, request, AT)).toBe(role.arn);
  const genuine = readProof(proof, place, AT).call?.query;
  const alphabet = 'abcdefABCDEF0123456789%&=/-_.~';
  const changed = (): SignedRequest => {
    const value = random.text(1 + random.integer(0, 5), alphabet);
    return random.pick<SignedRequest>([
      { ...request, stage: `prod${value}` },
      { ...request, detailType: `Cluster${value}Requested` },
      { ...request, detail: { ...request.detail, cluster: `web${value}` } },
      { ...request, detail: { ...request.detail, [value]: value } },
      { ...request, detail: { ...request.detail, groups: [{ minSize: random.integer(2, 99), maxSize: 4 }] } },
    ]);
  };
  const forgeries: readonly (() => readonly [unknown, SignedRequest, string])[] = [
    () => {
      const from = random.integer(0, proof.length - 1);
      const length = random.integer(0, 3);
      const text =
        proof.slice(0, from) + random.text(random.integer(0, 4), alphabet) + proof.slice(from + length);
      // Written in another way, it may be the same proof.
      return [readProof(text, place, AT).call?.query === genuine ? undefined : text, request, AT];
    },
    () => [proof, changed(), AT],
    () => [proof, request, later(random.integer(901, 10_000_000))],
    () => [proof, request, later(-random.integer(301, 10_000_000))],
    () => [random.pick([swapped, elsewhere, guessed]), request, AT],
  ];
  const taken: unknown[] = [];
  for (let tried = 0; tried < FORGED; tried++) {
    const [forged, of, at] = (forgeries[tried % forgeries.length] as (typeof forgeries)[number])();
    const who = whoSigned(forged, of, at);
    if (who !== undefined) taken.push([forged, of, at, who]);
  }
  expect(taken).toEqual([]);
  expect(whoSigned(proof, request, later(899))).toBe(role.arn);
}, 300_000);
