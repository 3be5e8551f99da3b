import * as z from 'zod';

/** How far eks-fleet may go with a cluster; each level allows what comes before it (ADR 6). */
export const LEVELS = ['observe', 'scale', 'upgrade', 'all'] as const;
export type Level = (typeof LEVELS)[number];
export const level = z.enum(LEVELS);

/** Whether the fleet speaks to the Kubernetes API of clusters that it manages at this level (ADR 11). */
export const speaksAt = (given: Level): boolean => LEVELS.indexOf(given) >= LEVELS.indexOf('scale');
