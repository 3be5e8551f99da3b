/** A managed node group as EKS describes it, as far as both sides of a plan are held against one another. */
export interface SideGroup {
  readonly name: string;
  /** Empty where a launch template says the type. */
  readonly instanceTypes: readonly string[];
  readonly subnets: readonly string[];
  readonly isSpot: boolean;
  readonly desiredSize: number;
  readonly maxSize: number;
}

/** The contents of a cluster that is a side of a failover plan. */
export interface SideContents {
  /** Versions of add-ons, by name. */
  readonly addons: Readonly<Record<string, string>>;
  readonly groups: readonly SideGroup[];
  /** Principals that have access entries. */
  readonly principals: readonly string[];
}

/** EKS of one region, read alone. Every method may throw `Throttled`, `ServiceUnavailable` or `AccessDenied`. */
export interface SidePort {
  /** Undefined where there is no such cluster. */
  contents(cluster: string): Promise<SideContents | undefined>;
  groups(cluster: string): Promise<readonly SideGroup[] | undefined>;
  /** Those of the principals that are people or programs, and no nodes of the cluster itself. */
  people(cluster: string, principals: readonly string[]): Promise<readonly string[]>;
}

export type SideOf = (region: string) => SidePort;
