import * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { hasSchedules } from '../../domain/fleet/schedules/has-schedules.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { schedulesReconciliationRequested } from '../../events/schedules/reconciliation-requested.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account/account.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

/** A global table's replicas are usually within a second of one another. */
const WAIT_SECONDS = 2;

const clusterFact = z.object({ detail: z.object({ cluster: z.object({ name: z.string() }) }) });

const toRef = ({ name, revision }: StoredFleet) => ({ name, revision });

/** Finds the fleets whose schedules are to be looked at. It changes nothing, so it may run as often as it likes. */
export const handler = task(fleetTasks.findFleets, { account, fleets }, async ({ event, at }, ports) => {
  const { accountId, region } = ports.account;
  const fact = clusterFact.safeParse(event);
  if (fact.success) {
    const found = (await ports.fleets.list()).filter((fleet) => hasSchedules(fleet, region));
    if (found.length === 0) return { outcome: 'Nothing' as const };
    return {
      outcome: 'Found' as const,
      fleets: found.map(toRef),
      cluster: fact.data.detail.cluster.name,
    };
  }
  const read = readRequest(schedulesReconciliationRequested, event, { accountId, at });
  if (read.problems)
    throw new TaskError(
      'InvalidRequest',
      read.problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    );
  const { fleet: name, revision } = read.detail;
  const stored = await ports.fleets.read(name);
  if (!stored || stored.revision < revision)
    return { outcome: 'Waiting' as const, waitSeconds: WAIT_SECONDS };
  return { outcome: 'Found' as const, fleets: [toRef(stored)], cluster: '' };
});
