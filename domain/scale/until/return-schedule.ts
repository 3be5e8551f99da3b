import type { OperationRef } from '../../operation/operation.ts';
import type { Schedule } from '../../ports/schedules.ts';

/** The group of the schedules that end an `until`; no fleet's group has its name, since fleets' are DNS labels. */
export const returnGroup = (stage: string): string => `eks-fleet-${stage}_until`;

/** The id of the request that ends an operation's `until`. */
export const returnRequestId = (operationId: string): string => `until/${operationId}`;

/** The schedule that ends an operation's `until` (ISO 8601): once, and then it is gone. */
export function returnSchedule({ id, cluster }: OperationRef, until: string, stage: string): Schedule {
  const time = new Date(until).toISOString().slice(0, 19);
  return {
    group: returnGroup(stage),
    name: id,
    description: `brings back the sizes of ${cluster.name} from before operation ${id}`,
    expression: `at(${time})`,
    timeZone: 'UTC',
    flexibleMinutes: 0,
    deletesItself: true,
    event: {
      detailType: 'ClusterScaleRequested',
      detail: {
        version: '1',
        requestId: returnRequestId(id),
        requestedBy: `the end of operation ${id}`,
        cluster: cluster.name,
        action: 'return',
        operationId: id,
      },
    },
  };
}
