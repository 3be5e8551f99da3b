import type { Exchange } from '../exchange.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { SimRequest } from '../seam/http.ts';

/**
 * The way in which a site of somebody's answers: with a status; with nothing at all, though it takes the connection; by
 * turning the connection away; or with a certificate that nobody vouches for.
 */
export type SiteAnswer = number | 'nothing' | 'refused' | 'untrusted';

/** An answer of a path, and since when (virtual milliseconds). */
export interface LaidAnswer {
  readonly answer: SiteAnswer;
  readonly sinceMs: number;
}

interface Site {
  /** By path, one after the other; others are not found. */
  readonly answers: Map<string, readonly LaidAnswer[]>;
  address: string;
}

/** AWS's own names: a request to one is of an SDK's client, signed or not. */
const OF_AWS = /\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws|on\.aws)$/i;
/** One of Amazon's public addresses, where no other is given. */
const PUBLIC_ADDRESS = '52.94.236.248';

/** True of a name outside of AWS. */
export const isOutsideOfAws = (hostname: string): boolean => !OF_AWS.test(hostname);

/**
 * Sites on the public internet, outside of the simulated AWS: scenarios lay them. A name that none has is not there, as a
 * name server says it (RFC 2308; node: `ENOTFOUND`), and a path that none has is not found (RFC 9110,
 * section 15.5.5).
 */
export class Sites {
  readonly #kernel: Kernel;
  readonly #sites = new Map<string, Site>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Lays a site, or changes its answer from now on. */
  hold(url: string, answer: SiteAnswer, address?: string): void {
    const { hostname, pathname } = new URL(url);
    const site = this.#sites.get(hostname) ?? { answers: new Map(), address: PUBLIC_ADDRESS };
    const before = site.answers.get(pathname) ?? [];
    site.answers.set(pathname, [...before, { answer, sinceMs: this.#kernel.now() }]);
    if (address !== undefined) site.address = address;
    this.#sites.set(hostname, site);
  }

  /** The answers that a site has had, one after the other; none of one that nobody has laid. */
  answersOf(url: string): readonly LaidAnswer[] {
    const { hostname, pathname } = new URL(url);
    return this.#sites.get(hostname)?.answers.get(pathname) ?? [];
  }

  async resolve(hostname: string): Promise<readonly string[]> {
    await this.#kernel.sleep(this.#kernel.random('latency', 'names').between(1, 30));
    const site = this.#sites.get(hostname);
    return site ? [site.address] : [];
  }

  /** Answers a request of a function of a region, or of nobody's. */
  async exchange({ hostname, path }: SimRequest, region = ''): Promise<Exchange> {
    await this.#kernel.sleep(this.#kernel.random('latency', 'sites').between(10, 200));
    const site = this.#sites.get(hostname);
    if (!site) return failure('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}`);
    const answer = site.answers.get(path)?.at(-1)?.answer ?? 404;
    this.#kernel.trace.record({ at: this.#kernel.now(), kind: 'site', region, hostname, path, answer });
    switch (answer) {
      case 'nothing':
        return { hung: true };
      case 'refused':
        return failure('ECONNREFUSED', `connect ECONNREFUSED ${site.address}:443`);
      case 'untrusted':
        return failure('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate');
      default:
        return { response: { statusCode: answer, headers: {}, body: new Uint8Array() } };
    }
  }
}

const failure = (code: string, message: string): Exchange => ({ failure: { code, message } });
