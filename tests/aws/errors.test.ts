import { ScalingActivityInProgressFault } from '@aws-sdk/client-auto-scaling';
import { OperationAbortedException } from '@aws-sdk/client-cloudwatch-logs';
import { SecretNotFoundException, UnableToAccessSecretException } from '@aws-sdk/client-ecr';
import { ClientException } from '@aws-sdk/client-eks';
import { DependencyThrottleException } from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from '@jest/globals';
import { named, toTaskError, unlessMissing } from '../../aws/errors.ts';
import { TaskError } from '../../domain/errors.ts';

const facts = { message: 'as AWS says', $metadata: { httpStatusCode: 400 } };

// The error shapes of the operations that tasks send (botocore's and the SDK's service models).
describe('an error that AWS models', () => {
  it.each([
    ['UpdateAutoScalingGroup', new ScalingActivityInProgressFault(facts), 'Conflict'],
    ['PutRetentionPolicy', new OperationAbortedException(facts), 'Conflict'],
    ['DescribeLoadBalancers', new DependencyThrottleException(facts), 'Throttled'],
    ['UpdateNodegroupConfig', new ClientException(facts), 'InvalidRequest'],
    ['CreatePullThroughCacheRule', new SecretNotFoundException(facts), 'NotFound'],
    ['UpdatePullThroughCacheRule', new UnableToAccessSecretException(facts), 'InvalidRequest'],
  ] as const)('of %s has a meaning to a workflow', (_operation, error, name) => {
    expect(toTaskError(error)).toMatchObject({ name, message: 'as AWS says' });
  });
});

// Codes that the SDK treats as transient network errors (@smithy/core, service-error-classification). On 20 October
// 2025 the name of DynamoDB's endpoint in us-east-1 led nowhere for hours.
it.each([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])('a connection that fails with %s is tried again', (code) => {
  const error = Object.assign(new Error(`${code} dynamodb.us-east-1.amazonaws.com`), { code });
  expect(toTaskError(error).name).toBe('ServiceUnavailable');
});

describe('an error of a call', () => {
  const error = (name: string, more: object = {}) =>
    Object.assign(new Error('as AWS says'), { name, ...more });
  const cancelled = (...codes: string[]) =>
    error('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

  it.each<[string, Error, string]>([
    [
      'EKS throttles as a bad request',
      error('InvalidRequestException', { message: 'Request limit exceeded' }),
      'Throttled',
    ],
    ['EKS refuses a request', error('InvalidRequestException'), 'InvalidRequest'],
    ['another item of a transaction is being written', cancelled('None', 'TransactionConflict'), 'Throttled'],
    ['a condition of a transaction is not met', cancelled('ConditionalCheckFailed', 'None'), 'Unexpected'],
    ['a service fails in a way of its own', error('Oops', { $fault: 'server' }), 'ServiceUnavailable'],
    ['a service answers 503', error('Oops', { $metadata: { httpStatusCode: 503 } }), 'ServiceUnavailable'],
    ['AWS refuses in a way that is new', error('Oops', { $metadata: { httpStatusCode: 400 } }), 'Unexpected'],
  ])('has a meaning to a workflow where %s', (_, thrown, name) => {
    expect(toTaskError(thrown)).toMatchObject({ name, cause: thrown });
  });

  it('that has a meaning keeps it', async () => {
    const paused = new TaskError('Paused', 'change freeze');
    expect(toTaskError(paused)).toBe(paused);
    await expect(named(Promise.reject(error('AccessDenied')))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(await named(Promise.resolve(1))).toBe(1);
  });

  it('that something is not there is an answer, and no other error is', async () => {
    expect(await unlessMissing(Promise.reject(error('ResourceNotFoundException')))).toBeUndefined();
    expect(await unlessMissing(Promise.resolve(1))).toBe(1);
    await expect(unlessMissing(Promise.reject(error('AccessDenied')))).rejects.toBeInstanceOf(TaskError);
  });
});

// Common errors of the services' API references, EC2's error codes, and the SDK's own where it finds no credentials.
it.each([
  'ExpiredToken',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'AuthFailure',
  'CredentialsProviderError',
])('credentials that AWS answers with %s are no access', (name) => {
  expect(toTaskError(Object.assign(new Error('as AWS says'), { name }))).toMatchObject({
    name: 'AccessDenied',
    message: 'as AWS says',
  });
});
