import { describe, expect, it } from '@jest/globals';
import type { UpgradeFacts } from '../../../../domain/upgrade/facts.ts';
import {
  addon,
  asked,
  back,
  blocked,
  factsOf,
  group,
  inside,
  insight,
  node,
  otherNode,
  planned,
} from './fixtures.ts';

const before = factsOf({ addons: [addon('coredns', 'v1.11.4-eksbuild.24')] });
const up = planned(asked({ to: '1.36' }), before);
const at = (version: string, more: Partial<UpgradeFacts> = {}): UpgradeFacts =>
  factsOf({
    cluster: { ...before.cluster, version },
    updates: [
      {
        id: 'u1',
        type: 'VersionUpdate',
        status: 'Successful',
        createdAt: '2026-11-23T12:00:00.000Z',
        params: { Version: version },
        reason: '',
        errors: [],
      },
    ],
    addons: [addon('coredns', 'v1.12.4-eksbuild.1')],
    insights: [],
    nodeGroups: [group('web', { version, releaseVersion: `${version}.1-20261119` })],
    inside: inside({ nodes: [node('ip-1', { kubeletVersion: `v${version}.1-eks-1` })] }),
    last: { operationId: 'up', plan: up },
    ...more,
  });

describe('a plan to go back', () => {
  it('takes nodes, add-ons and control plane to what the last upgrade had at that minor', () => {
    const plan = planned(back(), at('1.36'));
    expect(plan.hops[0]).toMatchObject({
      to: '1.35',
      addons: [],
      nodeGroups: [{ name: 'web', release: { version: '1.35', releaseVersion: '1.35.1-20261119' } }],
    });
    expect(plan.steps.map(({ key }) => key)).toEqual([
      'back/1.35/nodes',
      'back/1.35/controlPlane',
      'back/1.35/verify',
    ]);
  });

  it('takes them to what was there before the first change', () => {
    const plan = planned(back(), at('1.35'));
    expect(plan.hops[0]).toMatchObject({
      to: '1.34',
      addons: [{ name: 'coredns', after: 'v1.11.4-eksbuild.24' }],
      nodeGroups: [{ name: 'web', release: { version: '1.34', releaseVersion: '1.34.2-20261105' } }],
    });
    expect(plan.steps.map(({ key }) => key)).toEqual([
      'back/1.34/nodes',
      'back/1.34/addonsAfter',
      'back/1.34/controlPlane',
      'back/1.34/verify',
    ]);
  });

  it('is the control plane alone, and groups by what AWS publishes, where nothing is on record', () => {
    const { last: _none, ...facts } = at('1.35');
    expect(planned(back(), facts).hops[0]).toMatchObject({
      addons: [],
      nodeGroups: [{ release: { version: '1.34', releaseVersion: '1.34.1-20261119' } }],
    });
  });

  it('leaves groups that are not newer', () => {
    const facts = at('1.35', { nodeGroups: [group('web')], inside: inside() });
    expect(planned(back(), facts).steps[0]?.key).toBe('back/1.34/addonsAfter');
  });

  it('takes a group with a custom AMI to the version of its template from before', () => {
    const launchTemplate = { id: 'lt-1', roles: [], version: '3' };
    const custom = group('web', { amiType: 'CUSTOM', launchTemplate, releaseVersion: 'ami-0aaaaaaaa' });
    const images = {
      'ami-0123456789': { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false },
    };
    const given = asked({ images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] });
    const plan = planned(given, factsOf({ nodeGroups: [custom], images }));
    const facts = at('1.35', { nodeGroups: [custom], last: { operationId: 'up', plan } });
    expect(planned(back(), facts).hops[0]?.nodeGroups).toEqual([
      { name: 'web', isWindows: false, launchTemplateVersion: '3' },
    ]);
  });

  it('takes self-managed nodes to the image from before, where that is on record', () => {
    const template = (image: string, version: number) => ({
      id: 'lt-1',
      roles: [],
      version,
      latest: 4,
      image: { id: image },
    });
    const own = { name: 'asg-own', nodeGroup: 'own', isOfFleet: true, maxSize: 3, instances: ['i-7'] };
    const plan = planned(asked(), factsOf({ ownGroups: [{ ...own, template: template('ami-34', 1) }] }));
    const nodes = [otherNode('ip-7', { instanceId: 'i-7', kubeletVersion: 'v1.35.1-eks-1' })];
    const facts = (more: Partial<UpgradeFacts>) =>
      at('1.35', {
        nodeGroups: [],
        inside: inside({ nodes }),
        ownGroups: [{ ...own, template: template('ami-35', 2) }],
        ...more,
      });
    expect(planned(back(), facts({ last: { operationId: 'up', plan } })).hops[0]?.autoScalingGroups).toEqual([
      {
        name: 'asg-own',
        maxSize: 3,
        newFrom: 5,
        change: { image: 'ami-34', like: { id: 'lt-1', version: '2' } },
      },
    ]);
    expect(blocked(back(), facts({ ownGroups: [] }))).toEqual(['nodes-newer/ip-7']);
  });

  describe('of self-managed nodes', () => {
    const image = (minor: string) => ({
      id: `ami-${minor.slice(2)}`,
      name: `amazon-eks-node-al2023-x86_64-standard-${minor}-v20261105`,
      owner: '1',
    });
    const own = (name: string, minor: string, version: number) => ({
      ...{ name, nodeGroup: name, isOfFleet: true, maxSize: 3, instances: [`i-${name}`] },
      template: { id: 'lt-1', roles: [], version, latest: version, image: image(minor) },
    });
    const nodes = ['one', 'two'].map((name) =>
      otherNode(`ip-${name}`, { instanceId: `i-${name}`, kubeletVersion: 'v1.36.1-eks-1' }),
    );
    const ownImages = {
      'one/1.35': 'ami-35',
      'one/1.36': 'ami-36',
      'two/1.35': 'ami-35',
      'two/1.36': 'ami-36',
    };
    const chain = planned(
      asked({ to: '1.36' }),
      factsOf({ nodeGroups: [], ownImages, ownGroups: [own('one', '1.34', 1), own('two', '1.34', 1)] }),
    );
    const now = (more: Partial<UpgradeFacts>) =>
      at('1.36', {
        ...{ nodeGroups: [], inside: inside({ nodes }), last: { operationId: 'up', plan: chain } },
        ...more,
      });

    it('takes them to the image that they had at that minor, of a chain of minors too', () => {
      const facts = now({ ownGroups: [own('one', '1.36', 3), own('two', '1.36', 3)] });
      expect(planned(back(), facts).hops[0]?.autoScalingGroups).toMatchObject([
        { name: 'one', newFrom: 4, change: { image: 'ami-35' } },
        { name: 'two', newFrom: 4, change: { image: 'ami-35' } },
      ]);
    });

    it('goes on with nodes that a way back before it has left', () => {
      const facts = now({ ownGroups: [own('one', '1.35', 4), own('two', '1.36', 3)] });
      expect(planned(back(), facts).hops[0]?.autoScalingGroups).toMatchObject([
        { name: 'one', newFrom: 4 },
        { name: 'two', newFrom: 4, change: { image: 'ami-35' } },
      ]);
      expect(planned(back(), facts).hops[0]?.autoScalingGroups[0]).not.toHaveProperty('change');
    });

    it('takes the image of a group back that would start newer nodes, though it has none', () => {
      const { instances: _none, ...empty } = own('one', '1.36', 3);
      const facts = now({ ownGroups: [{ ...empty, instances: [] }], inside: inside({ nodes: [] }) });
      expect(planned(back(), facts).hops[0]?.autoScalingGroups).toMatchObject([
        { change: { image: 'ami-35' } },
      ]);
      const custom = { ...empty, instances: [], template: { ...empty.template, image: { id: 'ami-own' } } };
      expect(planned(back(), { ...facts, ownGroups: [custom] }).hops[0]?.autoScalingGroups).toEqual([]);
    });

    it('is refused for the nodes of a group of somebody else, though another group goes back', () => {
      const facts = now({
        ownGroups: [own('one', '1.36', 3), { ...own('two', '1.36', 3), isOfFleet: false }],
      });
      expect(blocked(back(), facts)).toEqual(['nodes-newer/ip-two']);
    });
  });

  it('is refused where the window closes before nodes and add-ons are back', () => {
    const asks = (now: string) => blocked(back(), at('1.35', { at: now }));
    expect(asks('2026-11-30T11:39:00.000Z')).toEqual([]);
    expect(asks('2026-11-30T11:41:00.000Z')).toEqual(['rollback-window']);
  });

  it('answers insights by the steps that mend what they find, and no others', () => {
    const of = (name: string, more: object = {}) =>
      insight(name, { category: 'ROLLBACK_READINESS', kubernetesVersion: '1.34', ...more });
    const insights = [
      of('Kubelet version skew'),
      of('EKS add-on version compatibility', { addons: ['coredns'] }),
      of('Cluster health issues'),
    ];
    expect(blocked(back(), at('1.35', { insights }))).toEqual(['insight-error/Cluster health issues']);
  });

  it('with pods on Fargate goes past the insights, by consent alone', () => {
    const nodes = [otherNode('fargate-ip-10-0-0-1', { kubeletVersion: 'v1.35.1-eks-1' })];
    const insights = [insight('Kubelet version skew', { category: 'ROLLBACK_READINESS' })];
    const facts = at('1.35', { nodeGroups: [], inside: inside({ nodes }), insights });
    expect(blocked(back(), facts)).toEqual(['fargate-newer']);
    const waivers = [{ finding: 'fargate-newer', until: '2026-12-01T00:00:00Z', reason: 'they come back' }];
    expect(blocked(back({ waivers }), facts)).toEqual(['fargate-newer']);
    expect(blocked(back({ waivers, consents: ['skipInsights'] }), facts)).toEqual([]);
  });
});

describe('a forecast', () => {
  it.each([
    ['managed groups', {}, 'toBeTried'],
    ['no nodes that move', { nodeGroups: [] }, 'possible'],
    ['profiles of Fargate without pods', { nodeGroups: [], fargateProfiles: ['apps'] }, 'possible'],
    [
      'pods on Fargate',
      { fargateProfiles: ['apps'], inside: inside({ nodes: [otherNode('fargate-ip-10-0-0-1')] }) },
      'impossible',
    ],
  ])('of %s after the nodes is that it is %s: %s', (_what, more, is) => {
    const { rollback } = planned(asked(), factsOf(more));
    expect([rollback.isPossible, rollback.afterNodes?.is]).toEqual([true, is]);
  });

  it('tells of each minor by itself, and until when support lets it go back', () => {
    const minors = factsOf().minors.map((minor) =>
      minor.version === '1.34' ? { ...minor, endOfStandardSupport: '2026-11-24' } : minor,
    );
    const cluster = { ...before.cluster, upgradePolicy: { supportType: 'STANDARD' as const } };
    const { rollback } = planned(asked({ to: '1.36' }), factsOf({ minors, cluster }));
    const why = '1.34 is in extended support, and the upgrade policy of the cluster is STANDARD';
    expect(rollback).toMatchObject({
      isPossible: false,
      minors: {
        '1.35': { reasons: [why], until: '2026-11-24T00:00:00.000Z' },
        '1.36': { reasons: [], until: '2027-03-27T00:00:00.000Z' },
      },
      afterNodes: { is: 'toBeTried' },
    });
  });

  it('asks the pools of Auto Mode, where EKS could not tell whether a budget of theirs lets a node go', () => {
    const marks = { labels: {}, annotations: {}, managers: [] };
    const of = (status: 'ERROR' | 'UNKNOWN', name: string, nodes: string) =>
      blocked(
        back(),
        at('1.35', {
          cluster: { ...before.cluster, version: '1.35', computeConfig: { enabled: true } },
          nodeGroups: [],
          insights: [insight(name, { category: 'ROLLBACK_READINESS', kubernetesVersion: '1.34', status })],
          inside: inside({
            nodes: [otherNode('i-1', { nodePool: 'general', kubeletVersion: 'v1.35.1-eks-1' })],
            nodePools: [
              { ...marks, name: 'general', resourceVersion: '1', isBuiltIn: true, budgets: [{ nodes }] },
            ],
          }),
        }),
      );
    const budgets = 'NodePool disruption budgets';
    expect(of('UNKNOWN', budgets, '0')).toEqual(of('ERROR', budgets, '10%'));
    expect(of('UNKNOWN', budgets, '0')).toEqual([`insight-error/${budgets}`]);
    expect(of('UNKNOWN', budgets, '10%')).toEqual([]);
    expect(of('UNKNOWN', 'Cluster health issues', '0')).toEqual([]);
  });

  it('lets nodes of Karpenter that are not to be disrupted stay', () => {
    const marks = { labels: {}, annotations: {}, managers: [] };
    const of = (annotations: Readonly<Record<string, string>>) =>
      planned(
        asked(),
        factsOf({
          inside: inside({
            nodes: [otherNode('ip-9', { nodePool: 'general', annotations })],
            nodePools: [
              { ...marks, name: 'general', resourceVersion: '1', isBuiltIn: false, nodeClass: 'default' },
            ],
            nodeClasses: [{ ...marks, name: 'default', amiSelectorTerms: [{ alias: 'al2023@latest' }] }],
          }),
        }),
      ).rollback.isPossible;
    expect([of({}), of({ 'karpenter.sh/do-not-disrupt': 'true' })]).toEqual([false, true]);
  });

  it('sees the end of standard support come before the end of the soak', () => {
    const minors = factsOf().minors.map((minor) =>
      minor.version === '1.34' ? { ...minor, endOfStandardSupport: '2026-11-25' } : minor,
    );
    const of = (supportType: 'STANDARD' | 'EXTENDED', soakMinutes: number) =>
      planned(
        asked({ soakMinutes }),
        factsOf({ minors, cluster: { ...before.cluster, upgradePolicy: { supportType } } }),
      ).rollback.isPossible;
    expect([of('STANDARD', 60), of('STANDARD', 720), of('EXTENDED', 720)]).toEqual([true, false, true]);
  });
});
