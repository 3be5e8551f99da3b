import * as z from 'zod';

/**
 * The levels: how far eks-fleet may go with a cluster. Each level allows everything that those before it do (ADR 6).
 */
export const LEVELS = ['observe', 'scale', 'upgrade', 'all'] as const;
export type Level = (typeof LEVELS)[number];
export const level = z.enum(LEVELS);

/** True where the fleet speaks to the Kubernetes API of clusters that it manages at this level (ADR 11). */
export const speaksAt = (given: Level): boolean => LEVELS.indexOf(given) >= LEVELS.indexOf('scale');
