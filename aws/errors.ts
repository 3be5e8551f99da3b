import { type ErrorName, TaskError } from '../domain/errors.ts';

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $fault?: 'client' | 'server';
  readonly code?: string;
  /** The reasons of a cancelled transaction of DynamoDB, one for each of its items. */
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** AWS's error codes, by their meaning to a workflow. Codes only: messages change without notice. */
const NAMES: Readonly<Record<string, ErrorName>> = {
  ThrottlingException: 'Throttled',
  Throttling: 'Throttled',
  TooManyRequestsException: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  ThrottledException: 'Throttled',
  KMSThrottlingException: 'Throttled',
  DependencyThrottleException: 'Throttled',
  ProvisionedThroughputExceededException: 'Throttled',
  LimitExceededException: 'QuotaExceeded',
  LimitExceeded: 'QuotaExceeded',
  ExecutionLimitExceeded: 'Throttled',
  SlowDown: 'Throttled',
  ResourceLimitExceededException: 'QuotaExceeded',
  ServiceQuotaExceededException: 'QuotaExceeded',
  AccessDeniedException: 'AccessDenied',
  AccessDenied: 'AccessDenied',
  UnauthorizedOperation: 'AccessDenied',
  NotAuthorized: 'AccessDenied',
  ExpiredTokenException: 'AccessDenied',
  UnrecognizedClientException: 'AccessDenied',
  ExpiredToken: 'AccessDenied',
  InvalidClientTokenId: 'AccessDenied',
  InvalidSignatureException: 'AccessDenied',
  SignatureDoesNotMatch: 'AccessDenied',
  AuthFailure: 'AccessDenied',
  CredentialsProviderError: 'AccessDenied',
  AuthorizationErrorException: 'AccessDenied',
  KMSAccessDeniedException: 'AccessDenied',
  ResourceInUseException: 'Conflict',
  ConflictException: 'Conflict',
  PullThroughCacheRuleAlreadyExistsException: 'Conflict',
  AlreadyExistsException: 'Conflict',
  OperationInProgressException: 'Conflict',
  ConditionalRequestConflict: 'Conflict',
  PreconditionFailed: 'Conflict',
  PriorRequestNotComplete: 'Conflict',
  OperationAbortedException: 'Conflict',
  ScalingActivityInProgressFault: 'Conflict',
  TransactionConflictException: 'Throttled',
  TransactionInProgressException: 'Throttled',
  ResourceNotFoundException: 'NotFound',
  DependencyViolation: 'Conflict',
  'InvalidSubnetID.NotFound': 'NotFound',
  'InvalidVpcID.NotFound': 'NotFound',
  'InvalidGroup.NotFound': 'NotFound',
  'InvalidInstanceID.NotFound': 'NotFound',
  'InvalidNetworkInterfaceID.NotFound': 'NotFound',
  'InvalidAMIID.Malformed': 'NotFound',
  'InvalidAMIID.NotFound': 'NotFound',
  'InvalidAMIID.Unavailable': 'NotFound',
  'InvalidLaunchTemplateId.NotFound': 'NotFound',
  'InvalidLaunchTemplateId.VersionNotFound': 'NotFound',
  'InvalidSecurityGroupRuleId.NotFound': 'NotFound',
  AccessPointNotFoundException: 'NotFound',
  LoadBalancerNotFoundException: 'NotFound',
  TargetGroupNotFoundException: 'NotFound',
  NotFoundException: 'NotFound',
  SecretNotFoundException: 'NotFound',
  NoSuchEntityException: 'NotFound',
  NoSuchResourceException: 'NotFound',
  StateMachineDoesNotExist: 'NotFound',
  NoSuchBucket: 'NotFound',
  NoSuchKey: 'NotFound',
  NoSuchHealthCheck: 'NotFound',
  NoSuchHostedZone: 'NotFound',
  BadRequestException: 'InvalidRequest',
  ClientException: 'InvalidRequest',
  InvalidParameterException: 'InvalidRequest',
  InvalidRequestException: 'InvalidRequest',
  InvalidStateException: 'InvalidRequest',
  OperationNotPermittedException: 'InvalidRequest',
  InvalidParameterValue: 'InvalidRequest',
  InvalidArn: 'InvalidRequest',
  InvalidChangeBatch: 'InvalidRequest',
  InvalidInput: 'InvalidRequest',
  StateMachineDeleting: 'InvalidRequest',
  UnsupportedAvailabilityZoneException: 'InvalidRequest',
  ValidationException: 'InvalidRequest',
  ValidationError: 'InvalidRequest',
  InsufficientCapabilitiesException: 'InvalidRequest',
  UnableToAccessSecretException: 'InvalidRequest',
  UnableToDecryptSecretValueException: 'InvalidRequest',
  UnsupportedUpstreamRegistryException: 'InvalidRequest',
  ServerException: 'ServiceUnavailable',
  ServiceUnavailableException: 'ServiceUnavailable',
  InternalFailure: 'ServiceUnavailable',
  InternalServerError: 'ServiceUnavailable',
  TimeoutError: 'ServiceUnavailable',
  ECONNRESET: 'ServiceUnavailable',
  ECONNREFUSED: 'ServiceUnavailable',
  EPIPE: 'ServiceUnavailable',
  ETIMEDOUT: 'ServiceUnavailable',
  EHOSTUNREACH: 'ServiceUnavailable',
  ENETUNREACH: 'ServiceUnavailable',
  ENOTFOUND: 'ServiceUnavailable',
  EAI_AGAIN: 'ServiceUnavailable',
};

/** EKS answers some throttled calls as `InvalidRequestException` with this text (eksctl#7876): the one exception. */
const EKS_THROTTLE_TEXT = /^Request limit exceeded/i;

/**
 * Reasons for which a transaction was cancelled that may succeed a moment later (API reference,
 * TransactionCanceledException).
 */
const CANCELLED_FOR_NOW: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Turns any error of an SDK client into one that the state machines know. */
export function toTaskError(error: unknown): TaskError {
  if (error instanceof TaskError) return error;
  const { name, message, code, $metadata, $fault } = error as ServiceError;
  if (name === 'InvalidRequestException' && EKS_THROTTLE_TEXT.test(message))
    return new TaskError('Throttled', message, { cause: error });
  if ((error as ServiceError).CancellationReasons?.some(({ Code }) => CANCELLED_FOR_NOW.has(Code)))
    return new TaskError('Throttled', message, { cause: error });
  const known = NAMES[name] ?? (code === undefined ? undefined : NAMES[code]);
  if (known) return new TaskError(known, message, { cause: error });
  const isServers = $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500;
  return new TaskError(isServers ? 'ServiceUnavailable' : 'Unexpected', `${name}: ${message}`, {
    cause: error,
  });
}

/** Runs an AWS call and names its error. */
export async function named<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toTaskError(error);
  }
}

/** As `named`, but undefined where AWS says that the thing does not exist. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const named = toTaskError(error);
    if (named.name === 'NotFound') return undefined;
    throw named;
  }
}

/** As `named`, but the reason where nobody answers for now: a region that is lost, or throttles. What is denied is thrown. */
export async function unlessSilent<T>(call: Promise<T>): Promise<T | { readonly noAnswer: string }> {
  try {
    return await call;
  } catch (error) {
    const named = toTaskError(error);
    if (named.name === 'ServiceUnavailable' || named.name === 'Throttled') return { noAnswer: named.message };
    throw named;
  }
}
