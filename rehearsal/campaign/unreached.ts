import type { Unreached } from '../reach/report.ts';

/** What no seed of a campaign need reach, and why; a row that is reached is told, so that it can go. */
export const UNREACHED: readonly Unreached[] = [];
