import * as z from 'zod';
import { kubeletVersion } from '../../../simulator/ami-releases.ts';
import type { EksService } from '../../../simulator/eks/eks.ts';
import { name, writtenStep } from '../step.ts';

const nodes = z.strictObject({
  cluster: name,
  region: name,
  /** Names of the nodes, as their kubelets register them. */
  names: z.array(name).min(1),
  /** The Kubernetes minor of their kubelets. */
  kubernetesVersion: name,
  labels: z.record(z.string(), z.string()).default({ 'eks.amazonaws.com/compute-type': 'hybrid' }),
  zone: name.default('on-premises'),
  isReady: z.boolean().default(true),
});

/** Nodes that no service of AWS runs: hybrid ones, by themselves. */
export const foreignNodes = writtenStep(z.strictObject({ foreignNodes: nodes }), (step, { world }) => {
  const { cluster, region, names, kubernetesVersion, labels, zone, isReady } = step.foreignNodes;
  const { inCluster } = world.region(region).service('eks') as EksService;
  for (const node of names) {
    inCluster.joinNode(cluster, {
      name: node,
      instanceId: `mi-${node}`,
      zone,
      instanceType: 'on-premises',
      os: 'linux',
      kubeletVersion: kubeletVersion(kubernetesVersion),
      osImage: 'Ubuntu 24.04 LTS',
      labels,
      taints: [],
      isReady,
    });
  }
});
