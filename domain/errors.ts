/**
 * The one table of errors. Each row says what a name means to a state machine (whether and when to retry) and to a
 * person (what to do). A `TaskError`'s name is a key of it, so these names are the vocabulary of Retry and Catch.
 * Expected outcomes are returned unions, not errors.
 */
export interface ErrorRow {
  /** `backoff`: the same request may succeed soon. `hold`: it may succeed once a person acts. `never`: it will not. */
  readonly retry: 'backoff' | 'hold' | 'never';
  readonly advice: string;
}

export const ERRORS = {
  Throttled: { retry: 'backoff', advice: 'AWS throttled the request; it is tried again by itself.' },
  ServiceUnavailable: {
    retry: 'backoff',
    advice: 'AWS answered with a server error or not at all; it is tried again by itself.',
  },
  Conflict: {
    retry: 'backoff',
    advice: 'Another change of the same resource is under way; it is tried again by itself.',
  },
  Paused: {
    retry: 'hold',
    advice:
      'The fleet or this cluster is paused; `eks-fleet get pauses` says by whom, and how each pause is lifted.',
  },
  LeaseLost: {
    retry: 'never',
    advice: 'A newer operation owns this cluster; look at it with `eks-fleet get operations`.',
  },
  AccessDenied: {
    retry: 'never',
    advice: 'A role lacks a permission; deploy the current templates, or grant what the message names.',
  },
  QuotaExceeded: {
    retry: 'never',
    advice: 'Ask AWS for a higher quota, or remove what is no longer used, then apply again.',
  },
  NotFound: {
    retry: 'never',
    advice:
      'Something that the document names does not exist; create it or correct the document, then apply again.',
  },
  InvalidRequest: {
    retry: 'never',
    advice: 'AWS refused the request as the message says; correct the document, then apply again.',
  },
  KubernetesUnreachable: {
    retry: 'backoff',
    advice:
      "The cluster's Kubernetes API cannot be reached from the fleet's functions; open it to them, or enable its private endpoint, then apply or adopt the cluster again.",
  },
  KubernetesUnauthorized: {
    retry: 'backoff',
    advice:
      "The cluster's Kubernetes API does not know the fleet's role; if that lasts longer than a minute, adopt the cluster again so that its access entry is made.",
  },
  KubernetesForbidden: {
    retry: 'backoff',
    advice:
      "The fleet's role may not do this in the cluster; if that lasts longer than a minute, adopt the cluster again so that its ClusterRole is brought up to date.",
  },
  InvalidInput: {
    retry: 'never',
    advice:
      'A task was given input that its contract does not allow; this is a defect of eks-fleet, please report it.',
  },
  Unexpected: {
    retry: 'never',
    advice: 'An error that eks-fleet does not know; apply again, and report it if it comes back.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorName = keyof typeof ERRORS;

/** An error that a state machine handles by name. `cause` keeps AWS's own error. */
export class TaskError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}
