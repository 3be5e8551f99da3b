import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import type { Difference } from './differences.ts';

/**
 * Tags and labels that eks-fleet gives to the resources that it makes, and that resources of others need not have.
 */
const OWN_MARKS = /\["(eks-fleet\.dev\/cluster|alpha\.eksctl\.io\/(cluster-name|nodegroup-name))"\]$/;

/** True where a path is the other, or is within it. */
const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

/**
 * The differences that are drift: of a document that a cluster was described into, not those that describing it
 * could not help. Sorted by path, so that the same drift always reads the same.
 */
export function keptDifferences(
  registered: Pick<RegisteredCluster, 'documentIs' | 'notDescribed'>,
  differences: readonly Difference[],
): readonly Difference[] {
  const isDrift = ({ path }: Difference) =>
    registered.documentIs === 'applied' ||
    (!OWN_MARKS.test(path) && !registered.notDescribed.some((one) => isWithin(path, one.path)));
  return differences.filter(isDrift).sort((left, right) => (left.path < right.path ? -1 : 1));
}
