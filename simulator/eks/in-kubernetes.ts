import type { Taint } from '@aws-sdk/client-eks';
import { kubeletVersion, kubernetesOfImage } from '../ami-releases.ts';
import type { Pod } from '../kubernetes/api/objects.ts';
import { NODES, PODS } from '../kubernetes/api/resources.ts';
import { KubernetesCluster } from '../kubernetes/cluster.ts';
import type { FargateHost } from '../kubernetes/controllers/fargate.ts';
import type { EksAccount } from './account.ts';
import { profileOf } from './fargate-selectors.ts';
import type { ClusterRecord, NodeRecord } from './records.ts';

/** The system of Karpenter's and Auto Mode's nodes here. */
export const AUTO_NODE_IMAGE = 'Bottlerocket (EKS Auto, Standard)';

/** The version to which drift brings nodes: the control plane's, or the one that Auto Mode rolls its nodes back to. */
export const targetOf = ({ description, rollback }: ClusterRecord): string =>
  rollback?.version ?? description.version ?? '';

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const POOL_LABEL = 'karpenter.sh/nodepool';

const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};

/** The inside of a new cluster. Its Karpenter, or Auto Mode, starts instances in the cluster's subnets. */
export function newKubernetes(
  account: EksAccount,
  name: string,
  recordOf: () => ClusterRecord,
): KubernetesCluster {
  const { kernel, settings, network, name: region } = account.region;
  const kubernetes = new KubernetesCluster({
    kernel,
    durationScale: settings.durationScale,
    purpose: `kubernetes/${region}/${name}`,
    fargate: fargateOf(account, recordOf),
    launcher: {
      version: () => targetOf(recordOf()),
      launch: async (pool, imageId) => {
        const { resourcesVpcConfig } = recordOf().description;
        const [instance] = await network.launchInstances({
          count: 1,
          instanceTypes: ['m5.large'],
          subnetIds: resourcesVpcConfig?.subnetIds ?? [],
          groupIds: [resourcesVpcConfig?.clusterSecurityGroupId ?? ''],
          tags: tagsOf(name, pool),
          spot: false,
          ...(imageId !== undefined && { imageId }),
        });
        if (!instance) throw new Error('EC2 answered no instance and no error');
        account.clusterOfInstance.set(instance.instanceId, recordOf());
        const zone = network.subnet(instance.subnetId)?.availabilityZone ?? '';
        const nodeName = instance.privateDnsName ?? instance.instanceId;
        return {
          instanceId: instance.instanceId,
          name: nodeName,
          zone,
          instanceType: instance.instanceType ?? '',
          kubeletVersion: kubeletVersion(
            kubernetesOfImage(imageId === undefined ? undefined : network.imageName(imageId)) ??
              targetOf(recordOf()),
          ),
          osImage: AUTO_NODE_IMAGE,
        };
      },
      terminate: async (instanceId) => {
        account.clusterOfInstance.delete(instanceId);
        await network.terminateInstances([instanceId]);
      },
    },
  });
  kubernetes.store.watch((_change, type) => {
    if (type === NODES) countNodes(account, recordOf());
  });
  return kubernetes;
}

/** Fargate as the cluster's profiles have it; nodes are named after their private address. */
function fargateOf(account: EksAccount, recordOf: () => ClusterRecord): FargateHost {
  const { network, kernel, name: region } = account.region;
  const profileFor = ({ metadata: { namespace = '', labels = {} } }: Pod) =>
    profileOf(recordOf().fargateProfiles.values(), { namespace, labels });
  return {
    selects: (pod) => profileFor(pod) !== undefined,
    newNode: (pod) => {
      const { fargateProfiles, description } = recordOf();
      // A profile that has gone since has left its pods where they were to go.
      const profile = profileFor(pod) ?? [...fargateProfiles.values()][0];
      const [subnetId = ''] = profile?.subnets ?? [];
      const subnet = network.subnet(subnetId);
      const stream = kernel.random(`eks/${region}/fargate-nodes`);
      const address = [1, 2, 3].map(() => stream.integer(0, 254)).join('-');
      return {
        name: `fargate-ip-10-${address}.${region}.compute.internal`,
        zone: subnet?.availabilityZone ?? '',
        kubeletVersion: kubeletVersion(description.version ?? ''),
        osImage: 'Amazon Linux 2023',
      };
    },
  };
}

const tagsOf = (clusterName: string, pool: string) => ({
  [POOL_LABEL]: pool,
  'eks:eks-cluster-name': clusterName,
  [`kubernetes.io/cluster/${clusterName}`]: 'owned',
});

/** Nodes of Karpenter's carry add-ons like any other. */
function countNodes(account: EksAccount, cluster: ClusterRecord): void {
  const nodes = cluster.kubernetes.store.list(NODES);
  const names = new Set(nodes.map(({ metadata }) => metadata.name));
  cluster.autoNodes = cluster.autoNodes.filter((node) => names.has(node.name));
  const known = new Set(cluster.autoNodes.map((node) => node.name));
  const others = nodes.filter(
    ({ metadata }) => metadata.labels?.[POOL_LABEL] !== undefined && !known.has(metadata.name),
  );
  cluster.otherNodes.set('karpenter', { count: others.length, spanId: undefined });
  account.changed(cluster);
}

/** Auto Mode's own pools are as the cluster's compute configuration says. */
export function showAutoMode({ description, kubernetes }: ClusterRecord): void {
  const { computeConfig } = description;
  const isEnabled = computeConfig?.enabled === true;
  kubernetes.setBuiltInPools(isEnabled ? (computeConfig.nodePools ?? []) : [], isEnabled);
}

/** A node that EKS started has registered. */
export function joinKubernetes(
  account: EksAccount,
  cluster: ClusterRecord,
  node: Omit<NodeRecord, 'readySpanId'> & {
    readonly instanceType: string;
    readonly windows: boolean;
    readonly osImage: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
  },
): void {
  account.clusterOfInstance.set(node.instanceId, cluster);
  cluster.kubernetes.nodes.join({
    name: node.name,
    instanceId: node.instanceId,
    zone: account.region.network.subnet(node.subnetId)?.availabilityZone ?? '',
    instanceType: node.instanceType,
    os: node.windows ? 'windows' : 'linux',
    kubeletVersion: kubeletVersion(node.version),
    osImage: node.osImage,
    labels: node.labels,
    taints: node.taints.map(({ key = '', value, effect = '' }) => ({
      key,
      ...(value !== undefined && { value }),
      effect: EFFECTS[effect] ?? effect,
    })),
  });
}

/** Instances end: their nodes go. */
export function leaveKubernetes(account: EksAccount, instanceIds: readonly string[]): void {
  for (const instanceId of instanceIds) {
    account.clusterOfInstance.get(instanceId)?.kubernetes.nodes.lose(instanceId);
    account.clusterOfInstance.delete(instanceId);
  }
}

/** Evicts the pods of nodes, for 15 minutes at most unless told otherwise; false if pods are left then. */
export const drainNodes = (
  account: EksAccount,
  { kubernetes }: ClusterRecord,
  nodes: readonly NodeRecord[],
  timeoutMs = account.settings.nodeUpdateTimeoutMs,
): Promise<boolean> =>
  kubernetes.nodes.drain(
    nodes.map(({ instanceId }) => instanceId),
    { timeoutMs },
  );

const pods = ({ kubernetes }: ClusterRecord, name: string) =>
  kubernetes.store.list(PODS).filter(({ spec }) => spec.nodeName === name);

export const podCount = (cluster: ClusterRecord, { name }: NodeRecord): number => pods(cluster, name).length;

/**
 * Marks nodes as those that are about to go, so that no pod and no load balancer takes them any more (EKS guide,
 * "Understand each phase of node updates", scale up phase), or takes that back.
 */
export function markLeaving(
  { kubernetes }: ClusterRecord,
  nodes: readonly NodeRecord[],
  isLeaving: boolean,
): void {
  for (const { name } of nodes) {
    const node = kubernetes.store.find(NODES, name);
    if (!node) continue;
    kubernetes.store.edit(NODES, node, 'eks', (draft) => {
      const labels = { ...draft.metadata.labels };
      if (isLeaving) {
        draft.spec.unschedulable = true;
        labels[EXCLUDED] = 'true';
      } else {
        delete draft.spec.unschedulable;
        delete labels[EXCLUDED];
      }
      draft.metadata.labels = labels;
    });
  }
}
