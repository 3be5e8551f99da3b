import type { ObservedNodegroup } from '../contents/node-group/observed.ts';

/**
 * The nodes that EKS starts beside those of a group while it updates it: "the maximum between double the number of
 * Availability Zones, and maxUnavailable" (EKS guide, "Understand each phase of node updates"). MINIMAL needs none.
 */
export function surgeOf({ subnets, scalingConfig, updateConfig = {} }: ObservedNodegroup): number {
  if (scalingConfig.desiredSize === 0) return 0;
  const { maxUnavailable, maxUnavailablePercentage, updateStrategy } = updateConfig as {
    readonly maxUnavailable?: number;
    readonly maxUnavailablePercentage?: number;
    readonly updateStrategy?: string;
  };
  if (updateStrategy === 'MINIMAL') return 0;
  const share = Math.ceil(((maxUnavailablePercentage ?? 0) * scalingConfig.desiredSize) / 100);
  return Math.max(2 * subnets.length, maxUnavailable ?? Math.max(1, share));
}
