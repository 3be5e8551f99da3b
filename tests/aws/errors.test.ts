import { ScalingActivityInProgressFault } from '@aws-sdk/client-auto-scaling';
import { OperationAbortedException } from '@aws-sdk/client-cloudwatch-logs';
import { SecretNotFoundException, UnableToAccessSecretException } from '@aws-sdk/client-ecr';
import { ClientException } from '@aws-sdk/client-eks';
import { DependencyThrottleException } from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from '@jest/globals';
import { toTaskError } from '../../aws/errors.ts';

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

// What the SDK takes for passing troubles of the network (@smithy/core, service-error-classification): on 20 October 2025
// the name of DynamoDB's endpoint in us-east-1 led nowhere for hours.
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
