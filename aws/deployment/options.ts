import type { Templates } from './compile-templates.ts';

export interface DeployOptions {
  readonly templates: Templates;
  /** Home first. */
  readonly regions: readonly string[];
  readonly stage: string;
  /**
   * The files that the functions' code is in, by their key in the regional artifact buckets; none where code runs
   * from source. A key stands for its content: one that is there is not sent again.
   */
  readonly artifacts?: ReadonlyMap<string, Uint8Array>;
  /**
   * Principals that may put requests on the buses, as ARN patterns of IAM. If absent, those of the last deployment,
   * and at first the template's default.
   */
  readonly requesters?: readonly string[];
  /** Deploys one region after the other, home first: a release that fails in the first one never reaches the next. */
  readonly oneByOne?: boolean;
  /** Waits between two looks at a stack. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onProgress?: (message: string) => void;
}
