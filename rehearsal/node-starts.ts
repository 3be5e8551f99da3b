import type { OperationRecord } from '../domain/operation/operation.ts';
import type { Span } from '../simulator/kernel/trace.ts';

const IS_NODES = /^ec2\/(windows-)?node-ready$/;

/**
 * How long the nodes of each operation took AWS to start, in seconds: the slowest group's, from its launch until all of
 * its nodes were Ready. By the services' own spans, and not by what a workflow waited for.
 */
export class NodeStarts {
  readonly #byCluster = new Map<string, Span[]>();

  constructor(spans: readonly Span[]) {
    for (const span of spans) {
      if (!IS_NODES.test(span.kind) || span.cluster === undefined) continue;
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
    const own = (this.#byCluster.get(`${cluster.region}/${cluster.name}`) ?? []).flatMap((span) =>
      span.startedAt >= from && span.endedAt !== undefined && span.endedAt <= to
        ? [(span.endedAt - span.startedAt) / 1000]
        : [],
    );
    return own.length === 0 ? undefined : Math.max(...own);
  }
}
