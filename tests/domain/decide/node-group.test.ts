import { describe, expect, it } from '@jest/globals';
import { decideNodeGroup, nodeGroupDecisions } from '../../../domain/contents/node-group/decide.ts';
import type {
  DesiredNodeGroup,
  NodegroupRequest,
  Taint,
} from '../../../domain/contents/node-group/managed.ts';
import { nodeGroup } from '../../../domain/contents/node-group/node-group.ts';
import type { ObservedNodegroup } from '../../../domain/contents/node-group/observed.ts';
import { differencesOf } from '../../../domain/drift/differences.ts';

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
    expect(decideNodeGroup(desired, observed())).toEqual(nothing);
    const issues = [
      { code: 'AsgInstanceLaunchFailures', message: 'no capacity' },
      { code: 'AccessDenied', message: 'no role' },
    ];
    const instanceTypes = ['m5.large', 'm6i.large'];
    const failed = observed({ status: 'CREATE_FAILED', issues, instanceTypes });
    expect(decideNodeGroup(desired, failed, { attempted: true })).toEqual({
      do: 'fail',
      reason:
        'node group web (m5.large, m6i.large) could not be created: AsgInstanceLaunchFailures: no capacity; AccessDenied: no role',
    });
    const { instanceTypes: types, ...left } = observed({ status: 'DELETE_FAILED' });
    const stuck = { do: 'fail', reason: 'node group web could not be deleted' };
    expect(decideNodeGroup(desired, left)).toEqual(stuck);
    expect(decideNodeGroup(desired, { ...left, instanceTypes: [] })).toEqual(stuck);
  });

  it.each([
    ['CREATING', 'CreateNodegroup'],
    ['UPDATING', 'UpdateNodegroup'],
    ['DELETING', 'DeleteNodegroup'],
  ] as const)('waits while it is %s, and has neither changes nor drift until then', (status, operation) => {
    const busy = observed({ status, labels: {} });
    expect(decideNodeGroup(desired, busy)).toEqual({ do: 'wait', operation });
    expect(nodeGroup.changes?.(desired, busy, '')).toEqual([{ do: 'wait', operation }]);
    expect(nodeGroup.drifted?.(desired, busy, '')).toEqual([{ do: 'wait', operation }]);
  });

  it('has one change to come and one difference where there is none', () => {
    expect(nodeGroup.changes?.(desired, undefined, '')).toEqual([{ do: 'create' }]);
    expect(nodeGroup.drifted?.(desired, undefined, '')).toEqual([{ do: 'create' }]);
  });

  it('clears away what an earlier operation could not create, and waits until it is gone', () => {
    const issues = [{ code: 'AsgInstanceLaunchFailures', message: 'no capacity' }];
    expect(decideNodeGroup(desired, observed({ status: 'CREATE_FAILED', issues }))).toEqual({
      do: 'update',
      change: {
        operation: 'DeleteNodegroup',
        request: { clusterName: 'shop', nodegroupName: 'web' },
      },
      summary:
        'clear away node group web (m5.large) that could not be created: AsgInstanceLaunchFailures: no capacity',
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

  it.each<[string, string, Partial<ObservedNodegroup>]>([
    ['iam.instanceRoleARN', 'the role', { nodeRole: `${role}y` }],
    ['subnets', 'the subnets', { subnets: ['subnet-1'] }],
    ['amiFamily', 'the image family (AL2023_ARM_64_STANDARD)', { amiType: 'AL2023_ARM_64_STANDARD' }],
    ['spot', 'the capacity type', { capacityType: 'ON_DEMAND' }],
    [
      'instanceType',
      'the instance types (m5.xlarge, m6i.xlarge)',
      { instanceTypes: ['m5.xlarge', 'm6i.xlarge'] },
    ],
    [
      'launchTemplate',
      'the launch template (lt-2)',
      { launchTemplate: { id: 'lt-2', name: 'other', version: '2' } },
    ],
  ])('refuses what EKS cannot change: %s', (member, what, change) => {
    const spot = { ...desired, request: { ...desired.request, capacityType: 'SPOT' as const } };
    expect(decideNodeGroup(spot, observed({ capacityType: 'SPOT', ...change }))).toEqual({
      do: 'refuse',
      path: `managedNodeGroups.web.${member}`,
      reason: `EKS cannot change ${what} of a node group`,
      alternative: 'add a group of another name, move the workloads, and remove this one',
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
    const { launchTemplate: made, ...bare } = observed();
    expect(decideNodeGroup(own, bare)).toMatchObject({ path: 'managedNodeGroups.web.launchTemplate' });
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

  it('rolls nodes to the release that is named, and never back to it', () => {
    const wanted = { ...desired, request: { ...desired.request, releaseVersion: '1.34.2-20261001' } };
    const older = observed({ releaseVersion: '1.34.1-20260901' });
    expect(decideNodeGroup(wanted, older)).toEqual({
      do: 'update',
      change: {
        operation: 'UpdateNodegroupVersion',
        request: {
          clusterName: 'shop',
          nodegroupName: 'web',
          releaseVersion: '1.34.2-20261001',
          version: '1.34',
        },
      },
      summary: 'roll nodes to release 1.34.2-20261001',
    });
    expect(decideNodeGroup(wanted, observed({ releaseVersion: '1.34.3-20261101' }))).toEqual(nothing);
  });

  it('leaves the image that an upgrade has given it, and tells that its document is behind', () => {
    const golden = { ...desired, image: 'ami-34', request: { ...desired.request, amiType: 'CUSTOM' } };
    const seen = (version: string, releaseVersion: string, more: Partial<ObservedNodegroup> = {}) =>
      observed({ amiType: 'CUSTOM', launchTemplate: { name: 'lt', version }, releaseVersion, ...more });
    const told = (found: ObservedNodegroup) => [
      decideNodeGroup(golden, found).do,
      nodeGroup.beyond?.(golden, found).find(({ path }) => path.endsWith('.ami')),
    ];
    const behind = { path: 'nodeGroup/web.ami', wanted: 'ami-34', found: 'ami-35', means: 'DocumentBehind' };
    expect(told(seen('3', 'ami-35'))).toEqual(['nothing', behind]);
    // Its stack has a newer version: the document names another image than before, or something else of its template.
    expect(told(seen('1', 'ami-33'))).toEqual(['update', undefined]);
    // The template has been changed by hand, and the image is the document's.
    expect(told(seen('3', 'ami-34'))).toEqual(['update', undefined]);
  });

  it('gives nodes another part of their template, and leaves them the image and the release that they have', () => {
    const golden = { ...desired, image: 'ami-34', request: { ...desired.request, amiType: 'CUSTOM' } };
    const given = (version: string, releaseVersion = 'ami-35') =>
      observed({ amiType: 'CUSTOM', launchTemplate: { name: 'lt', version }, releaseVersion });
    // The stack has kept the image in a newer version: nodes get it, and the document is behind all the same.
    const kept = { ...golden, keptImage: 'ami-35' };
    const pathsOf = (found: ObservedNodegroup) => nodeGroup.beyond?.(kept, found).map(({ path }) => path);
    expect(decideNodeGroup(kept, given('1'))).toMatchObject({
      change: { request: { launchTemplate: { version: '2' } } },
    });
    expect(pathsOf(given('1'))).toContain('nodeGroup/web.ami');
    expect(decideNodeGroup(kept, given('2'))).toEqual(nothing);
    expect(pathsOf(given('2'))).toContain('nodeGroup/web.ami');
    // A way back has taken the image from the nodes since: what the stack has kept is not given to them again.
    expect(decideNodeGroup(kept, given('1', 'ami-33'))).toEqual(nothing);
    expect(decideNodeGroup({ ...golden, image: '/a/family/*/image_id' }, given('3'))).toEqual(nothing);

    const { amiType: _none, ...request } = desired.request;
    const older = { ...desired, request: { ...request, releaseVersion: '1.34.1-20260901' } };
    const seen = observed({
      version: '1.34',
      releaseVersion: '1.34.2-20261001',
      launchTemplate: { name: 'lt', version: '1' },
    });
    const said = { launchTemplate: { version: '2' }, version: '1.34' };
    for (const wanted of [older, { ...desired, request }])
      expect(decideNodeGroup(wanted, seen)).toMatchObject({
        change: { request: { ...said, releaseVersion: '1.34.2-20261001' } },
      });
    const newer = { ...older, request: { ...older.request, releaseVersion: '1.34.3-20261101' } };
    expect(decideNodeGroup(newer, seen)).toMatchObject({
      change: { request: { ...said, releaseVersion: '1.34.3-20261101' } },
      summary: 'roll nodes to launch template version 2 and release 1.34.3-20261101',
    });
  });

  it('asks for the newest release where EKS refuses the one that nodes have, and never in place of a named one', () => {
    const { amiType: _none, ...request } = desired.request;
    const asked = { clusterName: 'shop', nodegroupName: 'web', launchTemplate: { version: '2' } };
    const refused = {
      operation: 'UpdateNodegroupVersion',
      request: { ...asked, releaseVersion: '1.34.2-20261001', version: '1.34' },
    };
    expect(nodeGroup.instead?.({ ...desired, request }, refused)).toEqual({
      operation: 'UpdateNodegroupVersion',
      request: { ...asked, version: '1.34' },
    });
    const named = { ...desired, request: { ...request, releaseVersion: '1.34.2-20261001' } };
    expect(nodeGroup.instead?.(named, refused)).toBeUndefined();
    expect(nodeGroup.instead?.(desired, { operation: 'UpdateNodegroupConfig', request: {} })).toBeUndefined();
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

  it.each<[string, Partial<ObservedNodegroup>, readonly object[]]>([
    [
      'labels',
      { labels: { a: '0', old: 'x' } },
      [
        { path: 'nodeGroup/web.labels.a', wanted: '1', found: '0' },
        { path: 'nodeGroup/web.labels.old', wanted: 'nothing', found: 'x' },
      ],
    ],
    ['labels', { labels: {} }, [{ path: 'nodeGroup/web.labels.a', wanted: '1', found: 'nothing' }]],
    [
      'taints',
      { taints: [] },
      [
        {
          path: 'nodeGroup/web.taints',
          wanted: '[{"key":"k","value":"v","effect":"NO_SCHEDULE"}]',
          found: '[]',
        },
      ],
    ],
    [
      'taints',
      {
        taints: [
          { key: 'k', value: 'v', effect: 'NO_SCHEDULE' },
          { key: 'old', effect: 'NO_EXECUTE' },
          { key: 'older', effect: 'NO_EXECUTE' },
        ],
      },
      [
        {
          path: 'nodeGroup/web.taints',
          wanted: '[{"key":"k","value":"v","effect":"NO_SCHEDULE"}]',
          found:
            '[{"key":"k","value":"v","effect":"NO_SCHEDULE"},{"key":"old","effect":"NO_EXECUTE"},{"key":"older","effect":"NO_EXECUTE"}]',
        },
      ],
    ],
    [
      'the version of the launch template',
      { launchTemplate: { name: 'lt', version: '1' } },
      [{ path: 'nodeGroup/web.launchTemplate.version', wanted: '2', found: '1' }],
    ],
  ])('shows %s as they are and as they should be', (_, change, differences) => {
    const seen = observed(change);
    const decision = decideNodeGroup(desired, seen);
    expect(differencesOf('nodeGroup/web', decision, seen, nodeGroup.compare)).toEqual(differences);
  });

  it('shows all of its taints where it has none', () => {
    const { taints, ...seen } = observed();
    const decision = decideNodeGroup(desired, seen);
    expect(differencesOf('nodeGroup/web', decision, seen, nodeGroup.compare)).toEqual([
      {
        path: 'nodeGroup/web.taints',
        wanted: '[{"key":"k","value":"v","effect":"NO_SCHEDULE"}]',
        found: 'nothing',
      },
    ]);
  });

  it.each([
    [0, '0 nodes'],
    [1, '1 node'],
    [3, '3 nodes'],
  ])('is told by its number of nodes: %i', (desiredSize, nodes) => {
    const { request } = desired;
    const scalingConfig = { ...request.scalingConfig, desiredSize };
    const group = { ...desired, request: { ...request, scalingConfig } };
    expect(nodeGroup.title(group)).toBe(`Start node group web (${nodes})`);
    expect(nodeGroup.create(group)).toEqual({ operation: 'CreateNodegroup', request: group.request });
  });

  it('is deleted by its name', () => {
    expect(nodeGroup.deletion?.title('web')).toBe('delete node group web');
    expect(nodeGroup.deletion?.change('shop', 'web')).toEqual({
      operation: 'DeleteNodegroup',
      request: { clusterName: 'shop', nodegroupName: 'web' },
    });
  });
});
