import type { OperationRecord } from '../domain/operation/record.ts';
import type { Span } from '../simulator/kernel/trace.ts';

const IS_PART = /^(eks\/node-group-config-update|ec2\/(windows-)?node-ready)$/;

/**
 * The seconds that AWS took to start the nodes of each operation: from the moment when EKS began to change the first
 * group until the last node was Ready, by the services' own spans. A workflow's waiting is not in it.
 */
export class NodeStarts {
  readonly #byCluster = new Map<string, Span[]>();

  constructor(spans: readonly Span[]) {
    for (const span of spans) {
      if (!IS_PART.test(span.kind) || span.cluster === undefined) continue;
      const key = `${span.region}/${span.cluster}`;
      const known = this.#byCluster.get(key);
      if (known) known.push(span);
      else this.#byCluster.set(key, [span]);
    }
  }

  /** Undefined where none was started within the operation. */
  secondsOf({ cluster, startedAt, endedAt }: OperationRecord): number | undefined {
    if (endedAt === undefined) return undefined;
    const [from, to] = [Date.parse(startedAt), Date.parse(endedAt)];
    const own = (this.#byCluster.get(`${cluster.region}/${cluster.name}`) ?? []).filter(
      (span) => span.startedAt >= from && span.endedAt !== undefined && span.endedAt <= to,
    );
    if (!own.some(({ kind }) => kind.endsWith('node-ready'))) return undefined;
    const ends = own.map(({ endedAt = 0 }) => endedAt);
    return (Math.max(...ends) - Math.min(...own.map(({ startedAt }) => startedAt))) / 1000;
  }
}
