import type { DesiredLogRetention, DesiredPullThroughCacheRule } from '../contents/content.ts';
import { type Change, create, type Decision, nothing, refuse, update } from './decision.ts';

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

/** A rule as DescribePullThroughCacheRules shows it. */
export interface ObservedPullThroughCacheRule {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly credentialArn?: string;
}

export type PullThroughCacheRuleChange = Change<
  'UpdatePullThroughCacheRule',
  { readonly ecrRepositoryPrefix: string; readonly credentialArn: string }
>;

/** A rule belongs to the region and its other clusters too: its upstream is never changed under them. */
export function decidePullThroughCacheRule(
  { request }: DesiredPullThroughCacheRule,
  observed: ObservedPullThroughCacheRule | undefined,
): Decision<PullThroughCacheRuleChange> {
  if (!observed) return create;
  if (observed.upstreamRegistryUrl !== request.upstreamRegistryUrl) {
    return refuse(
      'metadata.annotations["eks-fleet.dev/ecr-pull-through-cache"]',
      `prefix ${request.ecrRepositoryPrefix} already caches ${observed.upstreamRegistryUrl}`,
      'choose another prefix',
    );
  }
  if (!request.credentialArn || request.credentialArn === observed.credentialArn) return nothing;
  const change = { ecrRepositoryPrefix: request.ecrRepositoryPrefix, credentialArn: request.credentialArn };
  return update(
    { operation: 'UpdatePullThroughCacheRule', request: change },
    'change the credentials of the rule',
  );
}
