import type { Decision } from '../decide/decision.ts';
import { decideLogRetention, decidePullThroughCacheRule } from '../decide/small-resources.ts';
import type { DesiredResource } from '../desired/resource.ts';
import { TaskError } from '../errors.ts';
import type { LogGroupPort, PullThroughCachePort } from '../ports/contents.ts';
import type { Contents, ContentsPorts } from './contents.ts';
import { decideResource } from './decide-resource.ts';
import { decideDatedStack } from './foundation.ts';
import type { Target } from './target.ts';

export interface ObservePorts extends ContentsPorts {
  readonly logGroups: Pick<LogGroupPort, 'logGroup'>;
  readonly pullThroughCache: Pick<PullThroughCachePort, 'rule'>;
}

/** Looks at one of the contents, whatever its kind, and decides its next change. */
export async function decideContent(
  resource: DesiredResource,
  wanted: Contents,
  target: Target,
  ports: ObservePorts,
): Promise<Decision> {
  switch (resource.kind) {
    case 'stack': {
      const observed = wanted.stacks.get(resource.key);
      if (observed && 'do' in observed)
        throw new TaskError('Throttled', `AWS throttled the look at ${resource.stack.stackName}`);
      return decideDatedStack(resource.stack, observed, target);
    }
    case 'logRetention':
      return decideLogRetention(resource, await ports.logGroups.logGroup(resource.request.logGroupName));
    case 'pullThroughCacheRule':
      return decidePullThroughCacheRule(
        resource,
        await ports.pullThroughCache.rule(resource.request.ecrRepositoryPrefix),
      );
    default:
      return decideResource(resource, target, ports.contents);
  }
}
