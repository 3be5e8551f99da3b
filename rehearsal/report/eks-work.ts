import type { Span } from '../../simulator/kernel/trace.ts';
import type { EksWork } from '../simulation-spec.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The work of EKS's own in a trace, in the order of its beginnings. */
export const workOfEks = (spans: readonly Span[]): readonly EksWork[] =>
  spans.flatMap(({ kind, region, cluster, id, startedAt, endedAt }) =>
    kind.startsWith('eks/') && cluster !== undefined
      ? [
          {
            ...{ kind, region, cluster, id, startedAt: iso(startedAt) },
            ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }),
          },
        ]
      : [],
  );
