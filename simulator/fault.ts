import type { Caller } from './service.ts';

/** A call about to be carried out, as a fault may look at it. */
export interface CallFacts {
  readonly region: string;
  readonly service: string;
  /** The API's operation; for a resource of a stack, the handler's verb and type: `create AWS::IAM::Role`. */
  readonly operation: string;
  /** The service's own from now on: read at once, never kept. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** The function that makes the call, where one does. */
  readonly functionName: string | undefined;
  /** The payload that the function was invoked with. */
  readonly invokedWith?: unknown;
  /** The id of the invocation that makes the call, where one does: each attempt is one of its own. */
  readonly invocation?: string | undefined;
  /** The service of AWS's that makes the call by itself, where one does: `cloudformation`, `states`. */
  readonly madeBy?: string;
}

/**
 * A fault of one call. `crash-before` and `crash-after` kill the execution environment before or after the effect.
 * `lose-reply` carries the call out and closes the connection instead of answering. `hang` carries it out and neither
 * answers nor closes: the caller waits until something ends it. `delay` keeps the call on its way for a time.
 * `throttle` refuses it in the service's own words, `server-error` with one of the service's own 500s or 503s.
 * `conflict` is the refusal of a call that meets another on an item in DynamoDB, and `fail-entries` makes some entries of
 * PutEvents fail inside a success. A call that a service of AWS makes
 * by itself knows `throttle`, `server-error` and `delay` only.
 */
export type CallFault =
  | { readonly kind: 'crash-before' }
  | { readonly kind: 'crash-after' }
  | { readonly kind: 'lose-reply' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'server-error' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'fail-entries' }
  | { readonly kind: 'delay'; readonly delayMs: number };

/**
 * Watches calls that reach a service: `begun` before it is carried out, `done` once it has succeeded, with the answer,
 * which is the service's own: read at once, never kept.
 */
export type CallObserver = (call: CallFacts, moment: 'begun' | 'done', output?: unknown) => void;

/** An event that a bus has taken; of several buses, each time. */
export interface TakenEvent {
  readonly region: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  /** The service's own: read at once, never kept. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** From another bus. */
  readonly isForwarded: boolean;
}

/** A delivery of an event about to be made. */
export interface DeliveryFacts {
  readonly region: string;
  readonly detailType: string;
  readonly targetArn: string;
}

/** The number of deliveries, at least one, and the milliseconds by which they are later than usual. */
export interface DeliveryFault {
  readonly copies: number;
  readonly delayMs: number;
}

/** A launch that EC2 is asked for. */
export interface CapacityAsk {
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly spot: boolean;
}

/** Something that EKS does in its own time. */
export interface EksWork {
  readonly region: string;
  readonly kind: 'create-node-group' | 'create-addon' | 'update';
  readonly cluster: string;
  /** The node group or add-on that is made or changed; absent where the cluster itself is changed. */
  readonly name?: string;
}

/**
 * Everything that may go wrong in a world. Asked each time, so that the answers may change while the world runs;
 * whoever answers must take all randomness from the kernel. Services and regions that are down or cut off are in
 * `Outages`.
 */
export interface Faults {
  ofCall(call: CallFacts): CallFault | undefined;
  /** Whether the result of an invocation that has ended is lost on its way back. */
  losesResult(functionName: string): boolean;
  ofDelivery(delivery: DeliveryFacts): DeliveryFault | undefined;
  /** The milliseconds by which a write takes longer than usual to the global table's replica in another region. */
  replicationDelayMs(from: string, to: string): number;
  hasCapacity(ask: CapacityAsk): boolean;
  /** The milliseconds by which the clocks of functions' hosts in a region are ahead of the true time; negative behind it. */
  clockStepMs(region: string): number;
  /** The end of the work; asked again and again for as long as it hangs. */
  endOf(work: EksWork): 'succeeds' | 'fails' | 'hangs';
}

export const NOTHING_FAILS: Faults = {
  ofCall: () => undefined,
  losesResult: () => false,
  ofDelivery: () => undefined,
  replicationDelayMs: () => 0,
  hasCapacity: () => true,
  clockStepMs: () => 0,
  endOf: () => 'succeeds',
};
