import { describe, expect, it } from '@jest/globals';
import { UpgradeCallsChecker } from '../../../rehearsal/checkers/upgrades/upgrade-calls.ts';
import { watch } from './watched.ts';

const nodes = { key: '1.35/nodes', kind: 'nodes', to: '1.35' };
const back = { key: 'back/1.34/nodes', kind: 'nodes', to: '1.34' };
const later = { key: '1.36/nodes', kind: 'nodes', to: '1.36' };

function upgrading() {
  const eks = {
    amiType: 'AL2023',
    releaseVersion: 'r1',
    status: 'ACTIVE',
    update: 'InProgress',
    addon: 'v1',
  };
  const has = {
    'eks:DescribeNodegroup': () => ({ nodegroup: eks }),
    'eks:DescribeAddon': () => ({ addon: { addonVersion: eks.addon } }),
    'eks:DescribeUpdate': () => ({ update: { status: eks.update } }),
  };
  const on = watch((one) => new UpgradeCallsChecker(one), { has });
  on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', { action: 'upgrade' });
  const by = (step: typeof nodes, task: string) => ({
    functionName: `eks-fleet-prod-${task}`,
    for: 'u1',
    step,
    invocation: step.key,
    output: { update: { id: 'update-1' } },
  });
  return {
    ...on,
    eks,
    group: (request: object, step = nodes) =>
      on.made(
        'eks',
        'UpdateNodegroupVersion',
        { clusterName: 'web', nodegroupName: 'a', ...request },
        by(step, 'upgradeUpgradeNodeGroup'),
      ),
    refused: (request: object, step = nodes) =>
      on.checker.observe(
        on.call(
          'eks',
          'UpdateNodegroupVersion',
          { clusterName: 'web', nodegroupName: 'a', ...request },
          by(step, 'upgradeUpgradeNodeGroup'),
        ),
        'begun',
      ),
    addon: (request: object) =>
      on.made(
        'eks',
        'UpdateAddon',
        { clusterName: 'web', addonName: 'vpc-cni', ...request },
        by({ key: '1.35/addonsAfter', kind: 'addonsAfter', to: '1.35' }, 'upgradeUpgradeAddon'),
      ),
  };
}
const ofGroup =
  'eks-fleet-prod-upgradeUpgradeNodeGroup called UpdateNodegroupVersion of us-east-1/web/nodeGroup/a';

describe('what an upgrade asks EKS for', () => {
  it('is one version a step, and another one with a further minor', async () => {
    const on = upgrading();
    on.group({ releaseVersion: 'r1', clientRequestToken: 't1' });
    on.group({ releaseVersion: 'r1', clientRequestToken: 't1' });
    on.group({ releaseVersion: 'r2', clientRequestToken: 't2' }, later);
    expect(await on.found()).toEqual([]);
    expect(on.checker.checked).toHaveLength(1);
  });

  it('is not another version in the same step', async () => {
    const on = upgrading();
    on.group({ releaseVersion: 'r1' });
    on.group({ releaseVersion: 'r2' });
    expect(await on.found()).toEqual([`${ofGroup} to r2, and before to r1 in the same step`]);
  });

  it('is a release by its name', async () => {
    const on = upgrading();
    on.group({ version: '1.35' });
    expect(await on.found()).toEqual([`${ofGroup}, to no release by name`]);
  });

  it('may be the newest of a minor on the way back, once EKS has refused the release from before', async () => {
    const on = upgrading();
    on.refused({ version: '1.34', releaseVersion: 'r0' }, back);
    on.group({ version: '1.34' }, back);
    on.take('ClusterRolledBack', { operationId: 'u1' });
    expect(await on.found()).toEqual([]);
  });

  it.each<[string, boolean, typeof nodes, object]>([
    ['where EKS has taken the release', false, back, { version: '1.34' }],
    ['of no minor', true, back, {}],
    ['on the way forward', true, nodes, { version: '1.35' }],
  ])('is no newest release %s', async (_where, isRefused, step, request) => {
    const on = upgrading();
    const first = { version: '1.34', releaseVersion: 'r1' };
    if (isRefused) on.refused(first, step);
    else on.group(first, step);
    on.group(request, step);
    expect(await on.found()).toEqual([`${ofGroup}, to no release by name`]);
  });

  it('has a new token after an update that failed', async () => {
    const on = upgrading();
    on.group({ releaseVersion: 'r1', clientRequestToken: 't1' });
    on.eks.update = 'Failed';
    on.group({ releaseVersion: 'r1', clientRequestToken: 't2' });
    expect(await on.found()).toEqual([]);
    on.group({ releaseVersion: 'r1', clientRequestToken: 't1' });
    expect(await on.found()).toEqual([`${ofGroup}, with the token of an update that failed`]);
  });

  it('is no release for a group with a custom AMI', async () => {
    const on = upgrading();
    on.eks.amiType = 'CUSTOM';
    on.group({ launchTemplate: { id: 'lt-1', version: '2' } });
    expect(await on.found()).toEqual([]);
    on.group({ version: '1.35', releaseVersion: 'r1' }, later);
    expect(await on.found()).toEqual([`${ofGroup}, whose AMI is a custom one, to a release`]);
  });

  it('is nothing over what others have set', async () => {
    const on = upgrading();
    on.addon({ addonVersion: 'v1', resolveConflicts: 'PRESERVE' });
    expect(await on.found()).toEqual([]);
    on.addon({ addonVersion: 'v1', resolveConflicts: 'OVERWRITE' });
    expect(await on.found()).toHaveLength(1);
  });
});

describe('once it is told to have succeeded', () => {
  const succeeded = async (eks: object, byHand = false) => {
    const on = upgrading();
    on.group({ releaseVersion: 'r1' });
    on.addon({ addonVersion: 'v1' });
    Object.assign(on.eks, eks);
    on.at(60);
    if (byHand) on.made('eks', 'UpdateAddon', { clusterName: 'web' }, { functionName: '' });
    on.told('u1', 'ClusterUpgraded');
    return on.found();
  };
  const told = 'an upgrade of us-east-1/web is told to have succeeded, and';

  it('everything is at what was asked for', async () => {
    expect(await succeeded({})).toEqual([]);
    expect(await succeeded({ releaseVersion: 'r0' })).toEqual([`${told} nodeGroup/a is at r0, not r1`]);
    expect(await succeeded({ addon: 'v0' })).toEqual([`${told} addon/vpc-cni is at v0, not v1`]);
    expect(await succeeded({ status: 'UPDATING' })).toEqual(['nodeGroup/a of us-east-1/web is UPDATING']);
  });

  it('unless somebody has changed it meanwhile', async () => {
    expect(await succeeded({ addon: 'v0' }, true)).toEqual([]);
  });
});
