import { AwsError } from '../aws-error.ts';

/** Amazon SNS's refusals, with the names of the SDK's error shapes and AWS's texts. */
export const invalidParameter = (reason: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${reason}`, { statusCode: 400 });

export const noSuchTopic = (): AwsError =>
  new AwsError('NotFoundException', 'Topic does not exist', { statusCode: 404 });

export const noSuchSubscription = (): AwsError =>
  new AwsError('NotFoundException', 'Subscription does not exist', { statusCode: 404 });
