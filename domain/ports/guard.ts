import type { Claimed } from '../failover/claim.ts';

/** Guard: the items of failover plans, in a table whose replicas agree before they answer. */
export interface GuardPort {
  /**
   * The item of a plan by a strongly consistent read; undefined where none was written. Throws `ServiceUnavailable` where a
   * majority of the replicas cannot be asked: nobody knows then who owns the plan.
   */
  read(plan: string): Promise<Claimed | undefined>;
  /**
   * Writes an item where the one that was read (undefined: none) is still there. `written` also where a try before this one had
   * written it, and its answer was lost; `changed`: somebody else was first. Throws where it cannot be told which.
   */
  write(item: Claimed, held: Claimed | undefined): Promise<'written' | 'changed'>;
}
