/** What EKS lists of a cluster, by what each kind is known by. */
export interface Inventory {
  readonly nodeGroups: readonly string[];
  readonly fargateProfiles: readonly string[];
  readonly addons: readonly string[];
  /** ARNs of principals. */
  readonly accessEntries: readonly string[];
  readonly podIdentityAssociations: readonly {
    readonly namespace: string;
    readonly serviceAccount: string;
    /** The add-on that owns it, where one does. */
    readonly ownerArn?: string;
  }[];
  readonly identityProviders: readonly string[];
  readonly capabilities: readonly string[];
}

export interface InventoryPort {
  list(clusterName: string): Promise<Inventory>;
}
