import type { Identity } from '../access/authorization.ts';
import type { ApiRequest, ResourceRequest } from './request.ts';
import type { ResourceType } from './resources.ts';
import type { ServedCluster } from './served-cluster.ts';

/** One request under way. */
export interface ServedRequest {
  readonly cluster: ServedCluster;
  readonly identity: Identity;
  readonly info: ResourceRequest;
  readonly type: ResourceType;
  readonly request: ApiRequest;
  /** The field manager of the request's writes: the query's, else the client's name. */
  readonly manager: string;
  /** Ends the run: the caller uses something that is not modelled. */
  readonly notSimulated: (what: string) => never;
}
