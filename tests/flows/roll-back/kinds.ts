import type { Step } from '../../../rehearsal/scenario/steps/all.ts';
import { publicImages } from '../../../simulator/ec2/images/public-images.ts';
import { deployment } from '../../simulator/kubernetes/manifests.ts';
import { inPool, karpenter, nodePool } from '../scale-kubernetes/workloads.ts';

export const region = 'us-west-2';

type Json = Readonly<Record<string, unknown>>;
type Manifest = Extract<Step, { workloads: unknown }>['workloads']['manifests'][number];

/** A cluster with nodes of a kind, or of several. */
export interface Kind {
  readonly document: Json;
  readonly manifests?: readonly Manifest[];
  /** The images that its upgrade is given, by node group. */
  readonly images?: Json;
  readonly hybrid?: true;
}

/** The newest image of EKS's for a minor when the simulation begins. */
export const imageOf = (minor: string, startAt: string): string =>
  publicImages(region, Date.parse(startAt)).parameters.get(
    `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/x86_64/standard/recommended/image_id`,
  ) ?? '';

const size = { minSize: 1, desiredCapacity: 1, maxSize: 3 };
const managed = (name: string, more: Json = {}) => ({ name, instanceTypes: ['m6i.large'], ...size, ...more });
const own = (name: string, more: Json = {}) => ({ name, instanceType: 'm6i.large', ...size, ...more });
const golden = (name: string, ami: string) =>
  managed(name, {
    ...{ ami, amiFamily: 'AmazonLinux2023' },
    overrideBootstrapCommand: '#!/bin/bash\n/etc/eks/bootstrap.sh golden\n',
  });
const fargate = {
  fargateProfiles: [{ name: 'all', selectors: [{ namespace: 'default' }, { namespace: 'kube-system' }] }],
};
const shop = deployment('shop', { replicas: 2 });
const guarded = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'shop' } }, minAvailable: 1 },
};
const nodeClass = (term: Json): Manifest => ({
  apiVersion: 'karpenter.k8s.aws/v1',
  kind: 'EC2NodeClass',
  metadata: { name: 'default' },
  spec: { amiSelectorTerms: [term] },
});
const pool = (more: Json = {}) =>
  nodePool('pool', { template: { spec: { nodeClassRef: { name: 'default' } } }, ...more });
const pooled = (term: Json, more: Json = {}): Kind => ({
  document: { managedNodeGroups: [managed('system')] },
  manifests: [karpenter, nodeClass(term), pool(more), inPool('shop', 'pool', { replicas: 2 }), guarded],
});
const autoMode = { autoModeConfig: { enabled: true } };
const held = { disruption: { budgets: [{ nodes: '0' }] } };

/** Node kinds, each alone and some beside another, by the name of their cluster. */
export const kindsOf = (from: string, to: string, startAt: string): Readonly<Record<string, Kind>> => {
  const [old, fresh] = [imageOf(from, startAt), imageOf(to, startAt)];
  const given = { golden: fresh };
  return {
    none: { document: { addonsConfig: { disableDefaultAddons: true } } },
    managed: { document: { managedNodeGroups: [managed('a'), managed('b')] }, manifests: [shop, guarded] },
    'custom-left': { document: { managedNodeGroups: [golden('golden', old)] }, manifests: [shop, guarded] },
    'custom-given': {
      document: { managedNodeGroups: [golden('golden', old)] },
      manifests: [shop, guarded],
      images: given,
    },
    'managed-custom': {
      document: { managedNodeGroups: [managed('a'), golden('golden', old)] },
      manifests: [shop, guarded],
      images: given,
    },
    own: { document: { nodeGroups: [own('own')] }, manifests: [shop, guarded] },
    // A role of the user's own, which the fleet may not hand on.
    'own-role': {
      document: {
        nodeGroups: [own('own', { iam: { instanceRoleARN: 'arn:aws:iam::111122223333:role/own-nodes' } })],
      },
      manifests: [shop, guarded],
    },
    'own-left': {
      document: { nodeGroups: [own('own', { ami: 'ami-0123456789abcdef0' })] },
      manifests: [shop, guarded],
    },
    'own-given': {
      document: { nodeGroups: [own('golden', { ami: old })] },
      manifests: [shop, guarded],
      images: given,
    },
    'own-managed': {
      document: { nodeGroups: [own('own')], managedNodeGroups: [managed('a')] },
      manifests: [shop, guarded],
    },
    fargate: { document: fargate, manifests: [shop, guarded] },
    'fargate-managed': {
      document: {
        fargateProfiles: [{ name: 'shop', selectors: [{ namespace: 'default' }] }],
        managedNodeGroups: [managed('a')],
      },
      manifests: [shop, guarded],
    },
    'fargate-idle': {
      document: {
        fargateProfiles: [{ name: 'idle', selectors: [{ namespace: 'idle' }] }],
        managedNodeGroups: [],
      },
    },
    auto: { document: autoMode, manifests: [shop, guarded] },
    'auto-held': {
      document: autoMode,
      manifests: [nodePool('held', held), inPool('shop', 'held', { replicas: 2 }), guarded],
    },
    'auto-managed': {
      document: { ...autoMode, managedNodeGroups: [managed('a')] },
      manifests: [shop, guarded],
    },
    'karpenter-newest': pooled({ alias: 'al2023@latest' }),
    'karpenter-held': pooled({ alias: 'al2023@latest' }, held),
    'karpenter-pinned': pooled({ id: old }),
    'karpenter-idle': {
      document: { managedNodeGroups: [managed('system')] },
      manifests: [karpenter, nodeClass({ alias: 'al2023@latest' }), pool(), shop, guarded],
    },
    hybrid: {
      document: {
        addonsConfig: { disableDefaultAddons: true },
        addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
      },
      hybrid: true,
    },
    'hybrid-managed': {
      document: { managedNodeGroups: [managed('a')] },
      manifests: [shop, guarded],
      hybrid: true,
    },
  };
};
