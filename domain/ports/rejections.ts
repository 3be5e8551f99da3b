import type { Rejection } from '../operation/rejection.ts';

/** Requests that were refused before they had an operation. Nothing is decided by them. */
export interface RejectionsPort {
  /** A second time writes the same again. */
  record(rejection: Rejection): Promise<void>;
}
