import { checkDocument } from '../../domain/fleet/check-document.ts';
import { fleetArn } from '../../domain/fleet/names.ts';
import type { FleetRequest } from '../../domain/fleet/request.ts';
import { type Acceptance, type RequestProblem, toRequestProblem } from '../../domain/operation/request.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import type { TopicsPort } from '../../domain/ports/topics.ts';
import { fleetDeletionRequested } from '../../events/fleet/deletion-requested.ts';
import { fleetRequested } from '../../events/fleet/requested.ts';
import { claimRequest } from '../operation/claim.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account.ts';
import { fleets } from '../runtime/ports/fleets.ts';
import { homeRegion } from '../runtime/ports/home-region.ts';
import { operations } from '../runtime/ports/operations.ts';
import { records } from '../runtime/ports/records.ts';
import { registry } from '../runtime/ports/registry.ts';
import { topics } from '../runtime/ports/topics.ts';
import { task } from '../runtime/task.ts';
import { acceptRequest } from './accept-request.contract.ts';

interface Ports {
  readonly fleets: FleetsPort;
  readonly homeRegion: string;
  readonly operations: OperationStore;
  readonly registry: RegistryPort;
  readonly topics: TopicsPort;
}

interface Read {
  readonly requestId: string;
  readonly requestedBy?: string | undefined;
  readonly name: string;
  readonly request: FleetRequest;
}

type Refused = { readonly requestId: string | undefined; readonly problems: readonly RequestProblem[] };

const isDeletion = (event: unknown): boolean =>
  (event as { 'detail-type'?: unknown } | null)?.['detail-type'] === fleetDeletionRequested.detailType;

async function readDeletion(event: unknown, at: string, accountId: string, ports: Ports) {
  const read = readRequest(fleetDeletionRequested, event, { accountId, at });
  if (read.problems) return read;
  const { requestId, requestedBy, name } = read.detail;
  const [claimed, stored] = await Promise.all([
    ports.operations.readClaim(requestId),
    ports.fleets.read(name),
  ]);
  // Of one that was deleted, every region is told again: what was stopped there had nobody else to go on with it.
  if (claimed || stored) return { requestId, requestedBy, name, request: { do: 'delete' as const, name } };
  const message = `there is no Fleet document ${name}: look at them with eks-fleet get fleets`;
  return { requestId, problems: [{ path: 'detail.name', message }] };
}

async function readApplication(
  event: unknown,
  at: string,
  accountId: string,
  ports: Ports,
): Promise<Read | Refused> {
  const read = readRequest(fleetRequested, event, { accountId, at });
  if (read.problems) return read;
  const { requestId, requestedBy, fleet } = read.detail;
  // What was accepted once is not looked at again: what the fleet has may have changed meanwhile.
  if (await ports.operations.readClaim(requestId)) {
    const document = fleet as unknown as FleetDocument;
    return {
      requestId,
      requestedBy,
      name: String(document.metadata?.name),
      request: { do: 'apply', document },
    };
  }
  const checked = await checkDocument(
    fleet,
    { homeRegion: ports.homeRegion, at, source: '', knowsAll: false },
    ports,
  );
  if (checked.problems) {
    const problems = checked.problems.map(toRequestProblem).map(({ path, message }) => ({
      path: ['detail.fleet', path].filter(Boolean).join('.'),
      message,
    }));
    return { requestId, problems };
  }
  const { document } = checked;
  return { requestId, requestedBy, name: document.metadata.name, request: { do: 'apply', document } };
}

/**
 * Validates a FleetRequested or FleetDeletionRequested event and claims it. What if this runs twice? See
 * `claimRequest`: a document that this request itself has taken away meanwhile is found claimed before it is missed.
 */
export const handler = task(
  acceptRequest,
  { account, fleets, homeRegion, operations, records, registry, topics },
  async ({ event, at, executionArn, executionName }, ports): Promise<Acceptance> => {
    const { accountId, region } = ports.account;
    const read = isDeletion(event)
      ? await readDeletion(event, at, accountId, ports)
      : await readApplication(event, at, accountId, ports);
    if ('problems' in read && read.problems)
      return {
        outcome: 'Rejected',
        ...(read.requestId && { requestId: read.requestId }),
        problems: [...read.problems],
      };
    const { requestId, requestedBy = 'unknown', name, request } = read as Read;
    if (region !== ports.homeRegion) {
      const message = `this is the bus of ${region}, and Fleet documents are kept by the home region, ${ports.homeRegion}; put it on the bus there`;
      return { outcome: 'Rejected', requestId, problems: [{ path: 'region', message }] };
    }
    const arn = fleetArn(ports.account, region, name);
    const seen = await ports.records.read({ arn, requestId }, ['lease', 'claim']);
    const claim = {
      requestId,
      kind: 'apply-fleet' as const,
      cluster: { name, region, arn },
      requestedBy,
      request,
      executionArn,
      executionName,
      at,
    };
    return claimRequest(ports.operations, claim, seen);
  },
);
