import type { Outages } from '../outages.ts';
import type { S3Service } from '../s3/state.ts';
import { type Asker, type EndpointAnswer, getsThrough } from './asker.ts';
import type { Sites } from './sites.ts';

/** An object's URL by the name of its bucket (S3 guide, "Virtual hosting of buckets"). */
const BUCKET_NAME = /^(.+)\.s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/;

export interface InternetWorld {
  readonly outages: Outages;
  readonly sites: Sites;
  regionNames(): readonly string[];
  s3(region: string): S3Service;
  /** Addresses that Route 53's name servers have for a name; undefined of a name that is in none of their zones. */
  addressesOf(hostname: string): readonly string[] | undefined;
}

/** Whether a name is of an object's bucket. */
export const isOfBucket = (hostname: string): boolean => BUCKET_NAME.test(hostname);

/**
 * Answers of https URLs at this moment: objects of buckets, sites of others, and applications in clusters. Whoever
 * asks for one (a function, a health checker, a client's resolver) asks here.
 */
export class Internet {
  readonly #world: InternetWorld;
  readonly #listeners = new Set<() => void>();

  constructor(world: InternetWorld) {
    this.#world = world;
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Something has changed that an answer may hang on. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  answer(hostname: string, path: string, asker: Asker): EndpointAnswer {
    const bucket = BUCKET_NAME.exec(hostname);
    if (bucket) return this.#object(bucket[1] ?? '', bucket[2] ?? '', path, asker);
    const { sites } = this.#world;
    if (sites.has(hostname)) return sites.answer(hostname, path, asker);
    const addresses = this.#world.addressesOf(hostname) ?? [];
    const [address] = addresses;
    if (address === undefined) return 'unresolved';
    return this.at(address, path, asker);
  }

  /** The answer of what is at an address, or behind the name that an alias leads to. */
  at(address: string, path: string, asker: Asker): EndpointAnswer {
    const { sites } = this.#world;
    const name = sites.has(address) ? address : sites.nameAt(address);
    return name === undefined ? 'unreachable' : sites.answer(name, path, asker);
  }

  #object(bucket: string, region: string, path: string, asker: Asker): EndpointAnswer {
    const { outages } = this.#world;
    if (!this.#world.regionNames().includes(region)) return 'unresolved';
    if (!getsThrough(outages, asker, region, 's3')) return 'unreachable';
    if (outages.isDown(region, 's3')) return { status: 503, body: '' };
    return this.#world
      .s3(region)
      .getAnonymously(bucket, decodeURIComponent(path.slice(1)), asker.address ?? '');
  }
}
