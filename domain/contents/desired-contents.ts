import type { ClusterConfig } from '../cluster-config/config.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import type { DesiredContent } from './kinds.ts';
import { CONTENT_KINDS } from './kinds.ts';

/**
 * All that an ACTIVE cluster is to contain, in an order in which it may be begun. Only `needs` binds: what does not
 * need one another goes side by side.
 */
export const desiredContents = (config: ClusterConfig, facts: ContentFacts): readonly DesiredContent[] =>
  Object.values(CONTENT_KINDS).flatMap((kind): readonly DesiredContent[] => kind.desired(config, facts));
