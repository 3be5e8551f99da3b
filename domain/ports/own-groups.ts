/** An image that instances start from. */
export interface OwnImage {
  readonly id: string;
  /** Absent where it is gone, or not to be seen. */
  readonly name?: string;
  /** The account that owns it; absent as its name is. */
  readonly owner?: string;
}

/** A group of self-managed nodes of a cluster, as an upgrade is planned by it. */
export interface OwnGroup {
  /** The Auto Scaling group's. */
  readonly name: string;
  /** As documents name it. */
  readonly nodeGroup: string;
  /** The fleet has made it, by its tag. */
  readonly isOfFleet: boolean;
  readonly maxSize: number;
  /** Ids of its instances, by which its nodes are known. */
  readonly instances: readonly string[];
  /** Absent where its instances start from something else. */
  readonly template?: {
    readonly id: string;
    /** The version that instances start from by now, and the newest that there is. */
    readonly version: number;
    readonly latest: number;
    readonly image: OwnImage;
    /** ARNs of the roles that its instances get. */
    readonly roles: readonly string[];
  };
}

/** Groups of self-managed nodes, before an upgrade. */
export interface OwnGroupsPort {
  groups(clusterName: string): Promise<readonly OwnGroup[]>;
  /** The newest image of an account by its name, in which a `*` stands for anything; undefined where there is none. */
  newestImage(owner: string, name: string): Promise<string | undefined>;
}
