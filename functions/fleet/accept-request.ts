import { checkDocument } from '../../domain/fleet/checks/check-document.ts';
import { toRequestProblem } from '../../domain/operation/request.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import type { TopicsPort } from '../../domain/ports/topics.ts';
import { fleetDeletionRequested } from '../../events/fleet/deletion-requested.ts';
import { fleetRequested } from '../../events/fleet/requested.ts';
import { type AcceptPorts, accept } from '../operation/accept.ts';
import { type Arrival, type Asked, type Refused, refused } from '../operation/acceptable.ts';
import { account } from '../runtime/ports/account/account.ts';
import { homeRegion } from '../runtime/ports/account/home-region.ts';
import { identities } from '../runtime/ports/account/identities.ts';
import { topics } from '../runtime/ports/events/topics.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { leases } from '../runtime/ports/state/leases.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

interface Ports extends AcceptPorts {
  readonly fleets: FleetsPort;
  readonly homeRegion: string;
  readonly operations: Pick<OperationStore, 'readClaim' | 'readOperation'>;
  readonly registry: RegistryPort;
  readonly topics: TopicsPort;
}

const isDeletion = (event: unknown): boolean =>
  (event as { 'detail-type'?: unknown } | null)?.['detail-type'] === fleetDeletionRequested.detailType;

async function askedDeletion(
  requestId: string,
  name: string,
  ports: Ports,
): Promise<Asked<'apply-fleet'> | Refused> {
  const [claimed, stored] = await Promise.all([
    ports.operations.readClaim(requestId),
    ports.fleets.read(name),
  ]);
  // The deletion of a document that is gone already is accepted: every region is told again, since a change that was
  // stopped there had nobody else to go on with it.
  if (claimed || stored) return { name, request: { do: 'delete', name } };
  return refused('detail.name', `there is no Fleet document ${name}: look at them with eks-fleet get fleets`);
}

async function askedApplication(
  requestId: string,
  fleet: unknown,
  at: string,
  ports: Ports,
): Promise<Asked<'apply-fleet'> | Refused> {
  // A request that was accepted once is not checked again: the fleet's clusters may have changed meanwhile.
  if (await ports.operations.readClaim(requestId)) {
    const document = fleet as FleetDocument;
    return { name: String(document.metadata?.name), request: { do: 'apply', document } };
  }
  const checked = await checkDocument(
    fleet,
    { homeRegion: ports.homeRegion, at, source: '', account: ports.account.accountId, knowsAll: false },
    ports,
  );
  if (!checked.problems)
    return { name: checked.document.metadata.name, request: { do: 'apply', document: checked.document } };
  const problems = checked.problems.map(toRequestProblem).map(({ path, message }) => ({
    path: ['detail.fleet', path].filter(Boolean).join('.'),
    message,
  }));
  return { problems };
}

/** The regions that a document names, which has been read by then. */
const regionsIn = (document: Readonly<Record<string, unknown>>): readonly string[] =>
  (document as unknown as FleetDocument).spec.regions;

/** Documents are kept by the home region. */
function atHome(
  asked: Asked<'apply-fleet'> | Refused,
  { region }: Arrival,
  { homeRegion: home }: Ports,
): Asked<'apply-fleet'> | Refused {
  if ('problems' in asked || region === home) return asked;
  const message = `this is the bus of ${region}, and Fleet documents are kept by the home region, ${home}; put it on the bus there`;
  return refused('region', message);
}

/**
 * Validates a FleetRequested or FleetDeletionRequested event and claims it. What if this runs twice? See `accept`: a
 * document that this request itself has taken away meanwhile is found claimed before it is missed.
 */
export const handler = task(
  fleetTasks.acceptRequest,
  { account, fleets, homeRegion, identities, leases, operations, records, registry, topics },
  (input, ports) =>
    isDeletion(input.event)
      ? accept(input, ports, {
          kind: 'apply-fleet',
          event: fleetDeletionRequested,
          ask: async ({ requestId, name }, arrival) =>
            atHome(await askedDeletion(requestId, name, ports), arrival, ports),
        })
      : accept(input, ports, {
          kind: 'apply-fleet',
          event: fleetRequested,
          regions: ({ fleet }) => regionsIn(fleet),
          ask: async ({ requestId, fleet }, arrival) =>
            atHome(await askedApplication(requestId, fleet, arrival.at, ports), arrival, ports),
        }),
);
