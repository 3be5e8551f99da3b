import { describe, expect, it } from '@jest/globals';
import { UpgradeOrderChecker } from '../../../rehearsal/checkers/upgrades/upgrade-order.ts';
import { type Has, watch } from './watched.ts';

const group = (amiType = 'AL2023_x86_64_STANDARD') => ({ amiType, status: 'ACTIVE' });
const step = (kind: string, to = '1.35') => ({ key: `${to}/${kind}`, kind, to });
const MINUTE = 60;

/** An upgrade whose groups are as `groups` has them by then. */
function upgrading(detail: object = {}, groups: Record<string, ReturnType<typeof group>> = {}) {
  const has: Has = {
    'eks:DescribeNodegroup': ({ nodegroupName }) => ({ nodegroup: groups[String(nodegroupName)] }),
  };
  const on = watch((one) => new UpgradeOrderChecker(one), { has });
  on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', { action: 'upgrade', soakMinutes: 0, ...detail });
  const by = (functionName: string, of: ReturnType<typeof step>) => ({
    functionName: `eks-fleet-prod-${functionName}`,
    for: 'u1',
    step: of,
    invocation: of.key,
  });
  const write = (
    UpdateExpression: string,
    making: { readonly functionName: string; readonly for?: string },
  ) => {
    const Key = { pk: { S: 'cluster#web' }, sk: { S: 'operation#u1' } };
    on.made('dynamodb', 'UpdateItem', { TableName: 'eks-fleet-prod', Key, UpdateExpression }, making);
  };
  return {
    ...on,
    looks: () =>
      on.made(
        'eks',
        'ListInsights',
        { clusterName: 'web' },
        { functionName: 'eks-fleet-prod-upgradePlanUpgrade', for: 'u1', invocation: 'plan' },
      ),
    to: (version: string) =>
      on.made(
        'eks',
        'UpdateClusterVersion',
        { name: 'web', version },
        by('upgradeUpgradeControlPlane', step('controlPlane', version)),
      ),
    addon: (of = step('addonsAfter')) =>
      on.made(
        'eks',
        'UpdateAddon',
        { clusterName: 'web', addonName: 'vpc-cni' },
        by('upgradeUpgradeAddon', of),
      ),
    group: async (nodegroupName: string, of = step('nodes')) => {
      on.made(
        'eks',
        'UpdateNodegroupVersion',
        { clusterName: 'web', nodegroupName },
        by('upgradeUpgradeNodeGroup', of),
      );
      await on.found();
    },
    chooses: () =>
      write('SET report = :report', { functionName: 'eks-fleet-prod-upgradeChooseStep', for: 'u1' }),
    isCanceled: () =>
      write('SET cancellation = if_not_exists(cancellation, :cancellation)', { functionName: '' }),
  };
}

describe('a further minor', () => {
  it('is asked for once everything has been looked at again', async () => {
    const on = upgrading();
    on.to('1.35');
    on.to('1.35');
    on.looks();
    on.to('1.36');
    expect(await on.found()).toEqual([]);
    expect(on.checker.checked).toEqual(['upgrades keep to their order']);
  });

  it('is not asked for without', async () => {
    const on = upgrading();
    on.to('1.35');
    on.to('1.36');
    expect(await on.found()).toEqual([
      'eks-fleet-prod-upgradeUpgradeControlPlane called UpdateClusterVersion of us-east-1/web, and nobody has looked at it since the minor before',
    ]);
  });
});

describe('a soak', () => {
  it.each([
    [30 * MINUTE, []],
    [
      29 * MINUTE,
      [
        'eks-fleet-prod-upgradeUpgradeAddon called UpdateAddon of us-east-1/web, 29 min after the control plane was to go to 1.35, which is to soak for 30',
      ],
    ],
  ])('is over after %s seconds at the earliest', async (seconds, found) => {
    const on = upgrading({ soakMinutes: 30 });
    on.addon(step('addonsBefore'));
    on.to('1.35');
    on.at(seconds);
    on.addon();
    expect(await on.found()).toEqual(found);
  });
});

describe('node groups', () => {
  const called = (name: string) =>
    `eks-fleet-prod-upgradeUpgradeNodeGroup called UpdateNodegroupVersion of us-east-1/web/${name},`;
  const UPDATING = { ...group(), status: 'UPDATING' };

  it('go one alone, then side by side within their limit, and Windows last', async () => {
    const groups: Record<string, ReturnType<typeof group>> = {
      ...{ a: group(), b: group(), c: group(), w: group('WINDOWS_CORE_2022_x86_64') },
    };
    const on = upgrading({ parallelNodeGroups: 2 }, groups);
    await on.group('a');
    await on.group('b');
    groups.b = UPDATING;
    await on.group('c');
    await on.group('w');
    expect(await on.found()).toEqual([]);
  });

  it('do not go beside the first', async () => {
    const on = upgrading({ parallelNodeGroups: 4 }, { a: UPDATING, b: group() });
    await on.group('a');
    await on.group('b');
    expect(await on.found()).toEqual([`${called('b')} while the first, a, has not ended`]);
  });

  it('are no more than were asked for', async () => {
    const groups: Record<string, ReturnType<typeof group>> = { a: group(), b: group(), c: group() };
    const on = upgrading({ parallelNodeGroups: 1 }, groups);
    await on.group('a');
    await on.group('b');
    groups.b = UPDATING;
    await on.group('c');
    expect(await on.found()).toEqual([`${called('c')} while 1 others are on their way`]);
  });

  it('do not go after one of Windows, which may be tried again', async () => {
    const on = upgrading({}, { w: group('WINDOWS_CORE_2022_x86_64'), b: group() });
    await on.group('w');
    await on.group('w');
    await on.group('b');
    expect(await on.found()).toEqual([`${called('b')} after w, which is of Windows`]);
  });

  it('begin anew with each minor', async () => {
    const on = upgrading({}, { w: group('WINDOWS_CORE_2022_x86_64'), b: group() });
    await on.group('w');
    await on.group('b', step('nodes', '1.36'));
    expect(await on.found()).toEqual([]);
  });
});

describe('once it is canceled', () => {
  it('the step of then goes on, as one that was being chosen, and no other begins', async () => {
    const on = upgrading({}, { a: group(), b: group() });
    on.chooses();
    await on.group('a');
    on.isCanceled();
    on.at(30);
    on.chooses();
    on.at(700);
    await on.group('b');
    on.addon();
    expect(await on.found()).toEqual([]);
    on.chooses();
    on.at(720);
    on.addon(step('addonsBefore', '1.36'));
    expect(await on.found()).toEqual([
      'eks-fleet-prod-upgradeUpgradeAddon called UpdateAddon of us-east-1/web, for 1.36/addonsBefore, which was chosen 700 s after it was canceled',
    ]);
  });

  it('the way back goes on', async () => {
    const on = upgrading({}, { a: group() });
    on.looks();
    on.isCanceled();
    on.at(7000);
    on.chooses();
    await on.group('a', { key: 'back/1.34/nodes', kind: 'nodes', to: '1.34' });
    expect(await on.found()).toEqual([]);
  });
});
