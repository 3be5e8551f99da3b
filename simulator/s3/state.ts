import type { Service } from '../service.ts';

/** The four settings of Block Public Access; a new bucket has all of them (S3 guide, since April 2023). */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** A bucket and its objects; bodies are kept in memory. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  policy: string | undefined;
  publicAccessBlock: PublicAccessBlock;
  readonly objects: Map<string, StoredObject>;
}

export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly modifiedAt: number;
}

/** S3 of a region; names of buckets are unique in all of them. */
export interface S3Service extends Service {
  hasBucket(name: string): boolean;
  /** A GET without credentials from an address: the status, and the object's text. */
  getAnonymously(bucket: string, key: string, address: string): AnonymousAnswer;
}

/** S3's answer to somebody without credentials. */
export interface AnonymousAnswer {
  readonly status: number;
  readonly body: string;
}
