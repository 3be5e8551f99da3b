import { canonical } from '../decide/compare.ts';
import { digest } from '../desired/digest.ts';
import type { FailoverPlan } from '../policy/failover.ts';

/** A part of a deployment: names of what a plan needs are made of it. */
export interface Deployed {
  readonly stage: string;
  readonly accountId: string;
}

/** The regions of a plan, which are those of its Guard table's replicas. */
export const regionsOf = ({ from, to, witness }: Pick<FailoverPlan, 'from' | 'to' | 'witness'>) =>
  [from.region, to.region, witness].sort();

/** The Guard table of three regions: every plan of the same three shares it. */
export const guardTableOf = ({ stage }: Pick<Deployed, 'stage'>, regions: readonly string[]): string =>
  `eks-fleet-${stage}-guard-${[...regions].sort().join('-')}`;

/** The bucket of a region whose objects health checks read. */
export const wordsBucketOf = ({ stage, accountId }: Deployed, region: string): string =>
  `eks-fleet-${stage}-words-${accountId}-${region}`;

/** The stack of a region's bucket of words. */
export const wordsStackOf = ({ stage }: Pick<Deployed, 'stage'>): string => `eks-fleet-${stage}-words`;

/** The group of the schedules by which a region's plans are watched and prepared; no fleet's group has its name. */
export const failoverGroupOf = ({ stage }: Pick<Deployed, 'stage'>): string => `eks-fleet-${stage}_failover`;

/** The stack of a plan's health checks, in the standby's region. */
export const checksStackOf = ({ stage }: Pick<Deployed, 'stage'>, plan: string): string =>
  `eks-fleet-${stage}-failover-${plan}`;

/** Tells the sides of a plan apart from others: Guard's `primary` and `standby` are theirs alone. */
export const sidesOf = ({ from, to }: Pick<FailoverPlan, 'from' | 'to'>): string =>
  digest(JSON.stringify([from, to].map(({ cluster, region }) => [cluster, region])));

/**
 * Tells a plan of a document from what it says after it was edited: a move that was decided on another one is refused. It
 * begins with the sides: who owns a plan of other sides is another question.
 */
export const generationOf = (plan: FailoverPlan): string => `${sidesOf(plan)}-${digest(canonical(plan))}`;

/** The part of a generation that is of the sides. */
export const sidesIn = (generation: string): string => generation.split('-')[0] ?? '';
