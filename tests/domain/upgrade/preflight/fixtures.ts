import type { ObservedNodegroup } from '../../../../domain/contents/node-group/observed.ts';
import type { ObservedInsight } from '../../../../domain/ports/insights.ts';
import type {
  ObservedDisruptionBudget,
  ObservedNode,
  ObservedPod,
} from '../../../../domain/ports/kubernetes.ts';
import type { AddonOffer } from '../../../../domain/ports/upgrade-offers.ts';
import { decideUpgrade } from '../../../../domain/upgrade/decide-upgrade.ts';
import type { InsideForUpgrade, UpgradeFacts } from '../../../../domain/upgrade/facts.ts';
import type { Finding } from '../../../../domain/upgrade/finding.ts';
import { findingKey } from '../../../../domain/upgrade/finding-key.ts';
import { releaseParameter } from '../../../../domain/upgrade/image-releases.ts';
import { type UpgradeRequest, upgradeActions } from '../../../../domain/upgrade/request.ts';

export const AT = '2026-11-24T12:00:00.000Z';
const [upgrade, rollBack] = upgradeActions;

/** To 1.35, or of nodes or add-ons alone. */
export function asked(
  more: { readonly only?: string; readonly [member: string]: unknown } = {},
): UpgradeRequest {
  const stays = more.only === 'nodes' || more.only === 'addons';
  return upgrade.parse({ action: 'upgrade', ...(stays ? {} : { to: '1.35' }), ...more });
}
export const back = (more: object = {}): UpgradeRequest => rollBack.parse({ action: 'rollBack', ...more });

export const node = (name: string, more: Partial<ObservedNode> = {}): ObservedNode => ({
  name,
  ready: true,
  cordoned: false,
  annotations: {},
  labels: {},
  nodegroupName: 'web',
  kubeletVersion: 'v1.34.2-eks-99d6cc0',
  ...more,
});

/** A node of no managed group. */
export function otherNode(name: string, more: Partial<ObservedNode> = {}): ObservedNode {
  const { nodegroupName: _none, ...rest } = node(name, more);
  return rest;
}

export const pod = (name: string, more: Partial<ObservedPod> = {}): ObservedPod => ({
  namespace: 'shop',
  name,
  uid: name,
  owner: { kind: 'ReplicaSet', name: 'cart-5d4f' },
  createdAt: AT,
  isDeleting: false,
  nodeName: 'ip-1',
  phase: 'Running',
  ready: true,
  labels: { app: 'cart', 'pod-template-hash': '5d4f' },
  ...more,
});

export const budget = (more: Partial<ObservedDisruptionBudget> = {}): ObservedDisruptionBudget => ({
  namespace: 'shop',
  name: 'cart',
  disruptionsAllowed: 1,
  currentHealthy: 2,
  desiredHealthy: 1,
  expectedPods: 2,
  selector: { matchLabels: { app: 'cart' } },
  ...more,
});

export const group = (nodegroupName: string, more: Partial<ObservedNodegroup> = {}): ObservedNodegroup => ({
  nodegroupArn: `arn:aws:eks:us-east-1:111122223333:nodegroup/shop/${nodegroupName}/1`,
  nodegroupName,
  status: 'ACTIVE',
  scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
  nodeRole: 'arn:aws:iam::111122223333:role/nodes',
  subnets: ['subnet-1', 'subnet-2'],
  amiType: 'AL2023_x86_64_STANDARD',
  capacityType: 'ON_DEMAND',
  instanceTypes: ['m5.large'],
  version: '1.34',
  releaseVersion: '1.34.2-20261105',
  ...more,
});

export const insight = (name: string, more: Partial<ObservedInsight> = {}): ObservedInsight => ({
  id: name,
  name,
  category: 'UPGRADE_READINESS',
  kubernetesVersion: '1.35',
  status: 'ERROR',
  reason: 'something breaks',
  resources: [],
  addons: [],
  deprecations: [],
  ...more,
});

export const offer = (
  version: string,
  minors: readonly string[],
  defaultOf: readonly string[] = [],
): AddonOffer => ({ version, minors, defaultOf });

export const OFFERS = {
  coredns: [
    offer('v1.13.1-eksbuild.1', ['1.34', '1.35', '1.36']),
    offer('v1.12.4-eksbuild.1', ['1.33', '1.34', '1.35', '1.36'], ['1.35', '1.36']),
    offer('v1.12.1-eksbuild.2', ['1.33', '1.34', '1.35'], ['1.34']),
    offer('v1.11.4-eksbuild.24', ['1.33', '1.34']),
  ],
} as const;

export const addon = (
  addonName: string,
  addonVersion: string,
  more: object = {},
): UpgradeFacts['addons'][number] => ({
  addonArn: `arn:aws:eks:us-east-1:111122223333:addon/shop/${addonName}/1`,
  addonName,
  addonVersion,
  status: 'ACTIVE',
  ...more,
});

export const inside = (more: Partial<InsideForUpgrade> = {}): InsideForUpgrade => ({
  nodes: [node('ip-1'), node('ip-2')],
  pods: [pod('cart-1'), pod('cart-2', { nodeName: 'ip-2' })],
  budgets: [budget()],
  webhooks: [],
  controllers: [],
  nodePools: undefined,
  nodeClasses: undefined,
  ...more,
});

const TYPES = ['AL2023_x86_64_STANDARD', 'BOTTLEROCKET_ARM_64', 'WINDOWS_CORE_2022_x86_64'];
const parameters = Object.fromEntries(
  ['1.33', '1.34', '1.35', '1.36'].flatMap((minor) =>
    TYPES.map((type) => [releaseParameter(type, minor) ?? '', `${minor}.1-20261119`]),
  ),
);

/** A cluster with nothing to say against it, at 1.34, with one group and CoreDNS. */
export function factsOf(more: Partial<UpgradeFacts> = {}): UpgradeFacts {
  return {
    at: AT,
    cluster: {
      arn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop',
      name: 'shop',
      status: 'ACTIVE',
      version: '1.34',
      roleArn: 'arn:aws:iam::111122223333:role/cluster',
      resourcesVpcConfig: { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'] },
    },
    minors: [
      {
        version: '1.36',
        support: 'standard',
        endOfStandardSupport: '2027-08-02',
        endOfExtendedSupport: '2028-08-02',
      },
      {
        version: '1.35',
        support: 'standard',
        endOfStandardSupport: '2027-03-27',
        endOfExtendedSupport: '2028-03-27',
      },
      {
        version: '1.34',
        support: 'standard',
        endOfStandardSupport: '2027-03-01',
        endOfExtendedSupport: '2028-03-01',
      },
      {
        version: '1.33',
        support: 'extended',
        endOfStandardSupport: '2026-07-29',
        endOfExtendedSupport: '2027-07-29',
      },
    ],
    updates: [],
    insights: [insight('Kubelet version skew', { status: 'PASSING' })],
    addons: [addon('coredns', 'v1.12.1-eksbuild.2')],
    addonOffers: OFFERS,
    schemas: {},
    nodeGroups: [group('web')],
    fargateProfiles: [],
    ownGroups: [],
    ownImages: {},
    parameters,
    images: {},
    instanceTypes: { 'm5.large': { architectures: ['x86_64'], vcpus: 2 } },
    freeAddresses: { 'subnet-1': 250, 'subnet-2': 250 },
    vcpus: { allowed: 1000, running: 4 },
    alarms: [],
    probes: [],
    inside: inside(),
    denied: [],
    isAsleep: false,
    ...more,
  };
}

/** The keys of all that was found, waived or not. */
export function found(request: UpgradeRequest, facts: UpgradeFacts): readonly string[] {
  const decided = decideUpgrade(request, facts, JSON.parse);
  const all: readonly Finding[] = decided.outcome === 'Planned' ? decided.plan.findings : decided.findings;
  return all.map(findingKey);
}

/** The keys of what stands in the way. */
export function blocked(request: UpgradeRequest, facts: UpgradeFacts): readonly string[] {
  const decided = decideUpgrade(request, facts, JSON.parse);
  return decided.outcome === 'Planned' ? [] : decided.problems.map(({ path }) => path);
}

export function planned(request: UpgradeRequest, facts: UpgradeFacts) {
  const decided = decideUpgrade(request, facts, JSON.parse);
  if (decided.outcome !== 'Planned') throw new Error(JSON.stringify(decided.problems));
  return decided.plan;
}
