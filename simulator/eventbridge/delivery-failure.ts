import type { AwsError } from '../aws-error.ts';

/** The reason why a delivery failed, in the vocabulary of dead-letter queues, and whether EventBridge tries again. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  readonly isRetried: boolean;
}

/** Codes that only a person can mend: of our own delivery steps, and of targets. */
const FINAL: readonly (readonly [RegExp, string])[] = [
  [/^(FAILED_TO_ASSUME_ROLE|INVALID_JSON|THIRD_ACCOUNT_HOP_DETECTED|THIRD_REGION_HOP_DETECTED)$/, '$1'],
  [/^(AccessDenied|AuthorizationError|UnauthorizedOperation)(Exception)?$/, 'NO_PERMISSIONS'],
  [
    /^(ResourceNotFoundException|StateMachineDoesNotExist|QueueDoesNotExist|NotFoundException)$/,
    'NO_RESOURCE',
  ],
  [/^(Invalid.*|Validation.*|KMS.*)$/, 'INVALID_PARAMETER'],
];
const THROTTLING = /Throttl|TooManyRequests|LimitExceeded|RequestLimit|Rate/;

/**
 * Missing permissions and missing targets are not retried, errors of the service are (EventBridge user guide,
 * "Using dead-letter queues to process undelivered events", with the list of error codes).
 */
export function deliveryFailure(error: AwsError): DeliveryFailure {
  const { code, message } = error;
  for (const [form, name] of FINAL) {
    if (form.test(code)) return { code: name === '$1' ? code : name, message, isRetried: false };
  }
  if (THROTTLING.test(code)) return { code: 'THROTTLING', message, isRetried: true };
  return { code: 'ERROR_FROM_TARGET', message, isRetried: true };
}
