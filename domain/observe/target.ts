import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Account } from '../desired/account.ts';
import type { DescribedSubnet } from '../desired/network/facts.ts';
import type { Asleep } from '../scale/memory/memory.ts';

/** The target of a creation, as its operation recorded it: the document, and the account that it was planned for. */
export interface Target {
  readonly config: ClusterConfig;
  readonly account: Account;
  /** The subnets that the document names. */
  readonly subnets: readonly DescribedSubnet[];
  /** The image that groups with one in their launch template had when the operation was planned, by name. */
  readonly images?: Readonly<Record<string, string>>;
  /** For a cluster that sleeps: its groups' sizes are left alone. */
  readonly asleep?: Asleep;
  /** ISO 8601: changes of before this are not this operation's. */
  readonly startedAt: string;
}
