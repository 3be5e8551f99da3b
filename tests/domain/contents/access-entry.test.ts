import { describe, expect, it } from '@jest/globals';
import { compareAccessEntry } from '../../../domain/contents/access-entry/compare.ts';
import { decideAccessEntry, type ObservedAccessEntry } from '../../../domain/contents/access-entry/decide.ts';
import { accessConfig } from '../../../domain/contents/access-entry/describe.ts';
import type { AccessScope, DesiredAccessEntry } from '../../../domain/contents/access-entry/desired.ts';
import { defaultUsername } from '../../../domain/contents/access-entry/username.ts';
import { kindOf } from '../../../domain/contents/kinds.ts';
import { role, seenCluster } from '../adopt/fixtures.ts';
import { contentsOf } from '../desired/contents.fixtures.ts';

const policyArn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;
const IN_ALL: AccessScope = { type: 'cluster' };
const inSome = (...namespaces: readonly string[]): AccessScope => ({ type: 'namespace', namespaces });
const policy = (name: string, accessScope: AccessScope) => ({ policyArn: policyArn(name), accessScope });

const desired = (more: Partial<DesiredAccessEntry>): DesiredAccessEntry => ({
  kind: 'accessEntry',
  key: 'accessEntry/x',
  needs: [],
  request: { clusterName: 'shop', principalArn: role('x'), type: 'STANDARD' },
  policies: [],
  madeByEks: false,
  ...more,
});
const seen = (more: Partial<ObservedAccessEntry>): ObservedAccessEntry => ({
  accessEntryArn: 'arn',
  principalArn: role('x'),
  type: 'STANDARD',
  associatedAccessPolicies: [],
  ...more,
});
const principal = { clusterName: 'shop', principalArn: role('x') };

describe('the name that EKS gives an entry', () => {
  it.each([
    [role('ops'), 'arn:aws:sts::111122223333:assumed-role/ops/{{SessionName}}'],
    [role('team/ops'), 'arn:aws:sts::111122223333:assumed-role/ops/{{SessionName}}'],
    ['arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:user/ann'],
  ])('of %s is %s', (arn, name) => {
    expect(defaultUsername(arn)).toBe(name);
  });
});

describe('the policies of an entry', () => {
  it.each<[string, AccessScope, AccessScope]>([
    ['of another scope', IN_ALL, inSome('a')],
    ['of more namespaces', inSome('a'), inSome('a', 'b')],
    ['of none', inSome('a'), { type: 'namespace' }],
  ])('are associated again where they are %s', (_, wanted, found) => {
    expect(
      decideAccessEntry(
        desired({ policies: [policy('View', wanted)] }),
        seen({ associatedAccessPolicies: [policy('View', found), policy('Admin', wanted)] }),
      ),
    ).toEqual({
      do: 'update',
      change: { operation: 'AssociateAccessPolicy', request: { ...principal, ...policy('View', wanted) } },
      summary: `grant AmazonEKSViewPolicy to ${role('x')}`,
    });
  });

  it('are taken one after the other where the document names none', () => {
    const associatedAccessPolicies = [policy('View', IN_ALL), policy('Admin', IN_ALL)];
    expect(
      decideAccessEntry(desired({ policies: [policy('View', IN_ALL)] }), seen({ associatedAccessPolicies })),
    ).toEqual({
      do: 'update',
      change: {
        operation: 'DisassociateAccessPolicy',
        request: { ...principal, policyArn: policyArn('Admin') },
      },
      summary: `take AmazonEKSAdminPolicy from ${role('x')}`,
    });
  });

  it('are shown each by itself, as they are and as they should be', () => {
    const observed = seen({
      associatedAccessPolicies: [policy('Admin', IN_ALL), policy('View', inSome('a'))],
    });
    const compared = (operation: string, request: object) =>
      compareAccessEntry('accessEntry/x', { operation, request }, observed);
    expect(compared('AssociateAccessPolicy', policy('View', IN_ALL))).toEqual([
      {
        path: `accessEntry/x.accessPolicies["${policyArn('View')}"]`,
        wanted: '{"type":"cluster"}',
        found: '{"type":"namespace","namespaces":["a"]}',
      },
    ]);
    expect(compared('DisassociateAccessPolicy', { policyArn: policyArn('Admin') })).toEqual([
      {
        path: `accessEntry/x.accessPolicies["${policyArn('Admin')}"]`,
        wanted: 'nothing',
        found: '{"type":"cluster"}',
      },
    ]);
    expect(compared('UpdateAccessEntry', {})).toBeUndefined();
  });
});

describe('an entry that EKS makes for a capability', () => {
  const ofEks = desired({ madeByEks: true, policies: [policy('View', IN_ALL)] });

  it('is waited for, and is ours to add to and not to change', () => {
    expect(decideAccessEntry(ofEks, undefined)).toEqual({ do: 'wait', operation: 'CreateCapability' });
    const other = { type: 'CAPABILITY', tags: {}, kubernetesGroups: ['theirs'] };
    expect(
      decideAccessEntry(ofEks, seen({ ...other, associatedAccessPolicies: [policy('View', IN_ALL)] })),
    ).toEqual({ do: 'nothing' });
    expect(decideAccessEntry(ofEks, seen(other))).toMatchObject({
      change: { operation: 'AssociateAccessPolicy' },
    });
  });

  it('has groups and a name that no document says: neither is told, nor those of entries for nodes', () => {
    const more = { kubernetesGroups: ['theirs'], username: 'theirs' };
    const beyond = (entry: DesiredAccessEntry, observed: ObservedAccessEntry) =>
      kindOf(entry)
        .beyond?.(entry, observed)
        .map(({ path }) => path);
    expect(beyond(ofEks, seen(more))).toEqual([]);
    expect(beyond(desired({}), seen({ ...more, type: 'EC2_LINUX' }))).toEqual([]);
    expect(beyond(desired({}), seen(more))).toEqual([
      'accessEntry/x.kubernetesGroups',
      'accessEntry/x.username',
    ]);
  });
});

describe('the entries that a document calls for', () => {
  const entriesOf = (more: Record<string, unknown>) =>
    contentsOf(more).filter((content): content is DesiredAccessEntry => content.kind === 'accessEntry');

  it('have its policies in their scopes', () => {
    const accessPolicies = [
      { policyARN: policyArn('View'), accessScope: { type: 'namespace', namespaces: ['a'] } },
      { policyARN: policyArn('Admin'), accessScope: { type: 'cluster' } },
    ];
    const written = { principalARN: role('x'), accessPolicies };
    const [entry] = entriesOf({ accessConfig: { accessEntries: [written] } });
    expect(entry?.policies).toEqual([policy('View', inSome('a')), policy('Admin', IN_ALL)]);
    const plain = entriesOf({ accessConfig: { accessEntries: [{ principalARN: role('x') }] } });
    expect(plain.map(({ policies }) => policies)).toEqual([[]]);
  });

  it.each([
    ['nothing', {}, undefined, []],
    ['groups', { groups: ['ops'] }, ['ops'], []],
    ['the administrators alone', { groups: ['system:masters'] }, undefined, [policy('ClusterAdmin', IN_ALL)]],
  ])('stand for a mapping of aws-auth to %s', (_, mapping, kubernetesGroups, policies) => {
    const mappings = [{ arn: role('x'), username: 'x', ...mapping }];
    const [entry] = entriesOf({ iamIdentityMappings: mappings });
    expect(entry).toMatchObject({ request: { type: 'STANDARD', username: 'x' }, policies });
    expect(entry?.request.kubernetesGroups).toEqual(kubernetesGroups);
  });

  it('are of a capability only where the document adds policies', () => {
    const accessPolicies = [{ policyARN: policyArn('View'), accessScope: { type: 'cluster' } }];
    const capabilities = [
      { name: 'ack', type: 'ACK', roleArn: role('ack') },
      { name: 'kro', type: 'KRO', roleArn: role('kro'), accessPolicies: [] },
      { name: 'cd', type: 'ACK', roleArn: role('cd'), accessPolicies },
    ];
    expect(entriesOf({ capabilities })).toEqual([
      {
        kind: 'accessEntry',
        key: `accessEntry/${role('cd')}`,
        request: {
          clusterName: 'shop',
          principalArn: role('cd'),
          type: 'STANDARD',
          tags: { 'eks-fleet.dev/cluster': 'shop' },
        },
        policies: [policy('View', IN_ALL)],
        madeByEks: true,
        needs: [{ keys: ['capability/cd'], until: 'ready' }],
      },
    ]);
  });
});

describe('the entries of a cluster as a document', () => {
  const described = (
    entries: readonly Partial<ObservedAccessEntry>[],
    changes: Partial<Parameters<typeof accessConfig>[0]['cluster']> = {},
  ) => {
    const notes: string[] = [];
    const cluster = seenCluster({ accessEntry: entries.map(seen) });
    const config = accessConfig({ ...cluster, cluster: { ...cluster.cluster, ...changes } }, (path, why) =>
      notes.push(`${path}: ${why}`),
    );
    return { config, notes };
  };

  it('say what was chosen, and not what EKS gives by itself', () => {
    const { config, notes } = described([
      { principalArn: role('a'), username: defaultUsername(role('a')), kubernetesGroups: [] },
      { principalArn: role('b'), username: 'b', kubernetesGroups: ['ops'], tags: { owner: 'sre' } },
      { principalArn: role('c'), type: 'EC2_LINUX', username: 'node', kubernetesGroups: ['nodes'] },
      { principalArn: role('d'), associatedAccessPolicies: [policy('View', { ...IN_ALL, namespaces: [] })] },
    ]);
    expect(config).toEqual({
      authenticationMode: 'API',
      accessEntries: [
        { principalARN: role('a'), type: 'STANDARD' },
        { principalARN: role('b'), type: 'STANDARD', kubernetesGroups: ['ops'], kubernetesUsername: 'b' },
        { principalARN: role('c'), type: 'EC2_LINUX' },
        {
          principalARN: role('d'),
          type: 'STANDARD',
          accessPolicies: [{ policyARN: policyArn('View'), accessScope: { type: 'cluster' } }],
        },
      ],
    });
    expect(notes).toEqual([`accessConfig.accessEntries.${role('b')}.tags: eksctl has no field for them`]);
  });

  it('are those that EKS did not make: Auto Mode’s nodes have one of EKS', () => {
    const auto = { computeConfig: { enabled: true, nodeRoleArn: role('auto') } };
    const entry = { principalArn: role('auto'), type: 'EC2' };
    expect(described([entry], auto).config).toEqual({ authenticationMode: 'API' });
    expect(described([entry]).config.accessEntries).toHaveLength(1);
  });

  it('are none where a cluster has its ConfigMap alone', () => {
    const { accessConfig: mode, ...cluster } = seenCluster().cluster;
    const notes = () => undefined;
    expect(accessConfig({ ...seenCluster(), cluster }, notes)).toEqual({ authenticationMode: 'CONFIG_MAP' });
  });
});
