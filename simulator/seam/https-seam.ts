import { EventEmitter } from 'node:events';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import type { Endpoint } from '../endpoint.ts';
import { currentContext } from '../kernel/invocation-context.ts';
import { type SimRequest, splitTarget } from './http.ts';
import { installNameSeam } from './name-seam.ts';
import { installMissingFiles } from './no-files.ts';

interface RequestOptions {
  readonly method?: string;
  readonly host?: string;
  readonly hostname?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  readonly rejectUnauthorized?: boolean;
  readonly timeout?: number;
  readonly lookup?: LookupFunction;
  readonly signal?: AbortSignal;
  readonly agent?: false | { readonly options?: Pick<RequestOptions, 'ca' | 'rejectUnauthorized'> };
}

/** The time for which Linux tries to connect (tcp_syn_retries, 6: about 127 s). */
const CONNECT_TIMEOUT_MS = 127_000;

/**
 * Stands for node's `ClientRequest`. A Lambda bundle has its own copy of the SDK's HTTP handler, so that the seam is
 * `node:https` itself, which source and bundle share.
 */
class SimulatedClientRequest extends EventEmitter {
  readonly #options: RequestOptions;
  readonly #endpoint: Endpoint;
  readonly #chunks: Buffer[] = [];
  destroyed = false;
  /** Told apart as node's own: a connection that is being made, and one that is there. */
  socket: { readonly connecting: boolean } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAnswered = false;

  constructor(endpoint: Endpoint, options: RequestOptions, onResponse?: (response: Readable) => void) {
    super();
    this.#endpoint = endpoint;
    this.#options = options;
    if (onResponse) this.once('response', onResponse);
    this.setTimeout(options.timeout ?? 0);
    options.signal?.addEventListener('abort', () => this.#abort(options.signal?.reason), { once: true });
  }

  write(chunk: string | Uint8Array, encoding?: unknown, callback?: () => void): boolean {
    this.#chunks.push(bytesOf(chunk));
    (typeof encoding === 'function' ? (encoding as () => void) : callback)?.();
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk);
    this.#exchange().catch(() => undefined); // The kernel holds the failure and ends the run with it.
    return this;
  }

  /** Tells, once, that nothing happened for so long; as in node, the listener has to end the request. */
  setTimeout(ms: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer);
    if (onTimeout) this.once('timeout', onTimeout);
    if (ms > 0) this.#timer = setTimeout(() => this.emit('timeout'), ms);
    return this;
  }
  setNoDelay(): void {}
  setSocketKeepAlive(): void {}
  setHeader(): void {}

  destroy(error?: Error): this {
    this.destroyed = true;
    clearTimeout(this.#timer);
    if (error) this.emit('error', error);
    return this;
  }

  /** Ends what has no answer yet, as node does with a signal (`ABORT_ERR`). */
  #abort(cause: unknown): void {
    if (this.destroyed || this.#isAnswered) return;
    const error = Object.assign(new Error('The operation was aborted', { cause }), { code: 'ABORT_ERR' });
    this.destroy(Object.assign(error, { name: 'AbortError' }));
  }

  #fail(code: string, message: string): void {
    if (this.destroyed) return;
    clearTimeout(this.#timer);
    this.emit('error', Object.assign(new Error(message), { code }));
  }

  async #exchange(): Promise<void> {
    const context = currentContext();
    if (context && !context.alive) return;
    const { method = 'GET', host, hostname = '', path = '/', headers = {}, lookup } = this.#options;
    const name = host ?? hostname;
    const found = lookup && (await lookedUp(lookup, name));
    if (context && !context.alive) return;
    if (typeof found === 'object') return this.#fail(found.code ?? 'UNKNOWN', found.message);
    const exchange = await this.#endpoint.exchange({
      method,
      hostname: name,
      ...(found === undefined ? {} : { address: found }),
      ...splitTarget(path),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      body: Buffer.concat(this.#chunks),
      ...tlsOf(this.#options),
    });
    if (context && !context.alive) return;
    if ('crashed' in exchange) {
      context?.crash();
      return;
    }
    if (this.destroyed || 'hung' in exchange) return;
    if ('unanswered' in exchange) {
      this.socket = { connecting: true };
      setTimeout(() => this.#fail('ETIMEDOUT', 'connect ETIMEDOUT'), CONNECT_TIMEOUT_MS);
      return;
    }
    if ('lost' in exchange) return this.#fail('ECONNRESET', 'socket hang up');
    if ('failure' in exchange) return this.#fail(exchange.failure.code, exchange.failure.message);
    clearTimeout(this.#timer);
    const { statusCode, headers: answered, body } = exchange.response;
    const response = bodyOf(body);
    this.#isAnswered = true;
    this.emit('response', Object.assign(response, { statusCode, headers: answered, statusMessage: '' }));
  }
}

/** The first address that a client's own look-up finds, or why it finds none; node asks for all. */
const lookedUp = (lookup: LookupFunction, name: string): Promise<string | NodeJS.ErrnoException> =>
  new Promise((resolve) => {
    lookup(name, { all: true }, (error, found) =>
      resolve(error ?? (typeof found === 'string' ? found : (found[0]?.address ?? ''))),
    );
  });

function tlsOf({ agent, ...options }: RequestOptions): Pick<SimRequest, 'tls'> {
  const { ca = [], rejectUnauthorized = true } = { ...(agent ? agent.options : {}), ...options };
  const texts = [ca].flat().map((one) => one.toString().trim());
  return texts.length === 0 && rejectUnauthorized ? {} : { tls: { ca: texts, rejectUnauthorized } };
}

/** A body that has come as a whole. */
const bodyOf = (body: Uint8Array): Readable =>
  new Readable({
    read() {
      if (body.length > 0) this.push(bytesOf(body));
      this.push(null);
    },
  });

/** The SDK's bodies answer `valueOf` with a string, which Buffer.from would call; their bytes are taken as they are. */
function bytesOf(chunk: string | Uint8Array): Buffer {
  return typeof chunk === 'string'
    ? Buffer.from(chunk)
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** Sends every HTTPS request of this process to the simulated AWS; returns the function that undoes it. */
export function installHttpsSeam(endpoint: Endpoint): () => void {
  const original = https.request;
  const restoreFiles = installMissingFiles();
  const restoreNames = installNameSeam(endpoint);
  https.request = ((options: RequestOptions, onResponse?: (response: Readable) => void) =>
    new SimulatedClientRequest(endpoint, options, onResponse)) as unknown as typeof https.request;
  syncBuiltinESMExports();
  return () => {
    https.request = original;
    restoreFiles();
    restoreNames();
    syncBuiltinESMExports();
  };
}
