import type { Span } from '../../simulator/kernel/trace.ts';

/** A span of AWS's own work, in seconds of virtual time; the spans that it depends on are in the same set. */
export interface PathSpan {
  readonly id: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Without these AWS could not have begun or ended it. */
  readonly requires: readonly string[];
  /** A part of a larger operation of AWS's begins when that operation comes to it. */
  readonly within?: string | undefined;
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

/**
 * The least time in which AWS could have done all of the spans, without any waiting of a workflow's: the latest of
 * their earliest ends. A span's earliest start is the earliest end of the spans that it requires and that ended
 * before it began. A required span that ended while the span ran counts for its end instead, so that the span's
 * waiting is not counted twice.
 */
export function criticalPathSeconds(spans: readonly PathSpan[]): number {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const known = new Map<string, Bounds>();
  const boundsOf = (id: string): Bounds => {
    const span = byId.get(id);
    if (!span) return { start: 0, end: 0 };
    const before = known.get(id);
    if (before) return before;
    known.set(id, { start: 0, end: 0 }); // Against a cycle, which AWS has none of.
    const required = span.requires.flatMap((other) => byId.get(other) ?? []);
    const isFirst = ({ endSeconds }: PathSpan): boolean => endSeconds <= span.startSeconds;
    const parent = span.within === undefined ? undefined : byId.get(span.within);
    const start = Math.max(
      0,
      ...required.filter(isFirst).map((other) => boundsOf(other.id).end),
      parent ? boundsOf(parent.id).start + (span.startSeconds - parent.startSeconds) : 0,
    );
    const meanwhile = required.filter((other) => !isFirst(other));
    const end =
      meanwhile.length === 0
        ? start + (span.endSeconds - span.startSeconds)
        : Math.max(
            start,
            ...meanwhile.map(
              (other) => boundsOf(other.id).end + Math.max(0, span.endSeconds - other.endSeconds),
            ),
          );
    const bounds = { start, end };
    known.set(id, bounds);
    return bounds;
  };
  return Math.max(0, ...spans.map(({ id }) => boundsOf(id).end));
}

const CONTROL_PLANE = 'eks/control-plane-create';
/** EKS does this unasked, and nothing of a creation needs it. */
const UNASKED = 'eks/internal-update';
const stackName = ({ id }: Span): string | undefined => /:stack\/([^/]+)\//.exec(id)?.[1];

/**
 * The spans of one cluster in a region that ended by `untilMs`. Spans of CloudFormation and Auto Scaling do not name
 * a cluster: the stack's name tells it. A control plane requires the stacks that make its subnets and its role. All
 * other stacks require the control plane (its endpoint, its security group, its issuer). Nodes of a group start when
 * its stack comes to them.
 */
export function spansOfCluster(
  spans: readonly Span[],
  {
    region,
    cluster,
    untilMs,
  }: { readonly region: string; readonly cluster: string; readonly untilMs: number },
): readonly PathSpan[] {
  const prefix = `eks-fleet-${cluster}-`;
  const foundation = [`${prefix}network`, `${prefix}roles`];
  const own = spans.filter(
    (span) =>
      span.region === region &&
      span.kind !== UNASKED &&
      span.endedAt !== undefined &&
      span.endedAt <= untilMs &&
      (span.cluster === cluster || stackName(span)?.startsWith(prefix)),
  );
  const stacks = own.filter((span) => stackName(span) !== undefined);
  const isFoundation = (span: Span): boolean => foundation.includes(stackName(span) ?? '');
  const base = stacks.filter(isFoundation).map(({ id }) => id);
  const controlPlane = own.filter(({ kind }) => kind === CONTROL_PLANE).map(({ id }) => id);
  const beyond = (span: Span): readonly string[] => {
    if (span.kind === CONTROL_PLANE) return base;
    return stackName(span) !== undefined && !isFoundation(span) ? controlPlane : [];
  };
  return own.map((span) => ({
    id: span.id,
    startSeconds: span.startedAt / 1000,
    endSeconds: (span.endedAt as number) / 1000,
    requires: [...span.requires, ...beyond(span)],
    within: stacks.find((stack) => span.id.includes(`autoScalingGroupName/${stackName(stack)}-`))?.id,
  }));
}
