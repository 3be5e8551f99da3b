import { type Change, create, type Decision, nothing, refuse, update } from '../../decide/decision.ts';
import type { DesiredPullThroughCacheRule } from './desired.ts';

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
