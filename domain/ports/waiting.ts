import type { Waiting, WaitingRef } from '../operation/waiting.ts';

/** States of operations that wait for the end of a pause, in the region's lease table. */
export interface WaitingStore {
  /** Registers a wait, in the place of an earlier one of the same state. */
  put(waiting: Waiting): Promise<void>;
  /** Strongly consistent. */
  read(ref: WaitingRef): Promise<Waiting | undefined>;
  /**
   * All waiting states of the region, without their tokens. One that has begun to wait a moment ago may not be among
   * them yet.
   */
  list(): Promise<readonly WaitingRef[]>;
  /** Takes it away, unless the state waits with another token by now. */
  remove(waiting: Waiting): Promise<void>;
}

/** Ends the wait of a state by its task token. */
export interface TaskTokens {
  /** False where nothing waits with it any more. */
  succeed(token: string): Promise<boolean>;
}
