import type { PlanesSeen } from '../failover/look.ts';
import type { Answer } from '../failover/votes.ts';

/**
 * Data planes of AWS in any region. A refusal is an answer: whoever refuses is there. What does not answer in time fails, and what
 * our own side could not ask is unknown.
 */
export interface DataPlanesPort {
  /** All three of a region, asked side by side. */
  planes(region: string): Promise<PlanesSeen>;
  /** Refusals for want of a right of ours, since this was asked last: they are answers, and mistakes all the same. */
  denials(): readonly string[];
  /** Refusals for want of a right of ours since this was asked last: answers, and mistakes all the same. */
  denials(): readonly string[];
  /** STS of a region alone. */
  sts(region: string): Promise<Answer>;
}
