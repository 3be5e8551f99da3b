import { describe, expect, it } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { kubernetesToken } from '../../aws/kubernetes/token.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };

// aws-iam-authenticator, `pkg/token`: a token is taken for no other host than those of STS in the partition's regions.
describe('a token for a cluster', () => {
  it.each([
    ['us-east-2', 'sts.us-east-2.amazonaws.com'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
  ])('is signed for STS where it is: %s', async (region, host) => {
    const token = await kubernetesToken('web', { credentials, region, sha256: Sha256 });
    const url = new URL(Buffer.from(token.replace('k8s-aws-v1.', ''), 'base64url').toString());
    expect([url.host, url.searchParams.get('X-Amz-SignedHeaders')]).toEqual([host, 'host;x-k8s-aws-id']);
  });
});
