import * as z from 'zod';
import type { ClusterConfig } from '../cluster-config/config.ts';
import type { CreationPlan } from '../create/plan.ts';
import type { RequestProblem } from '../operation/request.ts';
import type { ClusterRef } from '../operation/subject.ts';
import { LEVELS, type Level } from './level.ts';

/** Something of a cluster that its document does not say, and why. */
export const notDescribed = z.strictObject({ path: z.string(), reason: z.string() });
export type NotDescribed = z.infer<typeof notDescribed>;

/** A cluster as the fleet knows it, kept by the cluster's own region. Times are ISO 8601. */
export interface RegisteredCluster {
  readonly cluster: ClusterRef;
  readonly level: Level;
  readonly origin: 'created' | 'adopted';
  /** Since when the fleet has it. */
  readonly since: string;
  /** The document as it was last applied, or as the cluster was described into it. */
  readonly config: ClusterConfig;
  readonly documentIs: 'applied' | 'described';
  /** The operation that wrote this, its document or its level. */
  readonly writtenBy: string;
  readonly writtenAt: string;
  /** The zones, instance types and given subnets that the document was applied or described in. */
  readonly observed: Pick<CreationPlan, 'availabilityZones' | 'instanceTypes' | 'subnets'>;
  readonly notDescribed: readonly NotDescribed[];
  /** The digest of the differences that were last published; absent where there were none. */
  readonly publishedDrift?: string;
}

/** The command by which the fleet forgets a cluster. */
export const releaseOf = ({ name, region }: Pick<ClusterRef, 'name' | 'region'>): string =>
  `eks-fleet release ${name} --region ${region}`;

/**
 * The reason why a cluster's level does not allow a change, or undefined. A cluster that the fleet does not have has
 * no level.
 */
export function levelProblem(
  registered: Pick<RegisteredCluster, 'cluster' | 'level'> | undefined,
  needed: Level,
): RequestProblem | undefined {
  if (!registered || LEVELS.indexOf(registered.level) >= LEVELS.indexOf(needed)) return undefined;
  const { name, region } = registered.cluster;
  const raise = `eks-fleet adopt ${name} --region ${region} --level ${needed}`;
  // Nobody has asked EKS yet: the cluster may have gone by somebody's hand, and then it can be adopted no more.
  const forget = `if there is no such cluster any more: ${releaseOf(registered.cluster)}`;
  const message = `${name} in ${region} is managed at level ${registered.level}, and this needs ${needed}: ${raise}; ${forget}`;
  return { path: '', message };
}
