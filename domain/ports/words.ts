import type { Word } from '../failover/word.ts';

/** An object that health checks read, as it was found. */
export interface HeldWord {
  /** Undefined: what the object says is none of ours. */
  readonly word?: Word;
  /** The version that was read: a word is said over it, and over no other. */
  readonly version: string;
}

/** The words of plans: objects in the buckets of two regions, which Route 53's checkers read. */
export interface WordsPort {
  /** The word of a plan in a region; undefined where none was said yet. Throws `NotFound` where its bucket is not there. */
  read(region: string, plan: string): Promise<HeldWord | undefined>;
  /**
   * Says a word over the one that was read (undefined: none). `said` also where a try before this one had said it, and its
   * answer was lost; `changed`: somebody else was first. Throws where it cannot be told which. `allowed` looks right before each
   * try whether who says it still may, and then lets it go on.
   */
  say(
    region: string,
    plan: string,
    word: Word,
    over: HeldWord | undefined,
    allowed?: <T>(tried: () => Promise<T>) => Promise<T>,
  ): Promise<'said' | 'changed'>;
  /** Takes a plan's object away, when the plan is gone; twice is once. */
  remove(region: string, plan: string): Promise<void>;
  /** True where a region's bucket has no word of any plan; one that is not there has none. */
  isEmpty(region: string): Promise<boolean>;
}
