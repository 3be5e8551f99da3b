/** That something else comes first: any one of `keys`, begun or complete. */
export interface Need {
  readonly keys: readonly string[];
  readonly until: 'started' | 'ready';
}

export interface ContentBase {
  /** Unique in the cluster: `nodeGroup/web`, `addon/coredns`. */
  readonly key: string;
  readonly needs: readonly Need[];
}
