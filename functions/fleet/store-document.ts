import { TaskError } from '../../domain/errors.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { readOperation } from '../operation/read-operation.ts';
import { change } from '../runtime/change.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/**
 * Keeps a Fleet document. Regions that it names no more stay on record, so that they are told, too. What if this runs
 * twice? It finds the document that the operation itself has written.
 */
export const handler = task(
  fleetTasks.storeDocument,
  { fleets, operations },
  async ({ operation, at }, ports) => {
    const { id, cluster } = operation;
    const [{ request, requestedBy }, stored, deployed] = await Promise.all([
      readOperation('apply-fleet', operation, ports.operations),
      ports.fleets.read(cluster.name),
      ports.fleets.deployedIn(),
    ]);
    const answer = ({ revision, regions }: StoredFleet) => ({
      outcome: 'Stored' as const,
      revision,
      regions: regions.filter((region) => deployed.includes(region)),
    });
    if (stored?.writtenBy === id) return answer(stored);
    const named = request.do === 'apply' ? request.document.spec.regions : [];
    const next: StoredFleet = {
      name: cluster.name,
      revision: (stored?.revision ?? 0) + 1,
      home: cluster.region,
      ...(request.do === 'apply' ? { document: request.document } : {}),
      regions: [...new Set([...(stored?.regions ?? []), ...named])].sort(),
      writtenBy: id,
      writtenAt: at,
      requestedBy,
    };
    const isWritten = await change(operation, ports.operations, () =>
      ports.fleets.store(next, stored?.revision ?? 0),
    );
    // An earlier attempt whose answer was lost wrote it: the retry finds it.
    if (!isWritten) throw new TaskError('Conflict', `${cluster.name} was written at the same moment`);
    return answer(next);
  },
);
