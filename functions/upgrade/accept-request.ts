import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { FleetUpgradesPort } from '../../domain/ports/fleet-upgrades.ts';
import { signedText } from '../../domain/proof/signed-text.ts';
import { upgradeProblem } from '../../domain/upgrade/acceptance.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { askedChild } from '../../domain/waves/child-request.ts';
import { keyOf } from '../../domain/waves/record.ts';
import { clusterUpgradeRequested } from '../../events/cluster/upgrade-requested.ts';
import { accept } from '../operation/accept.ts';
import type { Arrival } from '../operation/acceptable.ts';
import { account } from '../runtime/ports/account/account.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { fleetUpgrades } from '../runtime/ports/state/fleet-upgrades.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';

type Detail = z.output<(typeof clusterUpgradeRequested)['detail']>;

/** The request without the members that are of every request. */
function requestOf(detail: Detail): UpgradeRequest {
  const {
    version: _version,
    requestId: _id,
    requestedBy: _by,
    reason: _reason,
    cluster: _cluster,
    parent: _parent,
    ...request
  } = detail;
  return request;
}

/** The problem of a foreign parent: what became of a cluster is read by it, so that nobody else may name a fleet's upgrade. */
const foreignParent = (parent: string): RequestProblem => ({
  path: 'detail.parent',
  message: `found ${parent}, whose record does not ask for this now, allowed none: only the upgrade of a fleet names itself`,
});

/** A request that arrives so late would find the record that calls for it in this region's replica; for another one some tries are made. */
const REPLICATED_MS = 60_000;

/**
 * True of what the upgrade of a fleet asks for at this moment, by its record and member for member: who puts the same by hand
 * asks for nothing else, and it has one id.
 */
async function isOwnChild(
  detail: Detail,
  { region, at, event }: Arrival,
  { fleetUpgrades }: { readonly fleetUpgrades: Pick<FleetUpgradesPort, 'read'> },
): Promise<boolean> {
  const [id = ''] = detail.parent?.split('/') ?? [];
  if (id === '') return false;
  const upgrade = await fleetUpgrades.read(id);
  const asked = upgrade && askedChild(upgrade, keyOf({ region, name: detail.cluster }), detail.cluster, at);
  if (asked) {
    const own = clusterUpgradeRequested.detail.parse({ version: '1', ...asked });
    return (
      signedText({ stage: '', detailType: '', detail: own }) ===
      signedText({ stage: '', detailType: '', detail })
    );
  }
  if (Date.parse(at) - Date.parse(event.time) > REPLICATED_MS) return false;
  throw new TaskError(
    'ServiceUnavailable',
    `${region} knows of no fleet upgrade ${id} that asks for this, and where there is one it soon does`,
  );
}

/** Validates a ClusterUpgradeRequested event and claims it. What if this runs twice? See `accept`. */
export const handler = task(
  upgradeTasks.acceptRequest,
  { account, fleets, fleetUpgrades, identities, leases, operations, records },
  (input, ports) =>
    accept(input, ports, {
      kind: 'upgrade',
      event: clusterUpgradeRequested,
      ask: (detail) => ({ name: detail.cluster, request: requestOf(detail), parent: detail.parent }),
      records: ['pause', 'registered'],
      isOwn: (detail, _seen, arrival) => isOwnChild(detail, arrival, ports),
      unlessOwn: ({ parent }) => (parent === undefined ? undefined : foreignParent(parent)),
      decide: (detail, { registered }, { region, at }) => {
        const problem = upgradeProblem(requestOf(detail), {
          cluster: detail.cluster,
          region,
          registered,
          at,
        });
        return problem && ({ do: 'refuse', problem } as const);
      },
    }),
);
