import * as z from 'zod';
import type { EksService } from '../../../simulator/eks/eks.ts';
import { name, writtenStep } from '../step.ts';

const finding = z.strictObject({
  cluster: name,
  region: name,
  id: name,
  name,
  category: z
    .enum(['UPGRADE_READINESS', 'ROLLBACK_READINESS', 'MISCONFIGURATION'])
    .default('UPGRADE_READINESS'),
  kubernetesVersion: name,
  /** Absent where the finding goes. */
  status: z.enum(['PASSING', 'WARNING', 'ERROR', 'UNKNOWN']).optional(),
  reason: z.string().default(''),
});

/** A finding of EKS's that follows from nothing simulated, beside those that it draws from the cluster. */
export const insight = writtenStep(z.strictObject({ insight: finding }), ({ insight: given }, { world }) => {
  const { cluster, region, status, reason, ...shown } = given;
  const { inCluster } = world.region(region).service('eks') as EksService;
  inCluster.setInsight(cluster, { ...shown, ...(status && { insightStatus: { status, reason } }) });
});
