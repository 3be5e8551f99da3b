import { deletionProtectionAnnotation } from '../cluster-config/annotations.ts';
import type { ClusterRef } from '../operation/operation.ts';
import type { RequestProblem } from '../operation/request.ts';

/** What is known of a cluster that is to be deleted. */
export interface DeletionFacts {
  readonly cluster: ClusterRef;
  /** Undefined where EKS knows no such cluster. */
  readonly observed:
    | { readonly deletionProtection?: boolean; readonly tags?: Readonly<Record<string, string>> }
    | undefined;
  /** Whether stacks carry our tag of the cluster. */
  readonly hasStacks: boolean;
  /** Whether an operation of ours is on record that went about creating it. */
  readonly wasCreated: boolean;
}

/** Why a cluster is not deleted, or nothing. Only what eks-fleet made is deleted, and nothing that is protected. */
export function decideDeletionRequest(facts: DeletionFacts): RequestProblem | undefined {
  const { cluster, observed, hasStacks, wasCreated } = facts;
  const refuse = (message: string): RequestProblem => ({ path: 'detail.cluster', message });
  if (observed) {
    const isOurs = hasStacks || observed.tags?.['eks-fleet.dev/cluster'] === cluster.name;
    if (!isOurs)
      return refuse(
        `${cluster.name} in ${cluster.region} was not made by eks-fleet; delete it with the tool that made it`,
      );
    if (observed.deletionProtection)
      return refuse(
        `${cluster.name} in ${cluster.region} has deletion protection; set metadata.annotations[${deletionProtectionAnnotation}] to "false" in its document and apply that, then delete it`,
      );
    return undefined;
  }
  // A deletion that failed after the cluster was gone is gone on with from what else is left.
  if (hasStacks || wasCreated) return undefined;
  return refuse(
    `there is no cluster ${cluster.name} in ${cluster.region}, and eks-fleet never made one of that name; look for its name and region with \`eks-fleet get clusters\``,
  );
}
