import { deletionProtectionAnnotation } from '../cluster-config/annotations.ts';
import type { RequestProblem } from '../operation/request.ts';
import type { ClusterRef } from '../operation/subject.ts';
import { releaseOf } from '../registry/registered-cluster.ts';

/** Facts about a cluster that is to be deleted. */
export interface DeletionFacts {
  readonly cluster: ClusterRef;
  /** Undefined where EKS knows no such cluster. */
  readonly observed:
    | { readonly deletionProtection?: boolean; readonly tags?: Readonly<Record<string, string>> }
    | undefined;
  /** True where stacks carry our tag of the cluster. */
  readonly hasStacks: boolean;
  /**
   * True where an operation of ours that went about creating it is on record. Asked where neither the cluster nor its
   * stacks are there.
   */
  readonly wasCreated: boolean;
  /** True where the fleet has it: a request is only accepted for a cluster that is managed at `all`. */
  readonly isRegistered: boolean;
  /** Ids of instances of others in the VPC that would go with it. */
  readonly guestInstances: readonly string[];
}

/**
 * The reason why a cluster is not deleted, or undefined. Only a cluster that eks-fleet made, or was given to manage
 * at `all`, is deleted; never one that is protected, or in whose network there are instances of others.
 */
export function decideDeletionRequest(facts: DeletionFacts): RequestProblem | undefined {
  const { cluster, observed, hasStacks, wasCreated, isRegistered, guestInstances } = facts;
  const refuse = (message: string): RequestProblem => ({ path: 'detail.cluster', message });
  if (guestInstances.length > 0)
    return refuse(
      `the VPC of ${cluster.name} in ${cluster.region} would go with it, and instances of others run there: ${guestInstances.join(', ')}; move or terminate them first`,
    );
  if (observed) {
    const isOurs = hasStacks || isRegistered || observed.tags?.['eks-fleet.dev/cluster'] === cluster.name;
    if (!isOurs)
      return refuse(
        `${cluster.name} in ${cluster.region} was not made by eks-fleet; delete it with the tool that made it, or take it in at level all: eks-fleet adopt ${cluster.name} --region ${cluster.region}, then the same with --level all`,
      );
    if (observed.deletionProtection)
      return refuse(
        `${cluster.name} in ${cluster.region} has deletion protection; set metadata.annotations[${deletionProtectionAnnotation}] to "false" in its document and apply that, then delete it`,
      );
    return undefined;
  }
  // A deletion that failed after the cluster was gone goes on with the rest that is left.
  if (hasStacks || wasCreated) return undefined;
  if (isRegistered)
    return refuse(
      `there is no cluster ${cluster.name} in ${cluster.region} any more, and nothing that eks-fleet made for it; for the fleet to forget it: ${releaseOf(cluster)}`,
    );
  return refuse(
    `there is no cluster ${cluster.name} in ${cluster.region}, and eks-fleet never made one of that name; look for its name and region with \`eks-fleet get clusters\``,
  );
}
