import type { Caller } from './service.ts';

/** A call about to be carried out, as a fault may look at it. */
export interface CallFacts {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** The function that makes the call, where one does. */
  readonly functionName: string | undefined;
}

/**
 * What may go wrong with one call. `crash-before` and `crash-after` kill the execution environment on either
 * side of the effect; `lose-reply` carries the call out and closes the connection instead of answering; `hang`
 * carries it out and neither answers nor closes, so that the caller waits until something ends it; `delay` keeps
 * the call on its way for so long; `throttle` refuses it in the service's own words.
 */
export type CallFault =
  | { readonly kind: 'crash-before' }
  | { readonly kind: 'crash-after' }
  | { readonly kind: 'lose-reply' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'refuse'; readonly code: string; readonly message: string; readonly statusCode: number };

/** Decides the fault of a call, or none. Must take all its randomness from the kernel. */
export type FaultInjector = (call: CallFacts) => CallFault | undefined;

/** Watches calls that reach a service: `begun` before it is carried out, `done` once it has succeeded. */
export type CallObserver = (call: CallFacts, moment: 'begun' | 'done') => void;
