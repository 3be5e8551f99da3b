import https from 'node:https';
import type { ProbeAnswer, ProbeAsked, ProbesPort } from '../../domain/ports/probes.ts';
import { isOwnSide } from '../own-side.ts';
import { NOT_PUBLIC, publicLookup } from './public-addresses.ts';

const MOST_HEADER_BYTES = 16_384;

/**
 * `ProbesPort` over HTTPS: a site's name has to lead to public addresses, and node's own authorities vouch for it. The
 * connection is of one request, and is cut off once the status has come.
 */
export class HttpsProbes implements ProbesPort {
  readonly #deadline: (ms: number) => AbortSignal;

  /** `deadline` ends a request as a whole: a site may send a byte now and then for ever. */
  constructor(deadline: (ms: number) => AbortSignal) {
    this.#deadline = deadline;
  }

  ask({ url, timeoutMs }: ProbeAsked): Promise<ProbeAnswer> {
    const { hostname, pathname, search } = new URL(url);
    return new Promise((resolve) => {
      const request = https.request({
        method: 'GET',
        hostname,
        port: 443,
        path: `${pathname}${search}`,
        agent: false,
        lookup: publicLookup,
        maxHeaderSize: MOST_HEADER_BYTES,
        signal: this.#deadline(timeoutMs),
        headers: { 'user-agent': 'eks-fleet/1', accept: '*/*' },
      });
      request.on('response', (response) => {
        resolve({ outcome: 'Answered', status: response.statusCode ?? 0 });
        // What is left of the answer ends with the connection, and so may fail.
        response.on('error', () => undefined);
        response.destroy();
      });
      request.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ outcome: outcomeOf(error), why: whyOf(error, timeoutMs) }),
      );
      request.end();
    });
  }
}

const outcomeOf = (error: NodeJS.ErrnoException) => (isOwnSide(error) ? 'Unknown' : 'Failed');

/** The failure by its code: messages may quote what a name server or a certificate says. */
function whyOf({ code = 'UNKNOWN', name }: NodeJS.ErrnoException, timeoutMs: number): string {
  if (code === 'ABORT_ERR' || name === 'AbortError') return `no answer came within ${timeoutMs} ms`;
  if (code === NOT_PUBLIC) return 'its name leads to an address that is not public, which is not asked';
  return `it cannot be reached (${code})`;
}
