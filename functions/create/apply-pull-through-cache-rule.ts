import { pullThroughCacheRule } from '../../domain/contents/pull-through-cache-rule/pull-through-cache-rule.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { pullThroughCache } from '../runtime/ports/resources/pull-through-cache.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { applyContent } from './apply-content.ts';
import { createTasks } from './contracts.ts';

/** Lets nodes pull an upstream registry's images through ECR. What if this runs twice? See `applyDecision`. */
export const handler = task(
  createTasks.applyPullThroughCacheRule,
  { account, contents, operations, pullThroughCache },
  (input, ports) => applyContent(pullThroughCacheRule, input, ports),
);
