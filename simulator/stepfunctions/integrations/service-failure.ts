import type { AwsError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import type { Json } from '../asl.ts';
import { StateFailure } from '../failure.ts';
import type { Resource } from '../state-machines/resource.ts';

/** Prefixes of error names and the service's name in causes, by a resource's type. */
const SERVICES: Readonly<Record<string, readonly [prefix: string, service: string]>> = {
  lambda: ['Lambda', 'Lambda'],
  events: ['EventBridge', 'EventBridge'],
  states: ['StepFunctions', 'Sfn'],
  sqs: ['SQS', 'Sqs'],
  sns: ['SNS', 'Sns'],
  dynamodb: ['DynamoDB', 'DynamoDb'],
};

/** Errors that a service's model does not have come as the service's own exception class. */
const UNMODELLED: Readonly<Record<string, string>> = {
  lambda: 'AWSLambdaException',
  states: 'AWSStepFunctionsException',
  sqs: 'AmazonSQSException',
  sns: 'AmazonSNSException',
  dynamodb: 'AmazonDynamoDBException',
  events: 'AmazonEventBridgeException',
};

/** SDK integrations name a service as the SDK for Java 2 does. */
const SDK_NAMES: Readonly<Record<string, string>> = { dynamodb: 'DynamoDb', eventbridge: 'EventBridge' };

const UNMODELLED_CODES = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'RoleNotAssumable',
  'ValidationError',
  'ValidationException',
  'ThrottlingException',
]);

const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The name and cause that a refused call has in an execution: `Lambda.TooManyRequestsException`. */
export function failureOf(resource: Resource, error: AwsError, region: Region): StateFailure {
  const type = resource.type.replace(/^aws-sdk:/, '');
  const isSdk = resource.type.startsWith('aws-sdk:');
  const sdkName = SDK_NAMES[type] ?? pascal(type);
  const [prefix, service] = isSdk ? [sdkName, sdkName] : (SERVICES[type] ?? [sdkName, sdkName]);
  const unmodelled = isSdk ? `${sdkName}Exception` : (UNMODELLED[type] ?? `${prefix}Exception`);
  const name = UNMODELLED_CODES.has(error.code)
    ? unmodelled
    : `${error.code.replace(/Exception$/, '')}Exception`;
  const requestId = region.kernel.random('states/request-id').uuid();
  return new StateFailure(
    `${prefix}.${name}`,
    `${error.message} (Service: ${service}, Status Code: ${error.statusCode ?? 400}, Request ID: ${requestId})`,
  );
}

/** The HTTP headers and request id that an optimised integration adds to a service's answer (recorded executions). */
export function sdkMetadata(
  region: Region,
  body: string,
  contentType: string,
  more: Readonly<Record<string, string>> = {},
): { [key: string]: Json } {
  const requestId = region.kernel.random('states/request-id').uuid();
  const headers: Record<string, string> = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': contentType,
    Date: new Date(region.kernel.now()).toUTCString(),
    'x-amzn-RequestId': requestId,
    ...more,
  };
  const all: Record<string, [string]> = {};
  for (const name in headers) all[name] = [headers[name] as string];
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
