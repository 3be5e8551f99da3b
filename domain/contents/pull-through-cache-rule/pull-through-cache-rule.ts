import {
  decidePullThroughCacheRule,
  type ObservedPullThroughCacheRule,
} from '../../decide/small-resources.ts';
import { pullThroughCacheRules } from '../../desired/small-resources.ts';
import { EXPECTED_DURATIONS } from '../../expected-durations.ts';
import type { DesiredPullThroughCacheRule } from '../content.ts';
import type { ContentKind } from '../kind.ts';

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
