import * as z from 'zod';

/** The sizes of a node group, in numbers of nodes, by EKS's names; Auto Scaling calls `desiredSize` its capacity. */
export const sizes = z.strictObject({
  minSize: z.int().min(0),
  desiredSize: z.int().min(0),
  maxSize: z.int().min(0),
});
export type Sizes = z.output<typeof sizes>;

/**
 * A restore point: sizes that return at a time (ISO 8601), and lie beneath those of an operation that has changed the
 * group since.
 */
export interface RestorePoint {
  readonly until: string;
  readonly sizes: Sizes;
}

export const sameSizes = (left: Sizes, right: Sizes): boolean =>
  left.minSize === right.minSize && left.desiredSize === right.desiredSize && left.maxSize === right.maxSize;

export const sameBounds = (left: Sizes, right: Sizes): boolean =>
  left.minSize === right.minSize && left.maxSize === right.maxSize;

/** The number of nodes that is nearest to this one between the bounds. */
export const withinBounds = (
  nodes: number,
  { minSize, maxSize }: Pick<Sizes, 'minSize' | 'maxSize'>,
): number => Math.min(Math.max(nodes, minSize), maxSize);

/** As a person reads them: `2 of 1-4`. */
export const inWords = ({ minSize, desiredSize, maxSize }: Sizes): string =>
  `${desiredSize} of ${minSize}-${maxSize}`;
