/** A value at a leaf of an event. */
export type LeafValue = string | number | boolean | null;
