/** The actions that a freeze of a Fleet document can stop. */
export const STOPS = ['apply', 'scale', 'upgrade', 'drill', 'delete'] as const;
export type Stop = (typeof STOPS)[number];
