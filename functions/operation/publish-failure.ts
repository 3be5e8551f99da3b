import { TaskError } from '../../domain/errors.ts';
import { toFleetRef } from '../../domain/fleet/fleet-ref.ts';
import type { OperationKind } from '../../domain/operation/operation.ts';
import { clusterAdoptionFailed } from '../../events/cluster/adoption-failed.ts';
import { clusterCreationFailed } from '../../events/cluster/creation-failed.ts';
import { clusterDeletionFailed } from '../../events/cluster/deletion-failed.ts';
import { clusterReleaseFailed } from '../../events/cluster/release-failed.ts';
import { clusterScaleFailed } from '../../events/cluster/scale-failed.ts';
import { eventOf } from '../../events/event.ts';
import { fleetApplicationFailed } from '../../events/fleet/application-failed.ts';
import { facts } from '../runtime/ports/facts.ts';
import { task } from '../runtime/task.ts';
import { publishFailure } from './publish-failure.contract.ts';

const FAILURES: Partial<Record<OperationKind, typeof clusterCreationFailed>> = {
  release: clusterReleaseFailed,
  adopt: clusterAdoptionFailed,
  create: clusterCreationFailed,
  scale: clusterScaleFailed,
  delete: clusterDeletionFailed,
};

/** Tells the fleet which step of an operation failed, and why. */
export const handler = task(publishFailure, { facts }, async ({ operation, failure }, ports) => {
  const { id: operationId, cluster, kind } = operation;
  if (kind === 'apply-fleet') {
    const fleet = toFleetRef(cluster);
    await ports.facts.publish(
      eventOf(fleetApplicationFailed, { version: '1', operationId, fleet, ...failure }),
    );
    return { outcome: 'Published' as const };
  }
  const definition = FAILURES[kind];
  if (!definition) throw new TaskError('Unexpected', `no fact says that ${kind} failed`);
  await ports.facts.publish(eventOf(definition, { version: '1', operationId, cluster, ...failure }));
  return { outcome: 'Published' as const };
});
