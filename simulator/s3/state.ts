import type { Service } from '../service.ts';

/** A bucket and its objects; bodies are kept in memory. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  policy: string | undefined;
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
}
