import type { ClusterConfig } from '../cluster-config/config.ts';

/** What a creation is asked for, as its record keeps it: the document was validated and completed on that day. */
export interface CreationRequest {
  readonly config: ClusterConfig;
  readonly rollbackOnFailure: boolean;
}
