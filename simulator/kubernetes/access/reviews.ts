import type { ApiAnswer } from '../api/request.ts';
import type { ServedRequest } from '../api/served-request.ts';
import { badRequest } from '../api/status.ts';
import { bodyOf } from '../api/writes.ts';
import { isAllowed } from './authorization.ts';

interface Review {
  readonly spec?: {
    readonly resourceAttributes?: {
      readonly verb?: string;
      readonly group?: string;
      readonly resource?: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
    readonly nonResourceAttributes?: object;
  };
}

/** Answers whether the caller may do something (Kubernetes, "Checking API access"). */
export function reviewAccess(served: ServedRequest): ApiAnswer {
  const { cluster, identity, notSimulated } = served;
  const review = bodyOf<Review>(served);
  const asked = review.spec?.resourceAttributes;
  if (!asked) {
    if (review.spec?.nonResourceAttributes) return notSimulated('a review of nonResourceAttributes');
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified');
  }
  const { verb = '', group = '', resource = '', subresource, namespace, name } = asked;
  const allowed = isAllowed(cluster.store, identity, {
    verb,
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    // A review without a name asks about any name.
    name: name === '' ? undefined : name,
    namespace: namespace === '' ? undefined : namespace,
  });
  return { statusCode: 201, body: { ...review, status: { allowed } } };
}
