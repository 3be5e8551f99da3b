import type { Identity } from '../proof/identity.ts';
import { approversOf, waveWith, wishInWords } from '../waves/audited.ts';
import { clusterOf, type FleetUpgrade, keyOf } from '../waves/record.ts';
import type { FleetUpgradeRequest } from '../waves/request.ts';
import type { OperationFailure, OperationStatus } from './operation.ts';
import type { Rejection } from './rejection.ts';
import { requesterOf } from './requester.ts';

/** An operation as an audit reads it. */
export interface AuditedOperation {
  readonly id: string;
  readonly kind: string;
  readonly action?: string | undefined;
  readonly cluster: { readonly name: string; readonly region: string };
  readonly executionArn: string;
  readonly requestedBy: string;
  readonly identity?: Identity;
  readonly reason?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly status: OperationStatus;
  readonly failure?: Pick<OperationFailure, 'step' | 'reason'>;
  /** The operation that asked for it, with its attempt where it is the upgrade of a fleet. */
  readonly parent?: string;
  /** The request, where it is about the upgrade of a fleet. */
  readonly wish?: FleetUpgradeRequest;
}

/** One request, as those see it who look back. */
export interface AuditRow {
  /** ISO 8601: when it was accepted or refused. */
  readonly at: string;
  /** An ARN where it is proven, else the name that the request gives; empty where it could not be read. */
  readonly by: string;
  readonly proven: boolean;
  /** The kind of operation with its action, or the event that was refused. */
  readonly what: string;
  /** The cluster or Fleet document; empty where a refused request named none. */
  readonly about: string;
  readonly region: string;
  /** The reason, in the requester's words. */
  readonly why: string;
  readonly outcome: OperationStatus;
  /** The obstacle, where it did not succeed. */
  readonly because: string;
  /** The ARNs of those who approved it; empty where nothing asks for that. */
  readonly approvedBy: string;
  /** The upgrade of a fleet that it is about, or that asked for it. */
  readonly fleetUpgrade?: string;
  /** Absent where the request was refused before it had one. */
  readonly operation?: string;
}

const ofOperation = (operation: AuditedOperation): AuditRow => {
  const { by, proven, reason = '' } = requesterOf(operation);
  const { id, kind, action, cluster, startedAt: at, status: outcome, failure } = operation;
  return {
    ...{ at, by, proven },
    what: action === undefined || action === kind ? kind : `${kind} ${action}`,
    ...{ about: cluster.name, region: cluster.region, why: reason, outcome },
    because: failure ? `${failure.step}: ${failure.reason}` : '',
    approvedBy: '',
    operation: id,
  };
};

/** The upgrade of a fleet that an operation is about: the one that it began or wishes something of, or the one that asked. */
function fleetUpgradeOf(
  { id, kind, parent = '', wish, cluster }: AuditedOperation,
  upgrades: readonly FleetUpgrade[],
): FleetUpgrade | undefined {
  if (kind === 'upgrade') return upgrades.find((one) => parent.startsWith(`${one.id}/`));
  if (!wish) return undefined;
  const named = wish.action === 'start' ? id : wish.upgrade;
  return upgrades.find((one) => one.fleet === cluster.name && one.id === named);
}

/**
 * The row of an operation, where a fleet's upgrade asked for it by its requester: the fleet signs nothing, and takes such a
 * request by its record alone.
 */
function ofFleetUpgrade(operation: AuditedOperation, upgrades: readonly FleetUpgrade[]): AuditRow {
  const row = ofOperation(operation);
  const { kind, wish, cluster, startedAt, endedAt = startedAt } = operation;
  const upgrade = fleetUpgradeOf(operation, upgrades);
  const what = wish ? `${kind} ${wishInWords(wish)}` : row.what;
  if (!upgrade) return { ...row, what };
  const { id: fleetUpgrade, fleet, to, requester, requestedBy } = upgrade;
  if (kind !== 'upgrade') {
    // Of a beginning, all who approved one of its waves since.
    const isStart = wish?.action === 'start';
    const approvedBy = isStart ? approversOf(upgrade, undefined, LAST).join(', ') : '';
    return { ...row, what: isStart ? `${kind} start to ${to}` : what, fleetUpgrade, approvedBy };
  }
  const wave = waveWith(upgrade, keyOf(cluster));
  const approvedBy = row.what === 'upgrade rollBack' ? '' : approversOf(upgrade, wave, endedAt).join(', ');
  const why = `wave ${wave ?? '-'} of ${fleet} to ${to} (${fleetUpgrade})`;
  const by = requester ?? requestedBy;
  return { ...row, by, proven: requester !== undefined, why, approvedBy, fleetUpgrade };
}

/** After every time that there is. */
const LAST = '9999';

const ofRejection = ({
  at,
  detailType,
  about = '',
  region,
  why: because,
  requester,
}: Rejection): AuditRow => ({
  ...{ at, by: requester?.by ?? '', proven: requester?.proven ?? false },
  ...{ what: detailType, about, region, why: requester?.reason ?? '' },
  ...{ outcome: 'Rejected', because, approvedBy: '' },
});

/** The requests to show: those that name this cluster or document, and those by whom the text is a part of. */
export interface AuditFilter {
  readonly cluster?: string | undefined;
  readonly by?: string | undefined;
}

/**
 * All requests, the oldest first. The refusal of a request that has an operation is that operation's end, and one that was
 * told twice is one.
 */
export function auditRows(
  operations: readonly AuditedOperation[],
  rejections: readonly Rejection[],
  upgrades: readonly FleetUpgrade[],
  { cluster, by }: AuditFilter,
): readonly AuditRow[] {
  // An execution that a rule starts is named `<event id>_<uuid>`.
  const seen = new Set(operations.map(({ executionArn }) => eventOf(executionArn)));
  const refused = [...rejections]
    .sort((one, other) => one.at.localeCompare(other.at))
    .filter(({ region, eventId }) => {
      const key = `${region} ${eventId}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
  const part = by?.toLowerCase() ?? '';
  const rows = operations.map((one) => ofFleetUpgrade(one, upgrades));
  // What moved a cluster for its fleet is part of the cluster's story, with all that was asked and decided of it.
  const movers = new Set(
    upgrades
      .filter(({ waves }) =>
        waves.some((wave) => wave.clusters.some((key) => clusterOf(key).name === cluster)),
      )
      .map(({ id }) => id),
  );
  const isWished = ({ what, fleetUpgrade }: AuditRow) =>
    what.startsWith('upgrade-fleet') && fleetUpgrade !== undefined && movers.has(fleetUpgrade);
  return [...rows, ...refused.map(ofRejection)]
    .filter((row) => cluster === undefined || row.about === cluster || isWished(row))
    .filter((row) => row.by.toLowerCase().includes(part))
    .sort((one, other) => one.at.localeCompare(other.at));
}

function eventOf(executionArn: string): string {
  const [, , , region = ''] = executionArn.split(':');
  const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  return `${region} ${name.slice(0, name.lastIndexOf('_'))}`;
}
