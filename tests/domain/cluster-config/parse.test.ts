import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';

const on = { today: '2026-11-24' };
const document = (more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region: 'us-east-1', ...metadata },
  ...more,
});
const problemsOf = (value: unknown) => parseClusterConfig(value, 'shop.yaml', on).problems ?? [];

describe('reading a ClusterConfig', () => {
  it('fills in what eksctl would default', () => {
    const { config } = parseClusterConfig(
      document({ managedNodeGroups: [{ name: 'web' }, { name: 'jobs', desiredCapacity: 0 }] }),
      'shop.yaml',
      on,
    );
    expect(config?.managedNodeGroups).toMatchObject([
      { amiFamily: 'AmazonLinux2023', minSize: 2, maxSize: 2, desiredCapacity: 2 },
      { minSize: 0, maxSize: 1, desiredCapacity: 0 },
    ]);
    expect(config?.addons.map(({ name }) => name)).toEqual([
      'metrics-server',
      'vpc-cni',
      'kube-proxy',
      'coredns',
    ]);
    expect(config?.metadata.version).toBeUndefined();
  });

  it('reads a completed config again without changing it', () => {
    const { config } = parseClusterConfig(document({ nodeGroups: [{ name: 'web', maxSize: 5 }] }), 'a', on);
    expect(parseClusterConfig(config, 'a', on).config).toEqual(config);
  });

  it('takes a key without a value as absent, as eksctl does', () => {
    expect(problemsOf(document({ nodeGroups: null, vpc: { cidr: null } }))).toEqual([]);
  });

  it('names the nearest known field for one that it does not know', () => {
    expect(
      problemsOf(document({ managedNodeGroups: [{ name: 'web', instanceTyp: 'm5.large' }] })),
    ).toMatchObject([
      {
        document: 'shop.yaml',
        path: 'managedNodeGroups[0].instanceTyp',
        found: '"m5.large"',
        message: 'unknown field instanceTyp',
        alternative: 'did you mean instanceType?',
      },
    ]);
  });

  it('says what a field must be, what it found, and how to mend it', () => {
    expect(problemsOf(document({}, { version: 1.35 }))).toMatchObject([
      {
        path: 'metadata.version',
        found: '1.35',
        message: 'expected string, found number',
        alternative: 'put it in quotes: "1.35"',
      },
    ]);
  });

  it.each([
    ['a wrong apiVersion', { ...document(), apiVersion: 'eksctl.io/v1alpha4' }, 'apiVersion'],
    ['a wrong kind', { ...document(), kind: 'Cluster' }, 'kind'],
    ['a missing region', { ...document(), metadata: { name: 'shop' } }, 'metadata.region'],
    ['a name that EKS refuses', document({}, { name: '-shop' }), 'metadata.name'],
    [
      'a malformed ARN',
      document({ secretsEncryption: { keyARN: 'arn:aws:kms:us-east-1:12:key/x' } }),
      'secretsEncryption.keyARN',
    ],
    [
      'more managed groups than anybody has',
      document({ managedNodeGroups: Array.from({ length: 501 }, (_, i) => ({ name: `g${i}` })) }),
      'managedNodeGroups',
    ],
    ['a list where a mapping belongs', [document()], ''],
  ])('refuses %s by its path', (_, value, path) => {
    expect(problemsOf(value).map((problem) => problem.path)).toEqual([path]);
  });

  it('refuses what it does not carry out with a reason and an alternative', () => {
    const [problem] = problemsOf(document({ gitops: { flux: {} } }));
    expect(problem).toMatchObject({ path: 'gitops', allowed: 'nothing' });
    expect(problem?.alternative).toContain('flux bootstrap');
  });

  it.each([
    ['1.14', "past EKS's extended support"],
    ['1.30', "past EKS's extended support"],
    ['2.99', 'not a version that EKS knows'],
  ])('refuses version %s and names the override for a rehearsal', (version, reason) => {
    const [problem] = problemsOf(document({}, { version }));
    expect(problem?.message).toContain(reason);
    expect(problem?.alternative).toContain('--set metadata.version=');
  });

  it('leaves a version that is newer than what it knows to EKS, which is asked', () => {
    expect(problemsOf(document({}, { version: '1.99' }))).toEqual([]);
  });

  it('accepts a version until the last day of its extended support', () => {
    expect(
      parseClusterConfig(document({}, { version: '1.31' }), 'a', { today: '2026-11-26' }).problems,
    ).toBeUndefined();
    expect(
      parseClusterConfig(document({}, { version: '1.31' }), 'a', { today: '2026-11-27' }).problems,
    ).toHaveLength(1);
  });
});
