import type { Account } from '../desired/account.ts';

/** The roles of the fleet that have, or for a moment had, an access entry in clusters; by ARN. */
export interface FleetPrincipals {
  /** Taken by every function that speaks to clusters; in AWS it may do nothing. */
  readonly clusters: string;
  /**
   * The role of the function that makes the fleet's ClusterRole. It is an administrator of a cluster while it does
   * so.
   */
  readonly bootstrap: string;
}

export function fleetPrincipals(
  { partition, accountId }: Pick<Account, 'partition' | 'accountId'>,
  stage: string,
): FleetPrincipals {
  const role = `arn:${partition}:iam::${accountId}:role/eks-fleet/eks-fleet-${stage}`;
  return { clusters: `${role}-clusters`, bootstrap: `${role}-access-ensure-access` };
}

/** Entries of a fleet's own are in no document: they come and go with the level at which it manages a cluster. */
export const isFleetPrincipal = (principalArn: string): boolean =>
  /:role\/eks-fleet\/eks-fleet-[^/]+-(clusters|access-ensure-access)$/i.test(principalArn);
