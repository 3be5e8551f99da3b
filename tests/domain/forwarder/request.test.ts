import { describe, expect, it } from '@jest/globals';
import { bytesOf, foreignEndpoint } from '../../../domain/forwarder/request.ts';

describe('an endpoint', () => {
  it.each([
    ['us-east-1', 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com'],
    ['us-east-1', 'https://0123456789ABCDEF0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com:443'],
    ['cn-north-1', 'https://0123456789ABCDEF0123456789ABCDEF.sk1.cn-north-1.eks.amazonaws.com.cn'],
    ['us-west-2', 'https://0123456789abcdef.eks-cluster.us-west-2.api.aws'],
  ])("of EKS's in %s is sent to: %s", (region, endpoint) => {
    expect(foreignEndpoint(endpoint, region)).toBeUndefined();
  });

  it.each([
    'https://0123.gr7.us-west-2.eks.amazonaws.com',
    'http://0123.gr7.us-east-1.eks.amazonaws.com',
    'https://0123.gr7.us-east-1.eks.amazonaws.com:8443',
    'https://0123.gr7.us-east-1.eks.amazonaws.com:80',
    'https://us-east-1.eks.amazonaws.com.example.com',
    'https://example.com/.us-east-1.eks.amazonaws.com',
    'https://somebody@0123.gr7.us-east-1.eks.amazonaws.com',
    'https://169.254.169.254',
    'https://sts.us-east-1.amazonaws.com',
    'nothing',
  ])('that is none of the region is refused: %s', (endpoint) => {
    expect(foreignEndpoint(endpoint, 'us-east-1')).toContain('no endpoint of EKS in us-east-1');
  });
});

it('an answer takes as many bytes as JSON makes of it', () => {
  expect(['ab', '"', 'ü', '\n'].map(bytesOf)).toEqual([4, 4, 4, 4]);
});
