import * as z from 'zod';
import type { EksService } from '../../../simulator/eks/eks.ts';
import { name, writtenStep } from '../step.ts';

const answers = z.strictObject({
  region: name,
  /** True where UpdateClusterVersion refuses an upgrade for upgrade insights. */
  enforcesUpgradeInsights: z.boolean().optional(),
  /** True where an upgrade that AWS made at the end of standard support can be rolled back. */
  rollsBackForcedUpgrades: z.boolean().optional(),
  /** True where UpdateNodegroupVersion goes back to an older Kubernetes version. */
  rollsBackNodegroups: z.boolean().optional(),
  /** True where UpdateNodegroupVersion takes releases that are no longer the newest. */
  takesOldReleases: z.boolean().optional(),
});

/** EKS's answers where its sources conflict, which the seed draws where no step sets them. */
export const eksAnswers = writtenStep(z.strictObject({ eksAnswers: answers }), (step, { world }) => {
  const { region, ...given } = step.eksAnswers;
  const { inCluster } = world.region(region).service('eks') as EksService;
  Object.assign(inCluster.decisions, given);
});
