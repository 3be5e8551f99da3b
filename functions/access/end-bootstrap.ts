import { failureOf } from '../../domain/operation/failure.ts';
import { whileHeld } from '../runtime/change.ts';
import { principals } from '../runtime/ports/account/principals.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { accessTasks } from './contracts.ts';

/** EKS shows no entries of clusters that take none, or that are gone: there is nothing of ours then. */
const NO_ENTRIES = new Set(['NotFound', 'InvalidRequest']);

/**
 * Takes the administrator out of a cluster whose operation ended before it could itself. What if this runs twice? The
 * entry is gone. A pause does not keep it: nothing of the cluster's own is changed.
 */
export const handler = task(
  accessTasks.endBootstrap,
  { contents, operations, principals, registry },
  async ({ operation, caught }, ports) => {
    const { name, arn } = operation.cluster;
    const principalArn = ports.principals.bootstrap;
    const left = await ports.contents.read('accessEntry', name, principalArn).catch((error: unknown) => {
      if (error instanceof Error && NO_ENTRIES.has(error.name)) return undefined;
      throw error;
    });
    if (left) {
      const request = { clusterName: name, principalArn };
      await whileHeld(operation, ports.operations, () =>
        ports.contents.change({ operation: 'DeleteAccessEntry', request }, ''),
      );
    }
    if (caught) {
      const says = `the fleet could not be let into the Kubernetes API of ${name}: ${failureOf(caught).reason}. Apply or adopt it again`;
      await whileHeld(operation, ports.operations, () =>
        ports.registry.recordAccess(arn, { is: 'failed', says }),
      );
    }
    return { outcome: 'Ended' as const };
  },
);
