import type { Unreached } from '../../reach/report.ts';

/** Written by `node scripts/list-unreached.ts`: what so few seeds reach that the next change may leave it out. */
export const SELDOM: readonly Unreached[] = [];
