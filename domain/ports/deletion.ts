import type { SeenLoadBalancing } from '../decide/left-load-balancers.ts';
import type { SeenLeftovers } from '../decide/leftovers.ts';
import type { Scope } from '../decide/ownership.ts';

/** One change, as a decider names it. The thing to delete may be gone already: that is no error. */
type Deletion = (change: { readonly operation: string; readonly request: unknown }) => Promise<void>;

/** Both generations of Elastic Load Balancing. */
export interface LoadBalancersPort {
  /** Everything of the region, with tags: which of it is to go is the decider's to say. */
  all(): Promise<SeenLoadBalancing>;
  readonly change: Deletion;
}

/** EC2, as far as Kubernetes leaves things in it. */
export interface LeftoversPort {
  /** Whatever carries a tag that names the cluster, or is in its own VPC; of rules none. */
  find(scope: Scope): Promise<SeenLeftovers>;
  /** The same, with the rules that stand in the way of its security groups. */
  findWithRules(scope: Scope): Promise<SeenLeftovers>;
  /** Ids of the volumes that Kubernetes made for the cluster and that nothing uses. */
  volumes(clusterName: string): Promise<readonly string[]>;
  readonly change: Deletion;
}
