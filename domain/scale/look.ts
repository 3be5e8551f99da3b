import { TaskError } from '../errors.ts';
import type { RequestProblem } from '../operation/request.ts';
import type { DescribedCluster, EksPort } from '../ports/eks.ts';
import type { NodeGroupsPort } from '../ports/node-groups.ts';
import type { Records } from '../ports/records.ts';
import { asWritten } from './groups/document.ts';
import type { SeenProvisioning } from './inside/inside.ts';
import { controlPlaneCost } from './outcome/savings.ts';
import type { SeenForScaling } from './seen.ts';

/** The ports of a look at a cluster, and the readers of earlier operations' records. */
export interface LookPorts {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly nodeGroups: Pick<NodeGroupsPort, 'groups' | 'hasFargateProfiles'>;
  readonly provisioning: (cluster: DescribedCluster) => Promise<SeenProvisioning>;
  readonly ended: () => Promise<SeenForScaling['ended']>;
  /** The plans of the operations beneath, for the groups that are seen. */
  readonly last: (
    seen: Pick<SeenForScaling, 'groups' | 'ended' | 'left' | 'memory'>,
  ) => Promise<SeenForScaling['last']>;
}

/** Everything that a scaling is decided on; undefined where EKS has no such cluster, or it is not up. It changes nothing. */
export async function lookForScaling(
  about: Pick<SeenForScaling, 'clusterName' | 'operationId' | 'at' | 'elapsedSeconds'>,
  { registered, memory, left }: Pick<Records, 'registered' | 'memory' | 'left'>,
  ports: LookPorts,
): Promise<SeenForScaling | undefined> {
  const { clusterName: name, at } = about;
  const described = await ports.eks.describeCluster(name);
  if (described?.status !== 'ACTIVE' && described?.status !== 'UPDATING') return undefined;
  const [groups, ended] = await Promise.all([ports.nodeGroups.groups(name), ports.ended()]);
  if (!registered) throw new TaskError('Unexpected', `the fleet has no cluster ${name} any more`);
  const { config } = registered;
  return {
    ...about,
    groups: groups.map((group) => asWritten(group, config)),
    config,
    memory,
    left,
    last: await ports.last({ groups, ended, left, memory }),
    // Fargate profiles are told only where there are no groups.
    hasFargateProfiles: groups.length === 0 && (await ports.nodeGroups.hasFargateProfiles(name)),
    provisioning: await ports.provisioning(described),
    controlPlane: controlPlaneCost(described.version, at.slice(0, 10)),
    ended,
  };
}

/** The refusal where there was nothing to look at. */
export const notUp = (clusterName: string): RequestProblem => ({
  path: 'detail.cluster',
  message: `${clusterName} is not ACTIVE: eks-fleet get clusters ${clusterName}`,
});
