import { AwsError } from './aws-error.ts';
import type { RandomStream } from './kernel/random.ts';

interface ServerError {
  readonly code: string;
  readonly statusCode: number;
}

/** Each service's own names ("Common errors" of its API reference; SDK typings of EKS, DynamoDB, Lambda and Scheduler). */
const SERVER_ERRORS: Readonly<Record<string, readonly ServerError[]>> = {
  eks: [
    { code: 'ServerException', statusCode: 500 },
    { code: 'ServiceUnavailableException', statusCode: 503 },
  ],
  dynamodb: [{ code: 'InternalServerError', statusCode: 500 }],
  ec2: [
    { code: 'InternalError', statusCode: 500 },
    { code: 'Unavailable', statusCode: 503 },
  ],
  iam: [
    { code: 'ServiceFailure', statusCode: 500 },
    { code: 'ServiceUnavailable', statusCode: 503 },
  ],
  lambda: [{ code: 'ServiceException', statusCode: 500 }],
  scheduler: [{ code: 'InternalServerException', statusCode: 500 }],
};
const COMMON: readonly ServerError[] = [
  { code: 'InternalFailure', statusCode: 500 },
  { code: 'ServiceUnavailable', statusCode: 503 },
];

/** The error by which the service of that registry key says that the fault is its own. */
export function serverError(service: string, random: RandomStream): AwsError {
  const { code, statusCode } = random.pick(SERVER_ERRORS[service] ?? COMMON);
  return new AwsError(code, 'We encountered an internal error. Please try again.', { statusCode });
}
