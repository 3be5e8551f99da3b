import type { Behind } from '../failover/catch-up.ts';
import type { Claimed } from '../failover/claim.ts';
import type { Drill } from '../failover/drill/drill.ts';
import type { Readiness } from '../failover/readiness.ts';
import type { Acceptance, Shortage } from '../failover/shortage.ts';
import type { RecordedSizes } from '../failover/sizes.ts';
import type { KeptSlot, Told } from '../failover/votes.ts';

/** The part of a move that a person's word is about; the capacity where nothing is said. */
export type Accepted = 'capacity' | 'data';

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

  /**
   * Writes a slot of an observer in the place of its slot before the last 64. Twice: the second is the first again. `newer`:
   * an invocation that began later has written the slot, and that one stays.
   */
  putSlot(observer: string, slot: KeptSlot): Promise<'written' | 'newer'>;
  /**
   * The slots of a region's observer that are kept, by a strongly consistent read, in any order. With `after`, only those of the
   * eight sequences that follow it.
   */
  slots(observer: string, after?: number): Promise<readonly KeptSlot[]>;
  /** The things that a region's observer has told lately, by a strongly consistent read. */
  told(observer: string): Promise<Told>;
  recordTold(observer: string, told: Told): Promise<void>;
  /** Records of a plan, by strongly consistent reads: the sizes of its primary, and the last look at its readiness. */
  sizes(plan: string): Promise<RecordedSizes | undefined>;
  recordSizes(plan: string, sizes: RecordedSizes): Promise<void>;
  readiness(plan: string): Promise<Readiness | undefined>;
  recordReadiness(plan: string, readiness: Readiness): Promise<void>;
  /** The last drill of a plan. */
  drill(plan: string): Promise<Drill | undefined>;
  recordDrill(plan: string, drill: Drill): Promise<void>;
  /** The last question about a plan's capacity, and the last answer to one; of whichever move, which its epoch tells. */
  shortage(plan: string): Promise<Shortage | undefined>;
  recordShortage(plan: string, shortage: Shortage): Promise<void>;
  acceptance(plan: string, of?: Accepted): Promise<Acceptance | undefined>;
  /** Written where none of a newer move is there; `newer`: one is. */
  accept(plan: string, acceptance: Acceptance, of?: Accepted): Promise<'written' | 'newer'>;
  /** The last word on data that a planned move waits for. */
  behind(plan: string): Promise<Behind | undefined>;
  recordBehind(plan: string, behind: Behind): Promise<void>;
}

/** Guard of the plans of three regions; `table` is its name. */
export type GuardOf = (table: string) => GuardPort;
