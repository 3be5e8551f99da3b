import { describe, expect, it } from '@jest/globals';
import { decideNodeGroup, nodeGroupDecisions } from '../../../domain/contents/node-group/decide.ts';
import type {
  DesiredNodeGroup,
  NodegroupRequest,
  Taint,
} from '../../../domain/contents/node-group/managed.ts';
import { nodeGroup } from '../../../domain/contents/node-group/node-group.ts';
import type { ObservedNodegroup } from '../../../domain/contents/node-group/observed.ts';

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

  it.each<[string, Partial<ObservedNodegroup>, string | undefined]>([
    ['its own, whatever the control plane has', { version: '1.34' }, '1.34'],
    ['none with a custom AMI', { version: '1.34', amiType: 'CUSTOM' }, undefined],
    ['none where EKS shows none', {}, undefined],
  ])('says the version of Kubernetes with a new launch template: %s', (_, seen, version) => {
    const { amiType, ...request } = desired.request;
    const group = observed({ launchTemplate: { name: 'lt', version: '1' }, ...seen });
    expect(decideNodeGroup({ ...desired, request }, group)).toMatchObject({
      change: {
        request: version === undefined ? expect.not.objectContaining({ version: '1.34' }) : { version },
      },
    });
  });

  it.each<[string, string, string]>([
    ['AL2023_x86_64_STANDARD', '1.35.2-20261105', '1.35'],
    ['WINDOWS_CORE_2022_x86_64', '1.34-2026.11.05', '1.34'],
    ['BOTTLEROCKET_x86_64', '1.50.0-6d9ef7b8', '1.34'],
  ])('says the version of a release that the file names, of %s', (amiType, releaseVersion, version) => {
    const { amiType: none, ...request } = desired.request;
    const seen = observed({ version: '1.34', releaseVersion: '1.1.1-1', amiType });
    expect(decideNodeGroup({ ...desired, request: { ...request, releaseVersion } }, seen)).toMatchObject({
      change: { request: { releaseVersion, version } },
    });
  });

  it.each<[string, Partial<ObservedNodegroup>]>([
    ['iam.instanceRoleARN', { nodeRole: `${role}y` }],
    ['subnets', { subnets: ['subnet-1'] }],
    ['amiFamily', { amiType: 'AL2023_ARM_64_STANDARD' }],
    ['spot', { capacityType: 'ON_DEMAND' }],
    ['instanceType', { instanceTypes: ['m5.xlarge'] }],
    ['launchTemplate', { launchTemplate: { id: 'lt-2', name: 'other', version: '2' } }],
  ])('refuses what EKS cannot change: %s', (member, change) => {
    const spot = { ...desired, request: { ...desired.request, capacityType: 'SPOT' as const } };
    expect(decideNodeGroup(spot, observed({ capacityType: 'SPOT', ...change }))).toMatchObject({
      do: 'refuse',
      path: `managedNodeGroups.web.${member}`,
    });
  });

  it('refuses spot and a launch template for a group that was made without them', () => {
    const spot = { ...desired, request: { ...desired.request, capacityType: 'SPOT' as const } };
    expect(decideNodeGroup(spot, observed())).toMatchObject({ path: 'managedNodeGroups.web.spot' });
    const { launchTemplate, ...without } = observed();
    expect(decideNodeGroup(desired, without)).toMatchObject({
      path: 'managedNodeGroups.web.launchTemplate',
      reason: 'EKS cannot change the launch template (none) of a node group',
    });
  });

  it('knows a launch template by its id where the document says that', () => {
    const launchTemplate = { id: 'lt-1', version: '2' };
    const own = { ...desired, request: { ...desired.request, launchTemplate } };
    const seen = (id: string) => observed({ launchTemplate: { id, name: 'lt', version: '2' } });
    expect(decideNodeGroup(own, seen('lt-1'))).toEqual(nothing);
    expect(decideNodeGroup(own, seen('lt-2'))).toMatchObject({ do: 'refuse' });
    const { launchTemplate: none, ...request } = own.request;
    expect(decideNodeGroup({ ...own, request }, seen('lt-2'))).toEqual(nothing);
  });

  it('leaves what the document does not say, where EKS shows nothing to compare', () => {
    const { amiType, instanceTypes, ...request } = desired.request;
    const quiet = { ...desired, request };
    expect(decideNodeGroup(quiet, observed())).toEqual(nothing);
    const { amiType: image, instanceTypes: types, ...less } = observed();
    expect(decideNodeGroup(desired, less)).toEqual(nothing);
  });

  it('keeps the sizes of a group while its cluster sleeps', () => {
    const scalingConfig = { minSize: 0, maxSize: 1, desiredSize: 0 };
    expect(decideNodeGroup({ ...desired, keepsSizes: true }, observed({ scalingConfig }))).toEqual(nothing);
  });

  it('keeps the size that an autoscaler chose from below the new minimum, too', () => {
    const scalingConfig = { minSize: 0, maxSize: 5, desiredSize: 0 };
    expect(decideNodeGroup(desired, observed({ scalingConfig }), { keepDesiredSize: true })).toMatchObject({
      change: { request: { scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 1 } } },
    });
  });

  it('says only what is to change of labels and taints', () => {
    const one = decideNodeGroup(desired, observed({ labels: {} }));
    expect(one).toMatchObject({ change: { request: { labels: { addOrUpdateLabels: { a: '1' } } } } });
    expect(JSON.stringify(one)).not.toContain('removeLabels');
    const other = decideNodeGroup(desired, observed({ labels: { a: '1', old: 'x' } }));
    expect(JSON.stringify(other)).not.toContain('addOrUpdateLabels');
    const [taint] = desired.request.taints ?? [];
    // A taint is known by its key and effect: another value of it changes it, and takes none away.
    const changed = decideNodeGroup(desired, observed({ taints: [{ ...taint, value: 'old' } as Taint] }));
    expect(changed).toMatchObject({ change: { request: { taints: { addOrUpdateTaints: [taint] } } } });
    expect(JSON.stringify(changed)).not.toContain('removeTaints');
    const surplus = { ...taint, effect: 'NO_EXECUTE' } as Taint;
    const less = decideNodeGroup(desired, observed({ taints: [taint as Taint, surplus] }));
    expect(less).toMatchObject({ change: { request: { taints: { removeTaints: [surplus] } } } });
    expect(JSON.stringify(less)).not.toContain('addOrUpdateTaints');
  });

  it.each<[string, Partial<NodegroupRequest>, object]>([
    [
      'how nodes are updated',
      { updateConfig: { maxUnavailable: 2 } },
      { updateConfig: { maxUnavailable: 2 } },
    ],
    ['node repair', { nodeRepairConfig: { enabled: true } }, { nodeRepairConfig: { enabled: true } }],
    ['the release of its image', { releaseVersion: '1.34.1-1' }, { releaseVersion: '1.34.1-1' }],
  ])('changes %s', (_, more, request) => {
    const wanted = { ...desired, request: { ...desired.request, ...more } };
    expect(decideNodeGroup(wanted, observed())).toMatchObject({ change: { request } });
    expect(decideNodeGroup(wanted, observed(more as Partial<ObservedNodegroup>))).toEqual(nothing);
  });

  it('gives it the tags that are missing, once everything else is right, and takes none of others’', () => {
    const tagged = { ...desired, request: { ...desired.request, tags: { a: 'b', c: 'd' } } };
    expect(decideNodeGroup(tagged, observed({ tags: { a: 'b', theirs: 'x' } }))).toMatchObject({
      change: { operation: 'TagResource', request: { resourceArn: 'arn', tags: { c: 'd' } } },
    });
  });

  it('is mended by a change where it is degraded, and fails where there is none to make', () => {
    const issues = [{ code: 'AsgInstanceLaunchFailures', message: 'no capacity' }];
    const degraded = (change: Partial<ObservedNodegroup>) =>
      decideNodeGroup(desired, observed({ status: 'DEGRADED', issues, ...change }));
    expect(degraded({ labels: {} })).toMatchObject({ do: 'update' });
    expect(degraded({})).toEqual({
      do: 'fail',
      reason: 'node group web (m5.large) is degraded: AsgInstanceLaunchFailures: no capacity',
    });
  });

  describe('at size 0, DEGRADED from a shortage that is over', () => {
    const asleep = { ...desired, keepsSizes: true };
    const none = { minSize: 0, maxSize: 5, desiredSize: 0 };
    const issue = (code: string) => [{ code, message: 'of a while ago' }];
    const group = (code: string, change: Partial<ObservedNodegroup> = {}) =>
      observed({ status: 'DEGRADED', scalingConfig: none, issues: issue(code), ...change });

    it.each(['AsgInstanceLaunchFailures', 'InstanceLimitExceeded', 'InsufficientFreeAddresses'])(
      'is as it should be: %s',
      (code) => {
        expect(decideNodeGroup(asleep, group(code))).toEqual(nothing);
        expect(nodeGroup.changes?.(asleep, group(code), '')).toEqual([]);
        expect(nodeGroup.drifted?.(asleep, group(code), '')).toEqual([]);
      },
    );

    it.each([
      ['another issue', issue('AutoScalingGroupNotFound')],
      ['another issue besides', [...issue('AsgInstanceLaunchFailures'), ...issue('AccessDenied')]],
      ['no issue that says why', []],
    ])('fails with %s', (_what, issues) => {
      const unwell = group('', { issues });
      expect(decideNodeGroup(asleep, unwell)).toMatchObject({ do: 'fail' });
      expect(nodeGroup.drifted?.(asleep, unwell, '')).toMatchObject([{ do: 'fail' }]);
    });

    it('fails where it is to have nodes', () => {
      const scalingConfig = { minSize: 0, maxSize: 5, desiredSize: 1 };
      const awake = group('AsgInstanceLaunchFailures', { scalingConfig });
      expect(decideNodeGroup(asleep, awake)).toMatchObject({ do: 'fail' });
    });

    it('is changed in all that differs, and is no drift for its size', () => {
      const differs = group('AsgInstanceLaunchFailures', { labels: {}, taints: [] });
      expect(nodeGroup.changes?.(asleep, differs, '')).toHaveLength(2);
      expect(nodeGroup.drifted?.(asleep, differs, '')).toHaveLength(2);
    });
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
