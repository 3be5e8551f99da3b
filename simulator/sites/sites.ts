import type { Exchange } from '../exchange.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Outages } from '../outages.ts';
import type { SimRequest } from '../seam/http.ts';
import { type Asker, type EndpointAnswer, getsThrough } from './asker.ts';

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
  region: string | undefined;
  application: Application | undefined;
}

/** The public address of a site, and the AWS region that it is in and lost with. */
export interface SitePlace {
  readonly address?: string | undefined;
  readonly region?: string | undefined;
}

/** An application behind a site. */
export interface Application {
  /** The status that who asks gets at this moment. */
  statusFor(asker: Asker): number;
  /** The share of clients' requests that it serves at this moment. */
  servedShare(): number;
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

  readonly #outages: Outages;
  /** Addresses of a name that no site has, as public name servers have them; undefined where they know none. */
  addressesOf: (hostname: string) => readonly string[] | undefined = () => undefined;
  /** Told of each change of an answer. */
  changed: () => void = () => undefined;

  constructor(kernel: Kernel, outages: Outages) {
    this.#kernel = kernel;
    this.#outages = outages;
  }

  /** Lays a site, or changes its answer from now on. */
  hold(url: string, answer: SiteAnswer, { address, region }: SitePlace = {}): void {
    const { hostname, pathname } = new URL(url);
    const site = this.#siteOf(hostname);
    const before = site.answers.get(pathname) ?? [];
    site.answers.set(pathname, [...before, { answer, sinceMs: this.#kernel.now() }]);
    if (address !== undefined) site.address = address;
    if (region !== undefined) site.region = region;
    this.changed();
  }

  /** Lays an application at a name and an address: what it answers is asked of it, whatever the path. */
  serve(hostname: string, application: Application, place: Required<SitePlace>): void {
    Object.assign(this.#siteOf(hostname), { application, ...place });
    this.changed();
  }

  #siteOf(hostname: string): Site {
    const site = this.#sites.get(hostname) ?? newSite();
    this.#sites.set(hostname, site);
    return site;
  }

  has(hostname: string): boolean {
    return this.#sites.has(hostname);
  }

  /** The name of the site that has an address, of those that were given one. */
  nameAt(address: string): string | undefined {
    return [...this.#sites].find(([, site]) => site.address === address)?.[0];
  }

  /** The region that a site is in, where it is in one. */
  regionOf(hostname: string): string | undefined {
    return this.#sites.get(hostname)?.region;
  }

  applicationOf(hostname: string): Application | undefined {
    return this.#sites.get(hostname)?.application;
  }

  /** The share of the requests of clients outside of all regions that a site serves at this moment. */
  servedShare(hostname: string): number {
    const site = this.#sites.get(hostname);
    if (!site) return 0;
    const passing = site.region === undefined ? 1 : this.#outages.passingShare(undefined, site.region);
    if (site.application) return passing * site.application.servedShare();
    const answer = site.answers.get('/')?.at(-1)?.answer;
    return typeof answer === 'number' && answer < 500 ? passing : 0;
  }

  /** The answers that a site has had, one after the other; none of one that nobody has laid. */
  answersOf(url: string): readonly LaidAnswer[] {
    const { hostname, pathname } = new URL(url);
    return this.#sites.get(hostname)?.answers.get(pathname) ?? [];
  }

  /** The answer of a site that there is, at this moment. */
  answer(hostname: string, path: string, asker: Asker): EndpointAnswer {
    const site = this.#sites.get(hostname);
    if (!site) return 'unresolved';
    if (site.region !== undefined && !getsThrough(this.#outages, asker, site.region)) return 'unreachable';
    const laid = site.answers.get(path)?.at(-1)?.answer;
    if (laid === undefined && site.application)
      return { status: site.application.statusFor(asker), body: '' };
    return typeof laid === 'string' ? laid : { status: laid ?? 404, body: '' };
  }

  async resolve(hostname: string): Promise<readonly string[]> {
    await this.#kernel.sleep(this.#kernel.random('latency', 'names').between(1, 30));
    const site = this.#sites.get(hostname);
    if (site) return [site.address];
    const found = this.addressesOf(hostname) ?? [];
    // A resolver goes on with the name that a CNAME leads to (RFC 1034, section 3.6.2), by whichever servers have it.
    return found.map((one) => this.#sites.get(one)?.address ?? one);
  }

  /** Answers a request of a function of a region, or of nobody's. */
  async exchange({ hostname, path }: SimRequest, region?: string): Promise<Exchange> {
    await this.#kernel.sleep(this.#kernel.random('latency', 'sites').between(10, 200));
    const [address = ''] = this.has(hostname) ? [] : (this.addressesOf(hostname) ?? []);
    const name = this.has(hostname) ? hostname : (this.nameAt(address) ?? address);
    const answer = this.answer(name, path, { region });
    const to = this.#sites.get(name)?.region;
    const passage = to === undefined ? 'passes' : this.#outages.passage(region, to, 'sites');
    if (passage !== 'passes') return passage === 'lost' ? { unanswered: true } : { hung: true };
    if (answer === 'unresolved' && address === '')
      return failure('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}`);
    const told = typeof answer === 'object' ? answer.status : answer;
    const entry = { kind: 'site', region: region ?? '', hostname, path, answer: told } as const;
    this.#kernel.trace.record({ at: this.#kernel.now(), ...entry });
    switch (answer) {
      case 'nothing':
        return { hung: true };
      case 'unreachable':
      case 'unresolved':
        return { unanswered: true };
      case 'refused':
        return failure('ECONNREFUSED', `connect ECONNREFUSED ${this.#sites.get(name)?.address}:443`);
      case 'untrusted':
        return failure('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate');
      default: {
        const body = new TextEncoder().encode(answer.body);
        return { response: { statusCode: answer.status, headers: {}, body } };
      }
    }
  }
}

const newSite = (): Site => ({
  answers: new Map(),
  address: PUBLIC_ADDRESS,
  region: undefined,
  application: undefined,
});

const failure = (code: string, message: string): Exchange => ({ failure: { code, message } });
