import { type Change, create, type Decision, nothing, update } from '../../decide/decision.ts';
import type { DesiredLogRetention } from './desired.ts';

/** A log group as DescribeLogGroups shows it. */
export interface ObservedLogGroup {
  readonly logGroupName: string;
  readonly retentionInDays?: number;
}

export type LogRetentionChange = Change<'PutRetentionPolicy', DesiredLogRetention['request']>;

/** `create` is CreateLogGroup: the retention follows when it is seen. */
export function decideLogRetention(
  { request }: DesiredLogRetention,
  observed: ObservedLogGroup | undefined,
): Decision<LogRetentionChange> {
  if (!observed) return create;
  if (observed.retentionInDays === request.retentionInDays) return nothing;
  return update(
    { operation: 'PutRetentionPolicy', request },
    `keep logs for ${request.retentionInDays} days`,
  );
}
