import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Account } from '../desired/account.ts';
import type { ClusterFacts } from '../desired/cluster-facts.ts';
import type { DescribedSubnet, NetworkFacts } from '../desired/network-facts.ts';
import type { Asleep } from '../scale/memory.ts';

/** What a creation is to reach, as its operation recorded it: the document, and the account it was planned for. */
export interface Target {
  readonly config: ClusterConfig;
  readonly account: Account;
  /** The subnets that the document names. */
  readonly subnets: readonly DescribedSubnet[];
  /** The network, where an earlier step has looked at it. */
  readonly network?: NetworkFacts;
  /** The cluster, likewise, once it is ACTIVE. */
  readonly cluster?: ClusterFacts;
  /** Outputs of stacks among the contents that are complete, likewise, by key. */
  readonly stackOutputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where the cluster sleeps: then its sizes are left alone. */
  readonly asleep?: Asleep;
  /** ISO 8601: changes of before this are not this operation's. */
  readonly startedAt: string;
}
