/** A drawn Fleet document: every seed's clusters have the tag that it selects. */
export const FLEET = 'drawn';
export const OTHER_FLEET = 'other';
export const FLEET_TAGS = { env: 'dev' };
