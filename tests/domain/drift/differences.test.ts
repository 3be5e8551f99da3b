import { describe, expect, it } from '@jest/globals';
import { compareAccessEntry } from '../../../domain/contents/access-entry/compare.ts';
import { compareNodeGroup } from '../../../domain/contents/node-group/compare.ts';
import { create, fail, nothing, refuse, update, wait } from '../../../domain/decide/decision.ts';
import { differencesOf, leavesOf } from '../../../domain/drift/differences.ts';
import { keptDifferences } from '../../../domain/drift/kept.ts';
import { unsaidIn, unsaidMembers } from '../../../domain/drift/unsaid.ts';

const group = { clusterName: 'shop', nodegroupName: 'web' };

describe('a difference in words', () => {
  it('tells what is not there, what is broken and what cannot be changed', () => {
    expect(differencesOf('addon/coredns', create)).toEqual([
      { path: 'addon/coredns', wanted: 'there', found: 'nothing' },
    ]);
    expect(differencesOf('addon/coredns', fail('add-on coredns could not be updated'))).toEqual([
      { path: 'addon/coredns.status', wanted: 'in order', found: 'add-on coredns could not be updated' },
    ]);
    expect(differencesOf('x', refuse('iam.serviceRoleARN', 'it is another', 'recreate'))).toEqual([
      { path: 'iam.serviceRoleARN', wanted: 'as in the document', found: 'it is another' },
    ]);
  });

  it('is none where nothing is to be done, or something is under way', () => {
    expect(differencesOf('nodeGroup/web', nothing)).toEqual([]);
    expect(differencesOf('nodeGroup/web', wait('UpdateNodegroup'))).toEqual([]);
    expect(differencesOf('addon/coredns', wait('AddonHealth'))).toHaveLength(1);
  });

  it('names each member that differs, and only those', () => {
    const request = { ...group, scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 } };
    const change = update({ operation: 'UpdateNodegroupConfig', request }, 'scale');
    const observed = { scalingConfig: { minSize: 1, maxSize: 9, desiredSize: 2 } };
    expect(differencesOf('nodeGroup/web', change, observed)).toEqual([
      { path: 'nodeGroup/web.scalingConfig.maxSize', wanted: '3', found: '9' },
    ]);
  });

  it('shows labels as they are and as they should be', () => {
    const labels = { addOrUpdateLabels: { tier: 'web' }, removeLabels: ['debug'] };
    const change = update({ operation: 'UpdateNodegroupConfig', request: { ...group, labels } }, 'label');
    const seen = { labels: { tier: 'api', debug: 'on' } };
    expect(differencesOf('nodeGroup/web', change, seen, compareNodeGroup)).toEqual([
      { path: 'nodeGroup/web.labels.tier', wanted: 'web', found: 'api' },
      { path: 'nodeGroup/web.labels.debug', wanted: 'nothing', found: 'on' },
    ]);
  });

  it('shows taints that were added and taken away', () => {
    const [wanted, stray] = [
      { key: 'a', effect: 'NO_EXECUTE' },
      { key: 'b', effect: 'NO_EXECUTE' },
    ] as const;
    const taints = { addOrUpdateTaints: [wanted], removeTaints: [stray] };
    const change = update({ operation: 'UpdateNodegroupConfig', request: { ...group, taints } }, 'taint');
    const seen = { taints: [stray] };
    expect(differencesOf('nodeGroup/web', change, seen, compareNodeGroup)).toEqual([
      {
        path: 'nodeGroup/web.taints',
        wanted: JSON.stringify([wanted]),
        found: JSON.stringify([stray]),
      },
    ]);
  });

  it('tells an access policy that is missing from one that is too many', () => {
    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    const accessScope = { type: 'cluster' } as const;
    const path = `accessEntry/ops.accessPolicies["${policyArn}"]`;
    const scope = JSON.stringify(accessScope);
    const add = update({ operation: 'AssociateAccessPolicy', request: { policyArn, accessScope } }, 'add');
    const bare = { associatedAccessPolicies: [] };
    expect(differencesOf('accessEntry/ops', add, bare, compareAccessEntry)).toEqual([
      { path, wanted: scope, found: 'nothing' },
    ]);
    const remove = update({ operation: 'DisassociateAccessPolicy', request: { policyArn } }, 'remove');
    const seen = { associatedAccessPolicies: [{ policyArn, accessScope }] };
    expect(differencesOf('accessEntry/ops', remove, seen, compareAccessEntry)).toEqual([
      { path, wanted: 'nothing', found: scope },
    ]);
  });

  it.each([
    [300, 'x'.repeat(300)],
    [301, `${'x'.repeat(300)}…`],
    [5000, `${'x'.repeat(300)}…`],
  ])('is cut where a value is long: of %i characters', (length, wanted) => {
    const request = { addonName: 'vpc-cni', configurationValues: 'x'.repeat(length) };
    const change = update({ operation: 'UpdateAddon', request }, 'configure');
    expect(differencesOf('addon/vpc-cni', change)).toEqual([
      { path: 'addon/vpc-cni.configurationValues', wanted, found: 'nothing' },
    ]);
  });

  it('is the state of what is to be cleared away', () => {
    const change = update({ operation: 'DeleteNodegroup', request: group }, 'clear away');
    expect(differencesOf('nodeGroup/web', change, { status: 'CREATE_FAILED' })).toEqual([
      { path: 'nodeGroup/web.status', wanted: 'in order', found: 'CREATE_FAILED' },
    ]);
  });

  it('is the health of an add-on that is waited for', () => {
    expect(differencesOf('addon/coredns', wait('AddonHealth'))).toEqual([
      { path: 'addon/coredns.status', wanted: 'ACTIVE', found: 'DEGRADED' },
    ]);
  });
});

describe('the leaves that differ', () => {
  it.each<[string, unknown, unknown, readonly (readonly [string, string, string])[]]>([
    ['of the same', { a: [1] }, { a: [1] }, []],
    ['of a value', 'a', 'b', [['x', 'a', 'b']]],
    ['of a value that is gone', null, 'b', [['x', 'nothing', 'b']]],
    ['of a list, as a whole', [1], [2], [['x', '[1]', '[2]']]],
    ['of an object in place of a text', { a: 1 }, 'b', [['x', '{"a":1}', 'b']]],
    [
      'of an object in place of nothing',
      { a: 1, b: 2 },
      undefined,
      [
        ['x.a', '1', 'nothing'],
        ['x.b', '2', 'nothing'],
      ],
    ],
    ['of members', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 }, d: 4 }, [['x.a.c', '2', '3']]],
    [
      'of names that are no words',
      { 'a/b': '1', 'a-b': '1', ' a': '1' },
      {},
      [
        ['x["a/b"]', '1', 'nothing'],
        ['x.a-b', '1', 'nothing'],
        ['x[" a"]', '1', 'nothing'],
      ],
    ],
  ])('%s', (_, wanted, found, leaves) => {
    expect(leavesOf('x', wanted, found).map((one) => [one.path, one.wanted, one.found])).toEqual(leaves);
  });
});

describe('what a document does not say', () => {
  const beyond = (wanted: unknown, found: unknown, byDefault?: unknown) =>
    unsaidIn('x', wanted, found, byDefault).map((one) => [one.path, one.wanted, one.found]);

  it.each([[undefined], [null], [false], [''], ['{}'], [{}], [[]], [{ a: { b: false } }], [[null, '']]])(
    'is nothing where EKS shows no more than %j',
    (found) => {
      expect(beyond(undefined, found)).toEqual([]);
      expect(beyond(undefined, { a: found, b: 1 }, { b: 1 })).toEqual([]);
    },
  );

  it.each<[string, unknown, unknown, unknown, readonly (readonly string[])[]]>([
    ['a value', undefined, 'b', undefined, [['x', 'nothing', 'b']]],
    ['a number of none', undefined, 0, undefined, [['x', 'nothing', '0']]],
    ['another value than EKS sets by itself', undefined, 'b', 'a', [['x', 'a', 'b']]],
    ['the value that EKS sets by itself', undefined, 'a', 'a', []],
    ['what is on, and is off by itself', undefined, true, false, [['x', 'nothing', 'true']]],
    ['a value beside one that is said', 'a', 'b', undefined, []],
    ['an object as a whole', undefined, { a: 1 }, undefined, [['x', 'nothing', '{"a":1}']]],
    ['a list as a whole', undefined, [1], undefined, [['x', 'nothing', '[1]']]],
    ['members beside those that are said', { a: 1 }, { a: 2, b: 3 }, undefined, [['x.b', 'nothing', '3']]],
    ['members beside EKS’s own', undefined, { a: 1, b: 3 }, { a: 1 }, [['x.b', 'nothing', '3']]],
    ['members of members', { a: { b: 1 } }, { a: { b: 2, c: 3 } }, undefined, [['x.a.c', 'nothing', '3']]],
    ['members of a value that is said as a whole', ['a'], { b: 1 }, undefined, []],
    ['members of a value that is said to be none', null, { b: 1 }, undefined, []],
  ])('is %s', (_, wanted, found, byDefault, differences) => {
    expect(beyond(wanted, found, byDefault)).toEqual(differences);
  });

  it('is asked of each member that has a default', () => {
    expect(unsaidMembers('x', { a: 1 }, { a: 2, b: 3, c: 4 }, { a: undefined, b: undefined })).toEqual([
      { path: 'x.b', wanted: 'nothing', found: '3' },
    ]);
  });
});

describe('drift', () => {
  const difference = (path: string) => ({ path, wanted: 'a', found: 'b' });
  const marks = difference('nodeGroup/web.tags["eks-fleet.dev/cluster"]');
  const notDescribed = [
    { path: 'nodeGroups', reason: 'EKS shows none' },
    { path: 'controlPlane.accessConfig', reason: 'no document may say it' },
  ];

  it('is not what describing a cluster could not help, nor a mark that only eks-fleet sets', () => {
    const found = [
      difference('controlPlane.accessConfig.authenticationMode'),
      difference('controlPlane.accessConfig["of/another"]'),
      difference('controlPlane.accessConfig'),
      marks,
      difference('b'),
      difference('a'),
    ];
    expect(keptDifferences({ documentIs: 'described', notDescribed }, found)).toEqual([
      difference('a'),
      difference('b'),
    ]);
  });

  it('is also a mark that somebody took from what eks-fleet made', () => {
    expect(keptDifferences({ documentIs: 'applied', notDescribed: [] }, [marks])).toEqual([marks]);
  });

  it('is no neighbour of what cannot be described', () => {
    const neighbour = difference('controlPlane.accessConfigured');
    expect(keptDifferences({ documentIs: 'described', notDescribed }, [neighbour])).toEqual([neighbour]);
  });
});
