export interface RemoveOptions {
  readonly regions: readonly string[];
  readonly stage: string;
  /** Deletes the fleet table too, with every document and the history of all operations. */
  readonly deleteData: boolean;
  /** Waits between two looks at a deletion. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onProgress?: (message: string) => void;
}
