import type { ApiAnswer, ApiRequest } from '../forwarder/request.ts';

/** API servers of clusters, at the other end of a TLS connection. */
export interface ApiServersPort {
  /** Sends one request; never throws: a connection that fails is an answer. */
  exchange(request: ApiRequest): Promise<ApiAnswer>;
}
