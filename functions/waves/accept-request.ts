import type * as z from 'zod';
import type { FleetUpgradeRequest } from '../../domain/waves/request.ts';
import { fleetUpgradeRequested } from '../../events/fleet-upgrade/requested.ts';
import { accept } from '../operation/accept.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

type Detail = z.output<(typeof fleetUpgradeRequested)['detail']>;

/** The request without the members that are of every request; that of a start is no wish, and its reason is its own. */
function requestOf(detail: Detail): FleetUpgradeRequest {
  const { version: _version, requestId: _id, requestedBy: _by, fleet: _fleet, ...request } = detail;
  if (request.action !== 'start') return request;
  const { reason: _reason, ...start } = request;
  return start;
}

/** Validates a FleetUpgradeRequested event and claims it. What if this runs twice? See `accept`. */
export const handler = task(
  wavesTasks.acceptRequest,
  { account, fleets, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'upgrade-fleet',
      event: fleetUpgradeRequested,
      ask: (detail) => ({ name: detail.fleet, request: requestOf(detail) }),
    }),
);
