/** What of a cluster's configuration tells whether its API can be reached at all. */
export interface EndpointAccess {
  readonly resourcesVpcConfig?: { readonly endpointPublicAccess?: boolean | undefined } | undefined;
}

/** Why a function outside of the cluster's VPC cannot reach its API, or nothing where it may. */
export function unreachableBy({ resourcesVpcConfig }: EndpointAccess): string | undefined {
  if (resourcesVpcConfig?.endpointPublicAccess !== false) return undefined;
  return "its endpoint is private, and the fleet's functions run outside of its VPC";
}
