import { AwsError } from '../aws-error.ts';

/**
 * The members that EKS's error shapes carry beside the message (SDK typings, errors.d.ts). A recorded body has
 * only those that apply.
 */
export interface ErrorMembers {
  readonly clusterName?: string | undefined;
  readonly nodegroupName?: string | undefined;
  readonly fargateProfileName?: string | undefined;
  readonly addonName?: string | undefined;
  readonly validZones?: readonly string[];
}

function error(code: string, statusCode: number, message: string, members: ErrorMembers): AwsError {
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  return new AwsError(code, message, { statusCode, members: given });
}

export const invalidParameter = (message: string, members: ErrorMembers = {}): AwsError =>
  error('InvalidParameterException', 400, message, members);

export const accessDenied = (message: string): AwsError => error('AccessDeniedException', 403, message, {});

export const invalidRequest = (message: string, members: ErrorMembers = {}): AwsError =>
  error('InvalidRequestException', 400, message, members);

export const invalidState = (message: string, members: ErrorMembers = {}): AwsError =>
  error('InvalidStateException', 400, message, members);

export const resourceInUse = (message: string, members: ErrorMembers = {}): AwsError =>
  error('ResourceInUseException', 409, message, members);

export const resourceNotFound = (message: string, members: ErrorMembers = {}): AwsError =>
  error('ResourceNotFoundException', 404, message, members);

export const limitExceeded = (message: string, members: ErrorMembers = {}): AwsError =>
  error('ResourceLimitExceededException', 400, message, members);

export const unsupportedZone = (message: string, members: ErrorMembers = {}): AwsError =>
  error('UnsupportedAvailabilityZoneException', 400, message, members);

/** The tagging operations have errors of their own (SDK typings, errors.d.ts). */
export const notFound = (message: string): AwsError => error('NotFoundException', 404, message, {});

export const badRequest = (message: string): AwsError => error('BadRequestException', 400, message, {});

/**
 * EKS's throttling: mostly with a code of its own (amazon-eks-ami#218), at times as an InvalidRequestException.
 */
export const throttled = (asInvalidRequest: boolean): AwsError =>
  asInvalidRequest
    ? error('InvalidRequestException', 400, 'Request limit exceeded', {})
    : error('TooManyRequestsException', 429, 'Too Many Requests', {});
