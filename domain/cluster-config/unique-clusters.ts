import type { ClusterConfig } from './config.ts';
import { type Problem, toProblem } from './problem.ts';

/** Documents that name the same cluster: a name stands once in a region. */
export function duplicateClusters(
  read: readonly { readonly source: string; readonly config: ClusterConfig }[],
): Problem[] {
  const identity = ({ metadata }: ClusterConfig) => `${metadata.name} in ${metadata.region}`;
  return read.flatMap(({ source, config }, index) => {
    const before = read.slice(0, index).find((other) => identity(other.config) === identity(config));
    if (!before) return [];
    const finding = {
      path: 'metadata.name',
      found: config.metadata.name,
      allowed: 'one document a cluster',
      message: `cluster ${identity(config)} is also in ${before.source}`,
      alternative: 'join the two documents, or give one of them another name or region',
    };
    return [toProblem(source, finding)];
  });
}
