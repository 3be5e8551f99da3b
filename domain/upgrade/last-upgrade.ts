import type { OperationRecord } from '../operation/record.ts';
import type { OperationStore } from '../ports/operations.ts';
import type { LastUpgrade } from './facts.ts';

const isUpgrade = (record: OperationRecord): record is OperationRecord<'upgrade'> =>
  record.kind === 'upgrade' && record.request.action === 'upgrade';

/** The newest operation of the fleet's that was to bring the cluster to a version; undefined where there is none. */
export async function readLastUpgrade(
  clusterArn: string,
  version: string,
  operations: Pick<OperationStore, 'operationsOf' | 'readPlan'>,
): Promise<LastUpgrade | undefined> {
  const newestFirst = (await operations.operationsOf(clusterArn))
    .filter(isUpgrade)
    .sort((left, right) => (left.startedAt < right.startedAt ? 1 : -1));
  for (const { id: operationId, plan: known } of newestFirst) {
    const plan = known ?? (await operations.readPlan('upgrade', { clusterArn, operationId }));
    if (plan?.hops.some(({ movesControlPlane, to }) => movesControlPlane && to === version))
      return { operationId, plan };
  }
  return undefined;
}
