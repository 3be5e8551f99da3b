import type { AppliedDocument } from '../applied-document.ts';
import { FLEET_TAGS } from './fleets.ts';

/** The part of a ClusterConfig below its metadata. */
type Body = Readonly<Record<string, unknown>>;

/** Small clusters, each with parts of its own, so that many of them together come to every kind of part. */
const BODIES: readonly Body[] = [
  { autoModeConfig: { enabled: true, nodePools: ['general-purpose'] } },
  { fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }] },
  { managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 2 }] },
  {
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'eks-pod-identity-agent' }],
    managedNodeGroups: [{ name: 'web', instanceTypes: ['m6i.large', 'm5.large'], desiredCapacity: 1 }],
    iam: {
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
      ],
    },
  },
  { nodeGroups: [{ name: 'own', instanceType: 'm6i.large', desiredCapacity: 1 }] },
  {
    vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } },
    managedNodeGroups: [
      { name: 'inner', instanceType: 'm6i.large', desiredCapacity: 1, privateNetworking: true },
    ],
  },
  {
    vpc: { nat: { gateway: 'Disable' } },
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    iam: { withOIDC: true },
    capabilities: [{ name: 'kro', type: 'KRO' }],
  },
];

/** What a second version of a document adds to the first. */
const ADDITIONS: readonly Body[] = [
  { cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'] } } },
  { fargateProfiles: [{ name: 'more', selectors: [{ namespace: 'more' }] }] },
  { managedNodeGroups: [{ name: 'more', instanceType: 'm6i.large', desiredCapacity: 1 }] },
];

export const BODY_COUNT = BODIES.length;
export const ADDITION_COUNT = ADDITIONS.length;

export interface DrawnCluster {
  readonly name: string;
  readonly region: string;
  /** Its place among the bodies, and of what its second version adds. */
  readonly body: number;
  readonly addition: number;
}

const lists = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function merged(body: Body, addition: Body): Body {
  const all = { ...body };
  for (const [member, value] of Object.entries(addition))
    all[member] = Array.isArray(value) ? [...lists(body[member]), ...value] : value;
  return all;
}

/** The cluster's document in its first or its second version. */
export function documentOf(cluster: DrawnCluster, version: 'first' | 'second'): AppliedDocument {
  const { name, region } = cluster;
  const body = BODIES[cluster.body] as Body;
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name, region, version: '1.35', tags: FLEET_TAGS },
    ...(version === 'first' ? body : merged(body, ADDITIONS[cluster.addition] as Body)),
  };
  return { source: `${name}.yaml`, value };
}

const inSecond = ({ body, addition }: DrawnCluster): Body =>
  merged(BODIES[body] as Body, ADDITIONS[addition] as Body);

/** The node groups that a cluster in its second version may be scaled by, by name: none beside Auto Mode's own nodes. */
export function groupsOf(cluster: DrawnCluster): readonly string[] {
  const { autoModeConfig, managedNodeGroups, nodeGroups } = inSecond(cluster);
  if (autoModeConfig !== undefined) return [];
  return [...lists(managedNodeGroups), ...lists(nodeGroups)].map((group) => (group as { name: string }).name);
}

/** Whether a cluster in its second version has anything that can be put to sleep. */
export const canSleep = (cluster: DrawnCluster): boolean =>
  inSecond(cluster).autoModeConfig !== undefined || groupsOf(cluster).length > 0;
