import { describe, expect, it } from '@jest/globals';
import type { UpgradeFacts } from '../../../../domain/upgrade/facts.ts';
import { FINDINGS, type FindingId } from '../../../../domain/upgrade/finding.ts';
import { probe } from '../../../../domain/upgrade/probes.ts';
import type { UpgradeRequest } from '../../../../domain/upgrade/request.ts';
import {
  AT,
  addon,
  asked,
  back,
  blocked,
  budget,
  factsOf,
  found,
  group,
  inside,
  insight,
  node,
  offer,
  otherNode,
  planned,
  pod,
} from './fixtures.ts';

type World = Partial<UpgradeFacts>;
interface Twin {
  readonly id: FindingId;
  readonly subject?: string;
  readonly why: string;
  readonly planted: World;
  /** The same without the fault: nothing of the kind is found in it. */
  readonly clean: World;
  readonly request?: UpgradeRequest;
}

const twin = (
  id: FindingId,
  subject: string | undefined,
  why: string,
  planted: World,
  clean: World,
  request?: UpgradeRequest,
): Twin => ({
  id,
  ...(subject === undefined ? {} : { subject }),
  why,
  planted,
  clean,
  ...(request ? { request } : {}),
});

const { cluster } = factsOf();
const autoMode = { ...cluster, computeConfig: { enabled: true } };
const marks = { labels: {}, annotations: {}, managers: [] };
const pool = (more: object = {}) => ({
  ...marks,
  name: 'general',
  resourceVersion: '1',
  isBuiltIn: false,
  nodeClass: 'default',
  ...more,
});
const nodeClass = (term: object) => ({ ...marks, name: 'default', amiSelectorTerms: [term] });
const karpenter = (term: object, more: object = {}) =>
  inside({
    nodes: [node('ip-1'), node('ip-2'), otherNode('ip-9', { nodePool: 'general' })],
    nodePools: [pool(more)],
    nodeClasses: [nodeClass(term)],
  });
const webhook = (failurePolicy: 'Fail' | 'Ignore') => ({
  kind: 'ValidatingWebhookConfiguration' as const,
  configuration: 'policy',
  name: 'policy.shop.example',
  failurePolicy,
  service: { namespace: 'shop', name: 'cart' },
  rules: [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }],
});
const called = (lastRequestAt: string) =>
  insight('Deprecated APIs removed in Kubernetes v1.35', {
    deprecations: [
      {
        usage: '/apis/old/v1beta1/things',
        replacedWith: '/apis/old/v1/things',
        clients: [{ userAgent: 'legacy/1.0', requests: 720, lastRequestAt }],
      },
    ],
  });
const updated = (createdAt: string, more: object = {}) => ({
  id: 'u1',
  type: 'VersionUpdate',
  status: 'Successful' as const,
  createdAt,
  params: { Version: '1.34' },
  reason: '',
  errors: [],
  ...more,
});
const YESTERDAY = '2026-11-23T12:00:00.000Z';
const lastUp = planned(asked(), factsOf());
const goesBack: World = {
  last: { operationId: 'up', plan: { ...lastUp, hops: lastUp.hops.map((hop) => ({ ...hop, to: '1.34' })) } },
  updates: [updated(YESTERDAY)],
  insights: [],
  nodeGroups: [group('web', { version: '1.33' })],
  inside: inside({
    nodes: [
      node('ip-1', { kubeletVersion: 'v1.33.6-eks-1' }),
      node('ip-2', { kubeletVersion: 'v1.33.6-eks-1' }),
    ],
  }),
};
const { last: _last, ...notOurs } = goesBack;
const oldMinor = (minor: string) =>
  inside({ nodes: [node('ip-1', { kubeletVersion: `v${minor}.1-eks-1` }), node('ip-2')] });

const shopProbe = probe.parse({ url: 'https://shop.example.com/' });
const ownOf = (image: string) => ({
  name: 'asg-own',
  nodeGroup: 'own',
  isOfFleet: true,
  maxSize: 3,
  instances: [],
  template: {
    id: 'lt-1',
    roles: [],
    version: 1,
    latest: 1,
    image: { id: 'ami-34', name: image, owner: '1' },
  },
});
const OWN = ownOf('amazon-eks-node-al2023-x86_64-standard-1.34-v20261105');
const UBUNTU = ownOf('ubuntu-eks/k8s_1.34/images/hvm-ssd/ubuntu-24.04-amd64-server-20261105');

const TWINS: readonly Twin[] = [
  twin(
    'cluster-not-active',
    undefined,
    'the cluster has failed',
    { cluster: { ...cluster, status: 'FAILED' } },
    {},
  ),
  twin(
    'update-under-way',
    undefined,
    'EKS updates the cluster',
    { cluster: { ...cluster, status: 'UPDATING' } },
    {},
  ),
  twin(
    'update-under-way',
    undefined,
    'a rollback of Auto Mode runs, and the cluster is ACTIVE',
    { updates: [updated(YESTERDAY, { status: 'InProgress', type: 'VersionRollback' })] },
    { updates: [updated(YESTERDAY)] },
  ),
  twin(
    'update-under-way',
    'web',
    'EKS updates a group',
    { nodeGroups: [group('web', { status: 'UPDATING' })] },
    {},
  ),
  twin(
    'update-under-way',
    'coredns',
    'EKS updates an add-on',
    { addons: [addon('coredns', 'v1.12.1-eksbuild.2', { status: 'UPDATING' })] },
    {},
  ),
  twin(
    'node-group-degraded',
    'web',
    'a group is DEGRADED',
    { nodeGroups: [group('web', { status: 'DEGRADED' })] },
    {},
  ),
  twin(
    'node-group-issues',
    'web',
    'EKS has an issue',
    {
      nodeGroups: [group('web', { issues: [{ code: 'AsgInstanceLaunchFailures', message: 'no capacity' }] })],
    },
    {},
  ),
  twin(
    'target-in-extended-support',
    undefined,
    'the target is old',
    {
      cluster: { ...cluster, version: '1.34' },
      minors: factsOf().minors.map((minor) =>
        minor.version === '1.35' ? { ...minor, support: 'extended' as const } : minor,
      ),
    },
    {},
  ),
  twin(
    'extended-support-costs',
    undefined,
    'the version is old',
    {
      minors: factsOf().minors.map((minor) =>
        minor.version === '1.34' ? { ...minor, support: 'extended' as const } : minor,
      ),
    },
    {},
  ),
  twin(
    'extended-support-costs',
    undefined,
    'support ends in a week',
    {
      minors: factsOf().minors.map((minor) =>
        minor.version === '1.34' ? { ...minor, endOfStandardSupport: '2026-12-02' } : minor,
      ),
    },
    {},
  ),
  twin(
    'insight-error',
    'Something',
    'EKS finds something',
    { insights: [insight('Something')] },
    { insights: [insight('Something', { status: 'PASSING' })] },
  ),
  twin(
    'insight-error',
    'Something',
    'it is of the next minor',
    { insights: [insight('Something')] },
    { insights: [insight('Something', { kubernetesVersion: '1.36' })] },
  ),
  twin(
    'insight-error',
    'Deprecated APIs removed in Kubernetes v1.35',
    'somebody called after the fix',
    { insights: [called('2026-11-24T11:00:00.000Z')] },
    { insights: [called('2026-11-20T11:00:00.000Z')] },
    asked({ fixes: [{ finding: 'insight-error', at: '2026-11-22T00:00:00Z' }] }),
  ),
  twin(
    'insight-error',
    'Deprecated APIs removed in Kubernetes v1.35',
    'the fix is yet to come',
    { insights: [called('2026-11-20T11:00:00.000Z')] },
    { insights: [called('2026-11-20T11:00:00.000Z')], at: '2026-11-26T00:00:00.000Z' },
    asked({ fixes: [{ finding: 'insight-error', at: '2026-11-25T00:00:00Z' }] }),
  ),
  twin(
    'insight-outdated',
    'Deprecated APIs removed in Kubernetes v1.35',
    'what was found is mended',
    { insights: [called('2026-11-20T11:00:00.000Z')] },
    { insights: [] },
    asked({ fixes: [{ finding: 'insight-error', at: '2026-11-22T00:00:00Z' }] }),
  ),
  twin(
    'insight-unknown',
    'Deprecated APIs removed in Kubernetes v1.35',
    'EKS cannot tell',
    { insights: [insight('Deprecated APIs removed in Kubernetes v1.35', { status: 'UNKNOWN' })] },
    { insights: [insight('Kubelet version skew', { status: 'UNKNOWN' })] },
  ),
  twin(
    'insight-answered',
    'Kubelet version skew',
    'EKS cannot tell, and the look can',
    { insights: [insight('Kubelet version skew', { status: 'UNKNOWN' })] },
    {},
  ),
  twin(
    'insight-warning',
    'Something',
    'EKS warns',
    { insights: [insight('Something', { status: 'WARNING' })] },
    {},
  ),
  twin(
    'insight-error',
    'EKS add-on version compatibility',
    'no step mends the add-on',
    { insights: [insight('EKS add-on version compatibility', { addons: ['coredns'] })] },
    {
      insights: [insight('EKS add-on version compatibility', { addons: ['coredns'] })],
      addons: [addon('coredns', 'v1.11.4-eksbuild.24')],
    },
  ),
  twin(
    'addon-without-version',
    'coredns',
    'nothing serves the target',
    { addonOffers: { coredns: [offer('v1.12.1-eksbuild.2', ['1.34'])] } },
    {},
  ),
  twin(
    'pin-not-offered',
    'coredns',
    'the region has the pin no more',
    { addonOffers: { coredns: [offer('v1.12.1-eksbuild.2', ['1.34', '1.35'])] } },
    { addonOffers: { coredns: [offer('v1.13.9-eksbuild.9', ['1.34', '1.35'])] } },
    asked({ pins: { addons: { coredns: 'v1.13.9-eksbuild.9' }, releases: {} } }),
  ),
  twin(
    'pinned-image-gone',
    'own',
    'the region has the image no more',
    { ownGroups: [OWN] },
    { ownGroups: [OWN], ownImages: { 'asg-own/1.35': 'ami-35' } },
    asked({ pins: { addons: {}, releases: { AL2023_x86_64_STANDARD: '1.35.1-20261119' } } }),
  ),
  twin(
    'image-not-pinned',
    'own',
    "Canonical's image has no release of the fleet's",
    { ownGroups: [UBUNTU], ownImages: { 'asg-own/1.35': 'ami-35' } },
    { ownGroups: [OWN], ownImages: { 'asg-own/1.35': 'ami-35' } },
    asked({ pins: { addons: {}, releases: { AL2023_x86_64_STANDARD: '1.35.1-20261119' } } }),
  ),
  twin(
    'image-not-pinned',
    'web',
    'the fleet has resolved no release of its type',
    { nodeGroups: [group('web', { amiType: 'BOTTLEROCKET_ARM_64' })] },
    {},
    asked({ pins: { addons: {}, releases: { AL2023_x86_64_STANDARD: '1.35.1-20261119' } } }),
  ),
  twin(
    'addon-not-for-both',
    'coredns',
    'nothing serves both',
    {
      addonOffers: {
        coredns: [offer('v1.13.1-eksbuild.1', ['1.35'], ['1.35']), offer('v1.12.1-eksbuild.2', ['1.34'])],
      },
    },
    {},
  ),
  twin(
    'addon-configuration',
    'coredns',
    'the new schema knows no such member',
    {
      addons: [addon('coredns', 'v1.12.1-eksbuild.2', { configurationValues: '{"replicas":3}' })],
      schemas: {
        'coredns@v1.12.4-eksbuild.1':
          '{"type":"object","properties":{"replicaCount":{"type":"integer"}},"additionalProperties":false}',
      },
    },
    {
      addons: [addon('coredns', 'v1.12.1-eksbuild.2', { configurationValues: '{"replicaCount":3}' })],
      schemas: {
        'coredns@v1.12.4-eksbuild.1':
          '{"type":"object","properties":{"replicaCount":{"type":"integer"}},"additionalProperties":false}',
      },
    },
  ),
  twin(
    'addon-unhealthy',
    'coredns',
    'the add-on is down',
    { addons: [addon('coredns', 'v1.12.1-eksbuild.2', { status: 'DEGRADED' })] },
    {},
  ),
  twin(
    'addon-unhealthy',
    'coredns',
    'it is down, and there are nodes',
    { addons: [addon('coredns', 'v1.12.1-eksbuild.2', { status: 'DEGRADED' })] },
    {
      addons: [addon('coredns', 'v1.12.1-eksbuild.2', { status: 'DEGRADED' })],
      inside: inside({ nodes: [], pods: [] }),
    },
  ),
  twin(
    'addon-self-managed',
    'coredns',
    'CoreDNS is not an add-on',
    {
      addons: [],
      inside: inside({
        controllers: [
          {
            ...marks,
            kind: 'Deployment',
            wanted: 1,
            ready: 1,
            namespace: 'kube-system',
            name: 'coredns',
            images: ['602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1.11.4'],
          },
        ],
      }),
    },
    {
      inside: inside({
        controllers: [
          {
            ...marks,
            kind: 'Deployment',
            wanted: 1,
            ready: 1,
            namespace: 'kube-system',
            name: 'coredns',
            images: ['602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1.11.4'],
          },
        ],
      }),
    },
  ),
  twin(
    'node-skew',
    'web',
    'EKS says that the group is four behind',
    { nodeGroups: [group('web', { version: '1.31' })] },
    { nodeGroups: [group('web', { version: '1.32' })] },
  ),
  twin(
    'node-skew',
    'web',
    'a node of a mixed group is four behind',
    { inside: oldMinor('1.31') },
    { inside: oldMinor('1.32') },
  ),
  twin(
    'node-skew',
    'web',
    'nodes are moved last, over too many minors',
    {
      cluster: { ...cluster, version: '1.33' },
      nodeGroups: [group('web', { version: '1.32' })],
      inside: oldMinor('1.32'),
    },
    {
      cluster: { ...cluster, version: '1.33' },
      nodeGroups: [group('web', { version: '1.33' })],
      inside: oldMinor('1.33'),
    },
    asked({ to: '1.36', nodes: 'last' }),
  ),
  twin(
    'node-skew',
    'node mi-1',
    'a hybrid node is four behind',
    {
      inside: inside({
        nodes: [
          otherNode('mi-1', {
            kubeletVersion: 'v1.31.1',
            labels: { 'eks.amazonaws.com/compute-type': 'hybrid' },
          }),
        ],
      }),
    },
    {
      inside: inside({
        nodes: [
          otherNode('mi-1', {
            kubeletVersion: 'v1.32.1',
            labels: { 'eks.amazonaws.com/compute-type': 'hybrid' },
          }),
        ],
      }),
    },
  ),
  twin(
    'nodes-not-ready',
    'ip-1',
    'a node is not Ready',
    { inside: inside({ nodes: [node('ip-1', { ready: false })] }) },
    {},
  ),
  twin(
    'nodes-not-pinned',
    'general',
    'Karpenter takes the newest image',
    { inside: karpenter({ alias: 'al2023@latest' }) },
    { inside: karpenter({ alias: 'al2023@v20261112' }) },
  ),
  twin(
    'nodes-not-pinned',
    'general',
    'Auto Mode chooses',
    { cluster: autoMode, inside: inside({ nodePools: [pool({ isBuiltIn: true })] }) },
    { cluster: autoMode },
  ),
  twin(
    'custom-image',
    'general',
    'Karpenter keeps an image',
    { inside: karpenter({ id: 'ami-1' }) },
    { inside: karpenter({ alias: 'al2023@v20261112' }) },
  ),
  twin(
    'custom-image',
    'web',
    'no image was given',
    { nodeGroups: [group('web', { amiType: 'CUSTOM' })] },
    {},
  ),
  twin(
    'custom-image',
    'self-managed',
    'nodes of nobody',
    { inside: inside({ nodes: [otherNode('ip-7')] }) },
    {},
  ),
  twin(
    'hybrid-nodes',
    undefined,
    'a node on premises',
    {
      inside: inside({
        nodes: [otherNode('mi-1', { labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } })],
      }),
    },
    {},
  ),
  twin(
    'ami-type-ends',
    'web',
    'Amazon Linux 2 has no 1.35',
    { nodeGroups: [group('web', { amiType: 'AL2_x86_64' })] },
    {},
  ),
  twin(
    'free-addresses',
    'subnet-1',
    'four are free',
    { freeAddresses: { 'subnet-1': 4, 'subnet-2': 250 } },
    { freeAddresses: { 'subnet-1': 5, 'subnet-2': 250 } },
  ),
  twin('surge-addresses', 'web', 'few are free', { freeAddresses: { 'subnet-1': 10, 'subnet-2': 10 } }, {}),
  twin(
    'quota-instances',
    undefined,
    'the surge takes eight',
    { vcpus: { allowed: 1000, running: 993 } },
    { vcpus: { allowed: 1000, running: 992 } },
  ),
  twin(
    'pdb-blocks-drain',
    'shop/cart',
    'nobody may go',
    { inside: inside({ budgets: [budget({ disruptionsAllowed: 0, desiredHealthy: 2 })] }) },
    {},
  ),
  twin(
    'pdb-blocks-drain',
    'shop/cart',
    'two budgets are about one pod',
    { inside: inside({ budgets: [budget(), budget({ name: 'all', selector: {} })] }) },
    { inside: inside({ budgets: [budget(), budget({ name: 'all', namespace: 'other', selector: {} })] }) },
  ),
  twin(
    'pdb-blocks-drain',
    'shop/cart',
    'its pods are on nodes that move',
    { inside: inside({ budgets: [budget({ disruptionsAllowed: 0 })] }) },
    {
      inside: inside({
        budgets: [budget({ disruptionsAllowed: 0 })],
        nodes: [otherNode('ip-1'), otherNode('ip-2')],
      }),
    },
  ),
  twin(
    'webhook-fails-closed',
    'policy',
    'its only pod moves',
    { inside: inside({ webhooks: [webhook('Fail')], pods: [pod('cart-1')] }) },
    { inside: inside({ webhooks: [webhook('Fail')] }) },
  ),
  twin(
    'webhook-fails-closed',
    'policy',
    'it fails closed',
    { inside: inside({ webhooks: [webhook('Fail')], pods: [pod('cart-1')] }) },
    { inside: inside({ webhooks: [webhook('Ignore')], pods: [pod('cart-1')] }) },
  ),
  twin(
    'owned-by-another',
    'web',
    'Terraform made it',
    { nodeGroups: [group('web', { tags: { 'managed-by': 'Terraform' } })] },
    { nodeGroups: [group('web', { tags: { team: 'terra' } })] },
  ),
  twin(
    'owned-by-another',
    'web',
    'a stack made it',
    { nodeGroups: [group('web', { tags: { 'aws:cloudformation:stack-name': 'eksctl-shop' } })] },
    {},
  ),
  twin(
    'gitops-fights',
    'coredns',
    'Argo CD brought CoreDNS too',
    {
      inside: inside({
        controllers: [
          {
            ...marks,
            labels: { 'argocd.argoproj.io/instance': 'platform' },
            kind: 'Deployment',
            wanted: 1,
            ready: 1,
            namespace: 'kube-system',
            name: 'coredns',
            images: [],
          },
        ],
      }),
    },
    {
      inside: inside({
        controllers: [
          {
            ...marks,
            kind: 'Deployment',
            wanted: 1,
            ready: 1,
            namespace: 'kube-system',
            name: 'coredns',
            images: [],
          },
        ],
      }),
    },
  ),
  twin(
    'cannot-look-inside',
    undefined,
    'the API does not answer',
    { inside: { why: 'its endpoint is private' } },
    {},
  ),
  twin(
    'not-allowed-inside',
    'create pods/eviction',
    'its ClusterRole is of an earlier release',
    { fargateProfiles: ['all'], denied: [{ verb: 'create', group: '', resource: 'pods/eviction' }] },
    { fargateProfiles: ['all'] },
  ),
  twin(
    'alarm-missing',
    'slo',
    'there is no such alarm',
    { alarms: [] },
    { alarms: [{ name: 'slo', state: 'OK', since: AT }] },
    asked({ health: { alarms: ['slo'] } }),
  ),
  twin(
    'alarm-not-ok',
    'slo',
    'it has no data',
    { alarms: [{ name: 'slo', state: 'INSUFFICIENT_DATA', since: AT }] },
    { alarms: [{ name: 'slo', state: 'OK', since: AT }] },
    asked({ health: { alarms: ['slo'] } }),
  ),
  twin(
    'probe-failing',
    'https://shop.example.com/',
    'a site is down',
    { probes: [{ probe: shopProbe, answer: { outcome: 'Answered', status: 503 } }] },
    { probes: [{ probe: shopProbe, answer: { outcome: 'Answered', status: 204 } }] },
    asked({ health: { alarms: [], probes: [shopProbe] } }),
  ),
  twin('asleep', undefined, 'it sleeps', { isAsleep: true }, {}),
  twin(
    'image-unfit',
    'web',
    'there is no such image',
    { nodeGroups: [group('web', { amiType: 'CUSTOM' })], images: {} },
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': { name: 'node-1.35', state: 'available', architecture: 'x86_64', isWindows: false },
      },
    },
    asked({ images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] }),
  ),
  twin(
    'image-unfit',
    'web',
    'it is of another architecture',
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': { name: 'node', state: 'available', architecture: 'arm64', isWindows: false },
      },
    },
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false },
      },
    },
    asked({ images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] }),
  ),
  twin(
    'image-unfit',
    'web',
    'it is of a later minor',
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': {
          name: 'node-1.36-v1',
          state: 'available',
          architecture: 'x86_64',
          isWindows: false,
        },
      },
    },
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': {
          name: 'node-1.35-v1',
          state: 'available',
          architecture: 'x86_64',
          isWindows: false,
        },
      },
    },
    asked({ images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] }),
  ),
  twin(
    'image-unfit',
    'web',
    "the group has EKS's AMIs",
    {
      images: {
        'ami-0123456789': { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false },
      },
    },
    {
      nodeGroups: [group('web', { amiType: 'CUSTOM' })],
      images: {
        'ami-0123456789': { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false },
      },
    },
    asked({ images: [{ nodeGroup: 'web', image: 'ami-0123456789' }] }),
  ),
  twin(
    'no-rollback',
    undefined,
    'Karpenter moves at once',
    { inside: karpenter({ alias: 'al2023@latest' }) },
    { inside: karpenter({ id: 'ami-1' }) },
  ),
  twin(
    'no-rollback',
    undefined,
    'the policy is STANDARD',
    {
      cluster: { ...cluster, upgradePolicy: { supportType: 'STANDARD' } },
      minors: factsOf().minors.map((minor) =>
        minor.version === '1.34' ? { ...minor, support: 'extended' as const } : minor,
      ),
    },
    { cluster: { ...cluster, upgradePolicy: { supportType: 'STANDARD' } } },
  ),
  twin(
    'rollback-window',
    undefined,
    'eight days ago',
    { ...goesBack, updates: [updated('2026-11-16T12:00:00.000Z')] },
    goesBack,
    back(),
  ),
  twin(
    'rollback-window',
    undefined,
    'it was made at its version',
    { ...goesBack, updates: [] },
    goesBack,
    back(),
  ),
  twin(
    'rollback-window',
    undefined,
    'it went back already',
    {
      ...goesBack,
      updates: [updated(AT, { type: 'VersionRollback', params: { Version: '1.34' } }), updated(YESTERDAY)],
    },
    goesBack,
    back(),
  ),
  twin(
    'support-policy',
    undefined,
    'the former version is in extended support',
    { ...goesBack, cluster: { ...cluster, upgradePolicy: { supportType: 'STANDARD' } } },
    { ...goesBack, cluster: { ...cluster, upgradePolicy: { supportType: 'EXTENDED' } } },
    back(),
  ),
  twin(
    'nodes-newer',
    'general',
    "Karpenter's nodes are new",
    {
      ...goesBack,
      inside: inside({
        nodes: [otherNode('ip-9', { nodePool: 'general' })],
        nodePools: [pool()],
        nodeClasses: [nodeClass({ alias: 'al2023@latest' })],
      }),
    },
    {
      ...goesBack,
      cluster: autoMode,
      inside: inside({ nodes: [otherNode('ip-9', { nodePool: 'general' })], nodePools: [pool()] }),
    },
    back(),
  ),
  twin(
    'rollback-to-be-tried',
    undefined,
    'a group of EKS has moved',
    { ...goesBack, nodeGroups: [group('web')], inside: inside() },
    goesBack,
    back(),
  ),
  twin('rollback-to-be-tried', undefined, 'AWS may have made the upgrade', notOurs, goesBack, back()),
  twin(
    'fargate-newer',
    undefined,
    'pods on Fargate are new',
    { ...goesBack, inside: inside({ nodes: [otherNode('fargate-ip-10-0-0-1')] }) },
    {
      ...goesBack,
      inside: inside({ nodes: [otherNode('fargate-ip-10-0-0-1', { kubeletVersion: 'v1.33.6-eks-1' })] }),
    },
    back(),
  ),
];

const keyOf = ({ id, subject }: Twin): string => (subject === undefined ? id : `${id}/${subject}`);

describe('a preflight', () => {
  it('finds nothing in a cluster that is as it should be', () => {
    expect(found(asked(), factsOf())).toEqual([]);
    expect(found(back(), factsOf(goesBack))).toEqual([]);
  });

  it.each(TWINS.map((one) => [`${keyOf(one)}: ${one.why}`, one] as const))('finds %s', (_name, one) => {
    const { request = asked(), planted, clean, id } = one;
    expect(found(request, factsOf(planted))).toContain(keyOf(one));
    expect(found(request, factsOf(clean)).filter((key) => key === keyOf(one))).toEqual([]);
    const { severity } = FINDINGS[id];
    const inTheWay = blocked(request, factsOf(planted)).includes(keyOf(one));
    expect([keyOf(one), inTheWay]).toEqual([keyOf(one), severity === 'blocker']);
  });

  it('tells of add-ons without a pin, where the fleet gives pins', () => {
    const pins = { addons: {}, releases: {} };
    expect(found(asked({ pins }), factsOf())).toContain('addon-not-pinned/coredns');
    expect(found(asked(), factsOf())).not.toContain('addon-not-pinned/coredns');
  });

  it('has a twin for each finding of its table, but for those that have a test of their own', () => {
    const known = new Set(TWINS.map(({ id }) => id));
    const missing = Object.keys(FINDINGS).filter((id) => !known.has(id as FindingId));
    expect(missing).toEqual(['target-unsupported', 'addon-not-pinned']);
  });
});
