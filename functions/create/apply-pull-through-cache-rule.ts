import { decidePullThroughCacheRule } from '../../domain/decide/small-resources.ts';
import { desiredOf, resourceOf } from '../../domain/observe/contents.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { task } from '../runtime/task.ts';
import { applyDecision } from './apply.ts';
import { applyPullThroughCacheRule } from './apply-pull-through-cache-rule.contract.ts';
import { RESOURCE_KINDS } from './resource-kinds.ts';
import { readTarget } from './target.ts';

/** Lets nodes pull an upstream registry's images through ECR. */
export const handler = task(
  applyPullThroughCacheRule,
  { account, contents, operations, pullThroughCache },
  async (input, ports) => {
    const { operation, key } = input;
    const target = await readTarget(operation, ports);
    const { request } = resourceOf(
      await desiredOf(target, input, ports.contents),
      'pullThroughCacheRule',
      key,
    );
    const observed = await ports.pullThroughCache.rule(request.ecrRepositoryPrefix);
    return applyDecision({
      operation,
      key,
      decision: decidePullThroughCacheRule(
        { kind: 'pullThroughCacheRule', key, needs: [], request },
        observed,
      ),
      operations: ports.operations,
      create: () =>
        ports.pullThroughCache.change({ operation: RESOURCE_KINDS.pullThroughCacheRule.create, request }),
      update: (change) => ports.pullThroughCache.change(change),
    });
  },
);
