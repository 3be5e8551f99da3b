import { AwsError } from '../aws-error.ts';

/** Amazon SQS's refusals, with the names of the SDK's error shapes and AWS's texts. */
export const noSuchQueue = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', { statusCode: 400 });

export const invalidParameter = (value: unknown, name: string, reason: string): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
    {
      statusCode: 400,
    },
  );

export const invalidAttribute = (name: string): AwsError =>
  new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`, { statusCode: 400 });

export const invalidReceiptHandle = (handle: string): AwsError =>
  new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
    {
      statusCode: 400,
    },
  );
