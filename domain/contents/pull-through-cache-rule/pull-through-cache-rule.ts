import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { ContentKind } from '../kind.ts';
import { decidePullThroughCacheRule, type ObservedPullThroughCacheRule } from './decide.ts';
import type { DesiredPullThroughCacheRule } from './desired.ts';
import { pullThroughCacheRules } from './desired.ts';

/** A rule by which ECR caches an upstream registry's images. It is its region's, and stays. */
export const pullThroughCacheRule: ContentKind<
  DesiredPullThroughCacheRule,
  ObservedPullThroughCacheRule,
  'pullThroughCache'
> = {
  port: 'pullThroughCache',
  task: 'apply-pull-through-cache-rule',
  desired: pullThroughCacheRules,
  read: (_, name, { pullThroughCache }) => pullThroughCache.rule(name),
  decide: decidePullThroughCacheRule,
  create: ({ request }) => ({ operation: 'CreatePullThroughCacheRule', request }),
  title: ({ request }) => `Cache ${request.upstreamRegistryUrl} in ECR`,
  expected: () => EXPECTED_DURATIONS.immediate,
};
