import type { Templates } from '../../aws/deployment/compile-templates.ts';
import type { AppliedDocument } from '../applied-document.ts';
import type { SimulationMessage } from '../simulation-spec.ts';

/** An embedded AWS that answers over HTTP, until it is stopped. */
export interface DevSpec {
  readonly seed: number;
  /** Virtual start, ISO 8601. */
  readonly startAt: string;
  readonly accountId: string;
  readonly stage: string;
  /** Home first. */
  readonly regions: readonly string[];
  /** Absent for a world in which nothing is deployed. */
  readonly templates?: Templates;
  /** Documents whose prerequisites are planted before it listens; they are not applied. */
  readonly documents: readonly AppliedDocument[];
  /** The folder that handlers are loaded from. */
  readonly root: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Virtual seconds that pass in one real second. */
  readonly speed: number;
}

export type DevMessage =
  | SimulationMessage
  | {
      readonly kind: 'listening';
      readonly url: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    }
  /** A client's request for something that is not simulated. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'stopped' };
