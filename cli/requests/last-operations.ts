import type { OperationSummary } from '../../aws/dynamodb/operation-history.ts';
import { sideBySide } from '../side-by-side.ts';

/** Clusters whose own operations are read at once. */
const AT_ONCE = 20;
/** So many of the newest operations of all clusters are looked through: one or two pages. */
const LOOKED_THROUGH = 2000;

/** The two ways to read operations: of all clusters, newest first, or of one cluster in any order. */
export interface OperationsOnRecord {
  readonly byTime: () => AsyncIterable<OperationSummary>;
  readonly ofCluster: (arn: string) => Promise<readonly OperationSummary[]>;
}

const newer = (one: OperationSummary | undefined, other: OperationSummary): OperationSummary =>
  one === undefined || one.startedAt < other.startedAt ? other : one;

/**
 * The last operation of each of these clusters (ARNs) that has any. Most are among the newest operations. A cluster
 * that was not changed for long, or never, is looked up by itself, and not by reading all operations since.
 */
export async function lastOperations(
  arns: readonly string[],
  { byTime, ofCluster }: OperationsOnRecord,
): Promise<readonly OperationSummary[]> {
  const wanted = new Set(arns);
  const last: OperationSummary[] = [];
  if (wanted.size === 0) return last;
  let looks = 0;
  for await (const operation of byTime()) {
    if (wanted.delete(operation.cluster.arn)) last.push(operation);
    if (wanted.size === 0 || ++looks >= LOOKED_THROUGH) break;
  }
  const others = await sideBySide([...wanted], AT_ONCE, ofCluster);
  const newest = others.map((all) =>
    all.reduce<OperationSummary | undefined>((one, other) => newer(one, other), undefined),
  );
  return [...last, ...newest.flatMap((one) => one ?? [])];
}
