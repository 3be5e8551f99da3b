import type { Span } from '../simulator/kernel/trace.ts';

/** A span with what it depends on, as far as that is in the same set. */
export interface PathSpan {
  readonly id: string;
  readonly seconds: number;
  readonly requires: readonly string[];
}

/**
 * The longest chain of AWS operations, each of which could not begin before the former had ended: the least
 * time that the whole can take, whatever a workflow does. Spans that never ended count for nothing.
 */
export function criticalPathSeconds(spans: readonly PathSpan[]): number {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const known = new Map<string, number>();
  const lengthOf = (id: string): number => {
    const span = byId.get(id);
    if (!span) return 0;
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, span.seconds); // Against a cycle, which AWS has none of.
    const length = span.seconds + Math.max(0, ...span.requires.map(lengthOf));
    known.set(id, length);
    return length;
  };
  return Math.max(0, ...spans.map(({ id }) => lengthOf(id)));
}

/**
 * The spans of one cluster in a region. CloudFormation does not know clusters: its spans are told by the
 * stack's name, and a control plane cannot begin before the stacks that make its subnets and its role.
 */
export function spansOfCluster(spans: readonly Span[], region: string, cluster: string): readonly PathSpan[] {
  const prefix = `eks-fleet-${cluster}-`;
  const stackName = ({ id }: Span): string | undefined => /:stack\/([^/]+)\//.exec(id)?.[1];
  const isFoundation = (span: Span): boolean =>
    ['network', 'roles'].some((part) => stackName(span) === `${prefix}${part}`);
  const own = spans.filter(
    (span) =>
      span.region === region &&
      span.endedAt !== undefined &&
      (span.cluster === cluster || stackName(span)?.startsWith(prefix)),
  );
  const foundation = own.filter(isFoundation).map(({ id }) => id);
  return own.map((span) => ({
    id: span.id,
    seconds: ((span.endedAt as number) - span.startedAt) / 1000,
    requires: span.kind === 'eks/control-plane-create' ? [...span.requires, ...foundation] : span.requires,
  }));
}
