import type { Unreached } from '../../reach/report.ts';

/** Written by `node scripts/list-unreached.ts`: what the tables do not lead to yet. */
export const NOT_DRAWN_YET: readonly Unreached[] = [];
