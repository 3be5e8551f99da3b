import type { AccountFacts } from '../account-facts/facts.ts';
import type { FactsWanted } from '../account-facts/wanted.ts';

/** Everything of an account and a region that can be asked before a change. It changes nothing. */
export interface AccountFactsPort {
  /** An action that is denied is told as such in the answer; other errors are thrown. */
  read(wanted: FactsWanted): Promise<AccountFacts>;
}
