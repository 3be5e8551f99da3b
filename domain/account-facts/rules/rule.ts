import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Finding } from '../../cluster-config/problem.ts';
import type { Account } from '../../desired/account.ts';
import type { AccountFacts } from '../facts.ts';

/**
 * A finding of a document that does not fit the account, with the parts of the cluster that would be made or changed
 * by it.
 */
export interface FactFinding extends Finding {
  readonly parts: readonly string[];
  /** It may work all the same, or later: it is told, and stops nothing. */
  readonly isWarning?: boolean;
}

export interface Judged {
  readonly config: ClusterConfig;
  readonly facts: AccountFacts;
  readonly account: Account;
  /** The version of a cluster that is there; absent for a new one. */
  readonly clusterVersion?: string;
  /** Reads JSON or YAML; throws where text is neither. */
  readonly readText: (text: string) => unknown;
}

/** Holds a document against AWS's answers. */
export type FactRule = (judged: Judged) => readonly FactFinding[];
