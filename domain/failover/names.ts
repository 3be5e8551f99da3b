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

/** The stack of a plan's health checks, in the standby's region. */
export const checksStackOf = ({ stage }: Pick<Deployed, 'stage'>, plan: string): string =>
  `eks-fleet-${stage}-failover-${plan}`;

/** Tells a plan of a document from what it says after it was edited: a move that was decided on another one is refused. */
export const generationOf = (plan: FailoverPlan): string => digest(canonical(plan));
