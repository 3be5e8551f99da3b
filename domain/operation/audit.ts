import type { Identity } from '../proof/identity.ts';
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
  readonly status: OperationStatus;
  readonly failure?: Pick<OperationFailure, 'step' | 'reason'>;
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
  /** Nothing asks for approval yet. */
  readonly approvedBy: string;
  /** Absent where the request was refused before it had one. */
  readonly operation?: string;
}

const ofOperation = (operation: AuditedOperation): AuditRow => {
  const { by, proven, reason = '' } = requesterOf(operation);
  const { id, kind, action, cluster, startedAt: at, status: outcome, failure } = operation;
  return {
    ...{ at, by, proven },
    what: action === undefined ? kind : `${kind} ${action}`,
    ...{ about: cluster.name, region: cluster.region, why: reason, outcome },
    because: failure ? `${failure.step}: ${failure.reason}` : '',
    approvedBy: '',
    operation: id,
  };
};

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
  return [...operations.map(ofOperation), ...refused.map(ofRejection)]
    .filter((row) => (cluster === undefined || row.about === cluster) && row.by.toLowerCase().includes(part))
    .sort((one, other) => one.at.localeCompare(other.at));
}

function eventOf(executionArn: string): string {
  const [, , , region = ''] = executionArn.split(':');
  const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  return `${region} ${name.slice(0, name.lastIndexOf('_'))}`;
}
