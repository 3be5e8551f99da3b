import { describe, expect, it } from '@jest/globals';
import {
  decideNodeGroup,
  nodeGroupDecisions,
  type ObservedNodegroup,
} from '../../../domain/decide/node-group.ts';
import type { DesiredNodeGroup } from '../../../domain/desired/resource.ts';

const nothing = { do: 'nothing' };
const role = 'arn:aws:iam::111122223333:role/x';

describe('deciding about a managed node group', () => {
  const desired: DesiredNodeGroup = {
    kind: 'nodeGroup',
    key: 'nodeGroup/web',
    needs: [],
    request: {
      clusterName: 'shop',
      nodegroupName: 'web',
      nodeRole: role,
      subnets: ['subnet-1', 'subnet-2'],
      scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 3 },
      amiType: 'AL2023_x86_64_STANDARD',
      instanceTypes: ['m5.large'],
      labels: { a: '1' },
      taints: [{ key: 'k', value: 'v', effect: 'NO_SCHEDULE' }],
      launchTemplate: { name: 'lt', version: '2' },
    },
  };
  const { clusterName, ...asked } = desired.request;
  const observed = (change: Partial<ObservedNodegroup> = {}): ObservedNodegroup => ({
    nodegroupArn: 'arn',
    status: 'ACTIVE',
    ...asked,
    subnets: ['subnet-2', 'subnet-1'],
    ...change,
  });

  it('creates, waits, leaves, and fails with EKS’s reasons', () => {
    expect(decideNodeGroup(desired, undefined)).toEqual({ do: 'create' });
    expect(decideNodeGroup(desired, observed({ status: 'UPDATING' }))).toMatchObject({ do: 'wait' });
    expect(decideNodeGroup(desired, observed())).toEqual(nothing);
    const issues = [{ code: 'AsgInstanceLaunchFailures', message: 'no capacity' }];
    const failed = observed({ status: 'CREATE_FAILED', issues });
    expect(decideNodeGroup(desired, failed, { attempted: true })).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('no capacity'),
    });
  });

  it('clears away what an earlier operation could not create, and waits until it is gone', () => {
    const issues = [{ code: 'AsgInstanceLaunchFailures', message: 'no capacity' }];
    expect(decideNodeGroup(desired, observed({ status: 'CREATE_FAILED', issues }))).toMatchObject({
      do: 'update',
      change: { operation: 'DeleteNodegroup' },
      summary: expect.stringContaining('no capacity'),
    });
    expect(decideNodeGroup(desired, observed({ status: 'DELETING' }))).toMatchObject({ do: 'wait' });
  });

  it('scales, but leaves the size between the bounds to an autoscaler', () => {
    const scalingConfig = { minSize: 1, maxSize: 5, desiredSize: 5 };
    expect(decideNodeGroup(desired, observed({ scalingConfig }))).toMatchObject({
      change: { operation: 'UpdateNodegroupConfig', request: { scalingConfig: { desiredSize: 3 } } },
    });
    expect(decideNodeGroup(desired, observed({ scalingConfig }), { keepDesiredSize: true })).toEqual(nothing);
    const narrow = {
      ...desired,
      request: { ...desired.request, scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 2 } },
    };
    expect(decideNodeGroup(narrow, observed({ scalingConfig }), { keepDesiredSize: true })).toMatchObject({
      change: { request: { scalingConfig: { maxSize: 4, desiredSize: 4 } } },
    });
  });

  it('adds, changes and removes labels and taints', () => {
    expect(decideNodeGroup(desired, observed({ labels: { a: '0', old: 'x' } }))).toMatchObject({
      change: { request: { labels: { addOrUpdateLabels: { a: '1' }, removeLabels: ['old'] } } },
    });
    const taints = [{ key: 'gone', effect: 'NO_EXECUTE' as const }];
    expect(decideNodeGroup(desired, observed({ taints }))).toMatchObject({
      change: { request: { taints: { addOrUpdateTaints: desired.request.taints, removeTaints: taints } } },
    });
  });

  it('rolls nodes to a new version of the launch template', () => {
    expect(
      decideNodeGroup(desired, observed({ launchTemplate: { name: 'lt', version: '1' } })),
    ).toMatchObject({
      change: { operation: 'UpdateNodegroupVersion', request: { launchTemplate: { version: '2' } } },
    });
  });

  it('refuses what EKS cannot change, by path', () => {
    expect(decideNodeGroup(desired, observed({ instanceTypes: ['m5.xlarge'] }))).toMatchObject({
      do: 'refuse',
      path: 'managedNodeGroups.web.instanceType',
    });
    expect(decideNodeGroup(desired, observed({ subnets: ['subnet-1'] }))).toMatchObject({ do: 'refuse' });
  });

  it('refuses to make spot nodes ordinary ones by no longer saying that they are', () => {
    expect(decideNodeGroup(desired, observed({ capacityType: 'SPOT' }))).toMatchObject({
      do: 'refuse',
      path: 'managedNodeGroups.web.spot',
    });
  });

  it('names every change of a group, and everything of it that cannot be changed', () => {
    const other = observed({ instanceTypes: ['m5.xlarge'], capacityType: 'SPOT', labels: {}, taints: [] });
    const decisions = nodeGroupDecisions(desired, other, {});
    expect(decisions.map((decision) => (decision.do === 'refuse' ? decision.path : decision.do))).toEqual([
      'managedNodeGroups.web.spot',
      'managedNodeGroups.web.instanceType',
      'update',
      'update',
    ]);
  });
});
