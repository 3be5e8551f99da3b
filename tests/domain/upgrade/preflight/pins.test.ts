import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addonWay, addonWays } from '../../../../domain/upgrade/addon-pins.ts';
import { releaseParameter } from '../../../../domain/upgrade/image-releases.ts';
import { probe } from '../../../../domain/upgrade/probes.ts';
import {
  addon,
  asked,
  blocked,
  budget,
  factsOf,
  group,
  inside,
  OFFERS,
  offer,
  otherNode,
  planned,
  pod,
} from './fixtures.ts';

const over = { from: '1.34', to: '1.35' };
const way = (version: string, offers = OFFERS.coredns as readonly ReturnType<typeof offer>[]) =>
  addonWay('coredns', version, over, offers);

describe('versions of an add-on', () => {
  it('stays where its version is good for both, until the control plane has moved', () => {
    expect(way('v1.12.1-eksbuild.2').pin).toEqual({ name: 'coredns', after: 'v1.12.4-eksbuild.1' });
  });

  it('comes to one that is good for both first, where its own is not', () => {
    expect(way('v1.11.4-eksbuild.24').pin).toEqual({ name: 'coredns', before: 'v1.12.4-eksbuild.1' });
  });

  it('is not made older, though the default is', () => {
    expect(way('v1.13.1-eksbuild.1')).toEqual({ pin: { name: 'coredns' }, version: 'v1.13.1-eksbuild.1' });
  });

  it('is changed after the control plane where no version is good for both', () => {
    const offers = [offer('v2', ['1.35'], ['1.35']), offer('v1', ['1.34'], ['1.34'])];
    expect(way('v1', offers)).toEqual({
      pin: { name: 'coredns', after: 'v2' },
      version: 'v2',
      lacks: 'notForBoth',
    });
  });

  it('takes the newest where none is the default, in whatever order EKS tells them', () => {
    const offers = [offer('v1.9.0-eksbuild.1', ['1.35']), offer('v1.10.0-eksbuild.1', ['1.35'])];
    expect(way('v1.8.0-eksbuild.1', offers).version).toBe('v1.10.0-eksbuild.1');
  });

  it('goes on from the version that the minor before has left', () => {
    const ways = addonWays([addon('coredns', 'v1.11.4-eksbuild.24')], '1.34', ['1.35', '1.36'], OFFERS);
    expect(ways.map(([one]) => one?.version)).toEqual(['v1.12.4-eksbuild.1', 'v1.12.4-eksbuild.1']);
  });

  it('runs nowhere on a version that is not good for the minor, where there is one that is', () => {
    const minors = ['1.33', '1.34', '1.35', '1.36'];
    const version = fc.record({
      patch: fc.nat(9),
      from: fc.nat(3),
      length: fc.nat(3),
      isDefault: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), fc.nat(9), (rows, own) => {
        const offers = rows.map(({ patch, from, length, isDefault }, index) => {
          const serves = minors.slice(from, from + length + 1);
          return offer(`v1.${patch}.${index}-eksbuild.1`, serves, isDefault ? serves : []);
        });
        const now = offers.find(({ minors: of }) => of.includes('1.34'))?.version ?? `v1.${own}.0-eksbuild.9`;
        const { pin, version: last, lacks } = way(now, offers);
        const good = (one: string, minor: string) =>
          offers.some((it) => it.version === one && it.minors.includes(minor));
        if (lacks === 'none')
          return !offers.some(({ minors: of }) => of.includes('1.35')) && pin.after === undefined;
        const isBeforeGood =
          pin.before === undefined || (good(pin.before, '1.34') && good(pin.before, '1.35'));
        return isBeforeGood && good(last, '1.35');
      }),
      { seed: 15, numRuns: 500 },
    );
  });
});

describe('releases of node groups', () => {
  it.each([
    [
      'AL2023_x86_64_STANDARD',
      '/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version',
    ],
    ['AL2_ARM_64', '/aws/service/eks/optimized-ami/1.35/amazon-linux-2-arm64/recommended/release_version'],
    [
      'BOTTLEROCKET_ARM_64_NVIDIA_FIPS',
      '/aws/service/bottlerocket/aws-k8s-1.35-nvidia-fips/arm64/latest/image_version',
    ],
    [
      'WINDOWS_FULL_2022_x86_64',
      '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-EKS_Optimized-1.35/release_version',
    ],
    ['CUSTOM', undefined],
  ])('of %s are published as %s', (amiType, name) => {
    expect(releaseParameter(amiType, '1.35')).toBe(name);
  });

  it('begin with the smallest group that has nodes, and end with Windows', () => {
    const sized = (name: string, desiredSize: number, amiType = 'AL2023_x86_64_STANDARD') =>
      group(name, { amiType, scalingConfig: { minSize: 0, desiredSize, maxSize: 9 } });
    const nodeGroups = [
      sized('a', 5),
      sized('windows', 1, 'WINDOWS_CORE_2022_x86_64'),
      sized('empty', 0),
      sized('small', 2, 'BOTTLEROCKET_ARM_64'),
    ];
    const [hop] = planned(asked(), factsOf({ nodeGroups })).hops;
    expect(hop?.nodeGroups.map(({ name }) => name)).toEqual(['small', 'a', 'empty', 'windows']);
    expect(hop?.nodeGroups[0]?.release).toEqual({ version: '1.35', releaseVersion: '1.35.1-20261119' });
  });

  it('are left out where a group has the release already', () => {
    const nodeGroups = [group('web', { version: '1.34', releaseVersion: '1.34.1-20261119' })];
    const plan = planned(asked({ only: 'nodes' }), factsOf({ nodeGroups }));
    expect(plan.hops).toEqual([
      expect.objectContaining({ to: '1.34', nodeGroups: [], movesControlPlane: false }),
    ]);
    expect(plan.steps.map(({ key }) => key)).toEqual(['1.34/verify']);
  });

  it('give a custom image with the last minor alone: it may be made for that', () => {
    const nodeGroups = [group('web', { amiType: 'CUSTOM' })];
    const images = {
      'ami-0123456789': { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false },
    };
    const request = asked({ to: '1.36', images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] });
    const { hops } = planned(request, factsOf({ nodeGroups, images }));
    expect(hops.map(({ nodeGroups: pins }) => pins)).toEqual([
      [],
      [{ name: 'web', isWindows: false, image: 'ami-0123456789' }],
    ]);
  });
});

describe('groups of self-managed nodes', () => {
  const own = {
    name: 'asg-own',
    nodeGroup: 'own',
    isOfFleet: true,
    maxSize: 3,
    instances: ['i-own'],
    template: {
      id: 'lt-1',
      roles: [],
      version: 1,
      latest: 1,
      image: { id: 'ami-34', name: 'amazon-eks-node-al2023-x86_64-standard-1.34-v20261105', owner: '1' },
    },
  };
  const ownImages = { 'asg-own/1.35': 'ami-35', 'asg-own/1.36': 'ami-36' };
  const change = (image: string, version: number) => ({
    name: 'asg-own',
    maxSize: 3,
    newFrom: version,
    change: { image, like: { id: 'lt-1', version: '1' } },
  });

  it('come to the newest image of each minor with which nodes move, and their former one is kept', () => {
    const facts = factsOf({ ownGroups: [own], ownImages });
    const each = planned(asked({ to: '1.36' }), facts);
    expect(each.hops.map(({ autoScalingGroups }) => autoScalingGroups)).toEqual([
      [change('ami-35', 2)],
      [change('ami-36', 3)],
    ]);
    expect(each.former.autoScalingGroups).toEqual({ 'asg-own': 'ami-34' });
    const last = planned(asked({ to: '1.36', nodes: 'last' }), facts);
    expect(last.hops.map(({ autoScalingGroups }) => autoScalingGroups)).toEqual([[], [change('ami-36', 2)]]);
  });

  it("are left where they are somebody else's, and that is told", () => {
    const plan = planned(asked(), factsOf({ ownGroups: [{ ...own, isOfFleet: false }], ownImages }));
    expect(plan.hops[0]?.autoScalingGroups).toEqual([
      { name: 'own', leftBehind: 'the fleet has not made its Auto Scaling group' },
    ]);
    expect(plan.findings).toContainEqual(expect.objectContaining({ id: 'custom-image', subject: 'own' }));
  });

  it('are drained one by one: a budget is in the way of those groups alone that move', () => {
    const others = { ...own, name: 'asg-left', nodeGroup: 'left', isOfFleet: false, instances: ['i-left'] };
    const held = budget({ disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1 });
    const of = (instanceId: string) =>
      blocked(
        asked(),
        factsOf({
          ...{ ownGroups: [own, others], ownImages, nodeGroups: [] },
          inside: inside({
            nodes: [otherNode('ip-1', { instanceId })],
            pods: [pod('cart-1', { nodeName: 'ip-1' })],
            budgets: [held],
          }),
        }),
      );
    expect([of('i-own'), of('i-left'), of('i-nobody')]).toEqual([['pdb-blocks-drain/shop/cart'], [], []]);
  });

  it('are told of node by node where no group has them', () => {
    const nodes = [otherNode('ip-1', { instanceId: 'i-own' }), otherNode('ip-2', { instanceId: 'i-nobody' })];
    const plan = planned(asked(), factsOf({ ownGroups: [own], ownImages, inside: inside({ nodes }) }));
    expect(plan.findings.filter(({ id }) => id === 'custom-image')).toMatchObject([
      { subject: 'self-managed', found: expect.stringMatching(/image: ip-2$/) },
    ]);
  });

  it('lag by themselves: those that move with the first minor, and those that stay', () => {
    const old = { kubeletVersion: 'v1.32.1-eks-1' };
    const of = (instanceId: string) =>
      blocked(
        asked({ to: '1.36' }),
        factsOf({
          ...{
            ownGroups: [
              own,
              { ...own, name: 'left', nodeGroup: 'left', isOfFleet: false, instances: ['i-left'] },
            ],
          },
          ...{ ownImages, nodeGroups: [] },
          inside: inside({ nodes: [otherNode('ip-1', { instanceId, ...old })], pods: [], budgets: [] }),
        }),
      );
    expect([of('i-own'), of('i-left')]).toEqual([[], ['node-skew/node ip-1']]);
  });

  it('stay with the control plane alone', () => {
    const facts = factsOf({ ownGroups: [own], ownImages });
    expect(planned(asked({ only: 'controlPlane' }), facts).hops[0]?.autoScalingGroups).toEqual([]);
  });
});

describe('a plan', () => {
  it('chains the minors, each with its own gate', () => {
    const plan = planned(asked({ to: '1.36' }), factsOf());
    expect(plan.steps.map(({ key }) => key)).toEqual([
      '1.35/controlPlane',
      '1.35/soak',
      '1.35/addonsAfter',
      '1.35/nodes',
      '1.35/verify',
      '1.36/check',
      '1.36/controlPlane',
      '1.36/soak',
      '1.36/nodes',
      '1.36/verify',
    ]);
    expect(plan.former).toEqual({
      version: '1.34',
      addons: { coredns: 'v1.12.1-eksbuild.2' },
      nodeGroups: { web: { version: '1.34', releaseVersion: '1.34.2-20261105' } },
      autoScalingGroups: {},
    });
    expect(plan.workloads).toEqual({ 'ReplicaSet shop/cart': 2 });
  });

  it('moves nodes once where they are to be last', () => {
    const { hops } = planned(asked({ to: '1.36', nodes: 'last' }), factsOf());
    expect(hops.map(({ nodeGroups }) => nodeGroups.length)).toEqual([0, 1]);
  });

  it('upgrades add-ons alone to the default of the version that the cluster has', () => {
    const addons = [addon('coredns', 'v1.11.4-eksbuild.24')];
    const plan = planned(asked({ only: 'addons' }), factsOf({ addons }));
    expect(plan.hops[0]?.addons).toEqual([{ name: 'coredns', after: 'v1.12.1-eksbuild.2' }]);
    expect(plan.steps.map(({ key }) => key)).toEqual(['1.34/addonsAfter', '1.34/verify']);
  });

  it('leaves all but the control plane where that is all', () => {
    const [hop] = planned(asked({ only: 'controlPlane' }), factsOf({ fargateProfiles: ['apps'] })).hops;
    expect(hop).toMatchObject({ addons: [], nodeGroups: [], movesFargate: false, movesControlPlane: true });
  });

  it('is healthy where every alarm that was named is OK', () => {
    const alarm = (state: 'OK' | 'INSUFFICIENT_DATA') => ({ name: 'slo', state, since: '' });
    const request = asked({ health: { alarms: ['slo'] } });
    expect(planned(request, factsOf({ alarms: [alarm('OK')] })).wasHealthy).toBe(true);
    expect(planned(request, factsOf({ alarms: [alarm('INSUFFICIENT_DATA')] })).wasHealthy).toBe(false);
  });

  it('is not healthy where a probe fails, though every alarm is OK', () => {
    const shop = probe.parse({ url: 'https://shop.example.com/' });
    const seen = (status: number) => [{ probe: shop, answer: { outcome: 'Answered' as const, status } }];
    const request = asked({ health: { alarms: [], probes: [shop] } });
    expect(planned(request, factsOf({ probes: seen(200) })).wasHealthy).toBe(true);
    expect(planned(request, factsOf({ probes: seen(503) })).wasHealthy).toBe(false);
  });
});
