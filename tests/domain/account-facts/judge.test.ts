import { describe, expect, it } from '@jest/globals';
import { judgeFacts } from '../../../domain/account-facts/judge.ts';
import { factsWanted } from '../../../domain/account-facts/wanted.ts';
import { account, configOf } from '../desired/fixtures.ts';
import { allKnown, arnOf, judged, pathsOf, roleFacts } from './facts.fixtures.ts';
import { managed } from './rows.fixtures.ts';

describe('held against the account, a document is told of', () => {
  it('a Kubernetes version that EKS does not offer, and one in extended support', () => {
    expect(pathsOf(judged({}, {}, { metadata: { version: '1.34' } }))).toEqual(['metadata.version']);
    expect(pathsOf(judged({}, {}, { metadata: { version: '1.33' } }))).toEqual(['warning metadata.version']);
    const behind = { metadata: { version: '1.34' }, clusterVersion: '1.35' };
    expect(pathsOf(judged({}, {}, behind))).toEqual([]);
  });

  it('all of its mistakes at once', () => {
    const document = {
      ...managed({
        instanceTypes: ['m5.large', 'm6g.large', 'm5.lagre'],
        ssh: { publicKeyName: 'operator' },
      }),
      addons: [{ name: 'coredsn' }, { name: 'coredns', version: '9' }],
    };
    expect(judged(document).problems.map(({ path }) => path)).toEqual([
      'addons[0].name',
      'addons[1].version',
      'managedNodeGroups[0].instanceTypes',
      'managedNodeGroups[0].instanceTypes',
      'managedNodeGroups[0].ssh.publicKeyName',
    ]);
  });
});

describe('a document of very many names', () => {
  it('is looked up in part, which is told', () => {
    const podIdentityAssociations = Array.from({ length: 150 }, (_, index) => ({
      namespace: 'shop',
      serviceAccountName: `s-${index}`,
      roleARN: arnOf(`pods-${index}`),
    }));
    const document = { iam: { podIdentityAssociations } };
    const { roles } = factsWanted(configOf(document, { version: '1.35' }), account);
    expect(roles.length).toBe(100);
    const services = ['pods.eks.amazonaws.com'];
    const known = Object.fromEntries(roles.map((arn) => [arn, roleFacts(arn, { services })]));
    const { problems, warnings } = judged(document, { roles: known });
    expect(problems).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual(['50 of them are not looked up']);
  });
});

describe('what is found says what may be meant', () => {
  it.each([
    ['an add-on', { addons: [{ name: 'coredsn' }] }, 'did you mean coredns?'],
    ['an instance type', managed({ instanceType: 'm5.lagre' }), 'did you mean m5.large?'],
    ['a key pair', managed({ ssh: { publicKeyName: 'operator' } }), 'did you mean operators?'],
    ['a zone', { availabilityZones: ['us-west-2a', 'us-west-2z'] }, 'did you mean us-west-2a?'],
  ])('%s', (_, document, alternative) => {
    expect(judged(document).problems[0]?.alternative).toBe(alternative);
  });
});

describe('what could not be asked', () => {
  it('is one warning an action, and refuses nothing', () => {
    const denied = { denied: 'ec2:DescribeInstanceTypes' };
    const document = {
      ...managed({ instanceTypes: ['m5.large', 'm6g.large'], iam: { instanceRoleARN: arnOf('gone') } }),
    };
    const role = { [arnOf('gone')]: { denied: 'iam:GetRole' } };
    const { problems, warnings } = judged(document, { instanceTypes: denied, roles: role });
    expect(problems).toEqual([]);
    expect(warnings.map(({ allowed, found }) => [found, allowed])).toEqual([
      ['AccessDenied', 'ec2:DescribeInstanceTypes'],
      ['AccessDenied', 'iam:GetRole'],
    ]);
  });

  it.each(
    Object.keys(allKnown).filter(
      (name) =>
        !['kubernetesVersion', 'roles', 'policies', 'instanceProfiles', 'keys', 'quotas', 'counts'].includes(
          name,
        ),
    ),
  )('breaks nothing: %s', (name) => {
    const document = { ...managed({ instanceType: 'm5.large' }), addons: [{ name: 'coredns' }] };
    const { problems, warnings } = judged(document, { [name]: { denied: `x:${name}` } });
    expect(problems).toEqual([]);
    expect(warnings.map(({ allowed }) => allowed)).toEqual([`x:${name}`]);
  });
});

describe('a part of a cluster that is there and stays as it is', () => {
  it('is told of, and refused no more', () => {
    const config = configOf({ addons: [{ name: 'coredsn' }, { name: 'kube-prox' }] }, { version: '1.35' });
    const about = { config, facts: allKnown, account, readText: JSON.parse, clusterVersion: '1.35' };
    const { problems, warnings } = judgeFacts(about, (part) => part === 'addon/coredsn');
    expect(problems.map(({ path }) => path)).toEqual(['addons[1].name']);
    expect(warnings.map(({ path }) => path)).toEqual(['addons[0].name']);
  });
});
