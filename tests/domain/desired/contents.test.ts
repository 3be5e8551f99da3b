import { describe, expect, it } from '@jest/globals';
import { addonsToLookUp } from '../../../domain/contents/addon/desired.ts';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { contentsOf, find, needsOf } from './contents.fixtures.ts';
import { account, configOf } from './fixtures.ts';

describe('the order of contents', () => {
  const contents = contentsOf({
    managedNodeGroups: [{ name: 'web' }],
    fargateProfiles: [
      { name: 'a', selectors: [{ namespace: 'a' }] },
      { name: 'b', selectors: [{ namespace: 'b' }] },
    ],
    iam: { withOIDC: true },
  });

  it('has every need among the contents, and keys that are unique', () => {
    const keys = contents.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      contents
        .flatMap(({ needs }) => needs.flatMap((need) => need.keys))
        .filter((key) => !keys.includes(key)),
    ).toEqual([]);
  });

  it('begins networking before nodes, and lets neither wait for the other to finish', () => {
    expect(needsOf(contents, 'nodeGroup/web')).toContainEqual({
      keys: ['addon/kube-proxy'],
      until: 'started',
    });
    // The network waits for its role here, and nodes boot meanwhile.
    expect(needsOf(contents, 'addon/vpc-cni')).not.toEqual([]);
    expect(needsOf(contents, 'nodeGroup/web')).not.toContainEqual({
      keys: ['addon/vpc-cni'],
      until: 'started',
    });
    expect(needsOf(contents, 'addon/kube-proxy')).toEqual([]);
  });

  it('asks for add-ons that run on nodes once any nodes are on their way', () => {
    expect(needsOf(contents, 'addon/coredns')).toEqual([{ keys: ['nodeGroup/web'], until: 'started' }]);
  });

  it('makes Fargate profiles one at a time', () => {
    expect(needsOf(contents, 'fargateProfile/b')).toEqual([{ keys: ['fargateProfile/a'], until: 'ready' }]);
  });

  it('gives the VPC CNI a role of its own first, where there is an issuer to trust', () => {
    expect(needsOf(contents, 'addon/vpc-cni')).toEqual([
      { keys: ['stack/service-accounts'], until: 'ready' },
    ]);
    expect(find(contents, 'addon', 'addon/vpc-cni').request.serviceAccountRoleArn).toContain('addon-vpc-cni');
  });

  it('does not wait for nodes that never come', () => {
    const coredns = find(contentsOf({}), 'addon', 'addon/coredns');
    expect(coredns).toMatchObject({ mayStayDegraded: true, needs: [] });
    const automatic = find(
      contentsOf({ autoModeConfig: { enabled: true } }),
      'addon',
      'addon/metrics-server',
    );
    expect(automatic).toMatchObject({ mayStayDegraded: false, needs: [] });
    const poolless = find(
      contentsOf({ autoModeConfig: { enabled: true, nodePools: [] } }),
      'addon',
      'addon/metrics-server',
    );
    expect(poolless).toMatchObject({ mayStayDegraded: true, needs: [] });
  });

  it('runs CoreDNS on Fargate where a profile is for it, as eksctl does beside nodes too', () => {
    const only = contentsOf({
      nodeGroups: [{ name: 'own' }],
      fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'kube-system' }] }],
    });
    expect(find(only, 'addon', 'addon/coredns')).toMatchObject({
      request: { configurationValues: '{"computeType":"Fargate"}' },
      needs: [{ keys: ['fargateProfile/all'], until: 'ready' }],
    });
  });
});

describe('an add-on’s place to run', () => {
  const jobs = (...selectors: readonly object[]) => ({ fargateProfiles: [{ name: 'jobs', selectors }] });
  const corednsOf = (more: Record<string, unknown>, facts: Record<string, unknown> = {}) =>
    find(contentsOf(more, facts), 'addon', 'addon/coredns');
  const onFargate = { keys: ['fargateProfile/jobs'], until: 'ready' };

  it.each<[string, object, readonly object[]]>([
    ['of its namespace', { namespace: 'kube-system' }, [onFargate]],
    ['of its namespace and no label', { namespace: 'kube-system', labels: {} }, [onFargate]],
    ['of some pods of it', { namespace: 'kube-system', labels: { a: 'b' } }, []],
    ['of another namespace', { namespace: 'jobs' }, []],
  ])('is a Fargate profile %s', (_, selector, needs) => {
    const coredns = corednsOf(jobs({ namespace: 'other' }, selector));
    expect(coredns.needs).toEqual(needs);
    expect(coredns.mayStayDegraded).toBe(needs.length === 0);
    expect(coredns.request.configurationValues).toBe(
      needs.length > 0 ? '{"computeType":"Fargate"}' : undefined,
    );
  });

  it('is any group that begins with nodes', () => {
    const empty = { minSize: 0, desiredCapacity: 0, maxSize: 1 };
    const more = {
      managedNodeGroups: [{ name: 'web' }, { name: 'none', ...empty }],
      nodeGroups: [{ name: 'own' }, { name: 'spare', ...empty }],
    };
    expect(corednsOf(more).needs).toEqual([
      { keys: ['nodeGroup/web', 'stack/nodegroup-own'], until: 'started' },
    ]);
    expect(corednsOf({ managedNodeGroups: [{ name: 'none', ...empty }] }).needs).toEqual([]);
  });

  it('is not there while its cluster sleeps, but for what needs no node', () => {
    const more = { managedNodeGroups: [{ name: 'web' }] };
    expect(corednsOf(more).mayStayDegraded).toBe(false);
    expect(corednsOf(more, { isAsleep: true }).mayStayDegraded).toBe(true);
    const contents = contentsOf(more, { isAsleep: true });
    for (const name of ['vpc-cni', 'kube-proxy'])
      expect(find(contents, 'addon', `addon/${name}`).mayStayDegraded).toBe(false);
  });

  it('is Auto Mode’s own, whatever profiles there are', () => {
    const coredns = corednsOf({
      ...jobs({ namespace: 'kube-system' }),
      autoModeConfig: { enabled: true },
      addons: [{ name: 'coredns' }],
    });
    expect(coredns).toMatchObject({ mayStayDegraded: false, needs: [] });
    expect(coredns.request).not.toHaveProperty('configurationValues');
  });
});

describe('permissions', () => {
  it('trust one service account of the cluster’s issuer', () => {
    const contents = contentsOf({
      iam: {
        withOIDC: true,
        serviceAccounts: [
          { metadata: { name: 'reader', namespace: 'shop' }, wellKnownPolicies: { externalDNS: true } },
        ],
      },
    });
    const { Resources } = find(contents, 'stack', 'stack/service-accounts').stack.template;
    expect(Resources.OIDCProvider?.Properties).toMatchObject({ ClientIdList: ['sts.amazonaws.com'] });
    expect(JSON.stringify(Resources.RoleSaShopReader)).toContain(
      '"oidc.eks.us-west-2.amazonaws.com/id/<id>:sub":"system:serviceaccount:shop:reader"',
    );
  });

  it('reach add-ons by Pod Identity where the document asks for what EKS recommends', () => {
    const contents = contentsOf({
      addons: [{ name: 'aws-ebs-csi-driver', useDefaultPodIdentityAssociations: true }],
    });
    expect(find(contents, 'addon', 'addon/aws-ebs-csi-driver').request.podIdentityAssociations).toMatchObject(
      [
        {
          serviceAccount: 'ebs-csi-controller-sa',
          roleArn: expect.stringContaining('addon-aws-ebs-csi-driver'),
        },
      ],
    );
    expect(contents.map(({ key }) => key)).toContain('addon/eks-pod-identity-agent');
  });

  it('of a mapped administrator become EKS’s admin policy, which system:masters cannot be', () => {
    const arn = 'arn:aws:iam::111122223333:role/admins';
    const contents = contentsOf({ iamIdentityMappings: [{ arn, groups: ['system:masters', 'ops'] }] });
    expect(find(contents, 'accessEntry', `accessEntry/${arn}`)).toMatchObject({
      request: { kubernetesGroups: ['ops'] },
      policies: [
        {
          policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
          accessScope: { type: 'cluster' },
        },
      ],
    });
  });

  it('of a capability are added to the entry that EKS makes', () => {
    const contents = contentsOf({
      capabilities: [
        {
          name: 'kro',
          type: 'KRO',
          accessPolicies: [
            {
              policyARN: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
              accessScope: { type: 'cluster' },
            },
          ],
        },
      ],
    });
    expect(contents.find(({ kind }) => kind === 'accessEntry')).toMatchObject({
      madeByEks: true,
      needs: [{ keys: ['capability/kro'], until: 'ready' }],
    });
  });

  it('of hybrid nodes come with their entry', () => {
    const contents = contentsOf({
      remoteNetworkConfig: { iam: { provider: 'SSM' }, remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }] },
    });
    expect(contents.find(({ kind }) => kind === 'accessEntry')).toMatchObject({
      request: { type: 'HYBRID_LINUX' },
    });
  });
});

describe('add-on versions', () => {
  const addonVersions = { coredns: ['v1.12.4-eksbuild.2', 'v1.12.4-eksbuild.1', 'v1.11.4-eksbuild.9'] };
  it.each([
    ['latest', 'v1.12.4-eksbuild.2'],
    ['1.11.4', 'v1.11.4-eksbuild.9'],
    ['v1.12.4', 'v1.12.4-eksbuild.2'],
    ['v1.12.4-eksbuild.1', 'v1.12.4-eksbuild.1'],
  ])('%s is asked for as %s', (version, asked) => {
    const contents = contentsOf({ addons: [{ name: 'coredns', version }] }, { addonVersions });
    expect(find(contents, 'addon', 'addon/coredns').request.addonVersion).toBe(asked);
  });

  it('are looked up by the name that EKS has, and only where EKS has to say which', () => {
    const addons = [
      { name: 'CoreDNS', version: 'latest' },
      { name: 'vpc-cni', version: 'v1.20.4-eksbuild.1' },
      { name: 'kube-proxy' },
    ];
    expect(addonsToLookUp(configOf({ addons }))).toEqual(['coredns']);
    const { request } = find(contentsOf({ addons }, { addonVersions }), 'addon', 'addon/coredns');
    expect(request).toMatchObject({ addonName: 'coredns', addonVersion: 'v1.12.4-eksbuild.2' });
  });
});

describe('images of other registries', () => {
  it('are cached in ECR, and nodes may fill the cache', () => {
    const rule = { ecrRepositoryPrefix: 'docker-hub', upstreamRegistryUrl: 'registry-1.docker.io' };
    const annotations = { 'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify(rule) };
    const config = configOf({ managedNodeGroups: [{ name: 'web' }] }, { annotations });
    const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24'));
    expect(find(contents, 'pullThroughCacheRule', 'pullThroughCacheRule/docker-hub').request).toEqual(rule);
  });
});
