import { describe, expect, it } from '@jest/globals';
import { compareAccessEntry } from '../../../domain/contents/access-entry/compare.ts';
import { compareNodeGroup } from '../../../domain/contents/node-group/compare.ts';
import { create, fail, nothing, refuse, update, wait } from '../../../domain/decide/decision.ts';
import { differencesOf } from '../../../domain/drift/differences.ts';
import { keptDifferences } from '../../../domain/drift/kept.ts';

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

  it('is cut where a value is long', () => {
    const request = { addonName: 'vpc-cni', configurationValues: 'x'.repeat(5000) };
    const [only] = differencesOf('addon/vpc-cni', update({ operation: 'UpdateAddon', request }, 'configure'));
    expect(only?.wanted.length).toBeLessThan(400);
  });
});

describe('drift', () => {
  const difference = (path: string) => ({ path, wanted: 'a', found: 'b' });
  const marks = difference('nodeGroup/web.tags["eks-fleet.dev/cluster"]');
  const notDescribed = [{ path: 'controlPlane.accessConfig', reason: 'no document may say it' }];

  it('is not what describing a cluster could not help, nor a mark that only eks-fleet sets', () => {
    const found = [
      difference('controlPlane.accessConfig.authenticationMode'),
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
