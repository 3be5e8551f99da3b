import type { ClusterConfig } from '../cluster-config/config.ts';

/** The request of a creation, as its record keeps it. The document was validated and completed on that day. */
export interface CreationRequest {
  readonly config: ClusterConfig;
  readonly rollbackOnFailure: boolean;
}
