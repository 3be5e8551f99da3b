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
