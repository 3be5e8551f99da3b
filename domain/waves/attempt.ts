import type { OperationRecord } from '../operation/record.ts';
import type { AttemptSeen } from './seen.ts';

/** An operation as an attempt of a fleet upgrade's; undefined of an operation that none asked for. */
export function attemptOf(record: OperationRecord): AttemptSeen | undefined {
  if (record.kind !== 'upgrade' || record.parent === undefined) return undefined;
  const { id, parent, request, status, endedAt, failure, report } = record;
  const turnedBack = request.action === 'upgrade' ? report?.turnedBack : undefined;
  const reason = turnedBack?.reason ?? failure?.reason;
  return {
    operationId: id,
    parent,
    action: request.action,
    status,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(reason === undefined ? {} : { reason }),
    turnedBack: turnedBack !== undefined,
  };
}
