import { pullThroughCacheRule } from '../../cluster-config/annotations.ts';
import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { ContentBase } from '../content.ts';

/** ECR: CreatePullThroughCacheRule. One of a region, shared by its clusters. */
export interface DesiredPullThroughCacheRule extends ContentBase {
  readonly kind: 'pullThroughCacheRule';
  readonly request: {
    readonly ecrRepositoryPrefix: string;
    readonly upstreamRegistryUrl: string;
    readonly credentialArn?: string;
  };
}

export function pullThroughCacheRules(config: ClusterConfig): DesiredPullThroughCacheRule[] {
  const rule = pullThroughCacheRule(config);
  if (!rule || rule === 'invalid') return [];
  return [
    {
      kind: 'pullThroughCacheRule',
      key: `pullThroughCacheRule/${rule.ecrRepositoryPrefix}`,
      request: rule,
      needs: [],
    },
  ];
}
