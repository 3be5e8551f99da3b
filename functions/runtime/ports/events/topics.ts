import { SNSClient } from '@aws-sdk/client-sns';
import { SnsTopics } from '../../../../aws/topics.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** The topics of the function's own region and account. */
export const topics = perEnvironment(() => {
  const [partition, accountId, region] = ['PARTITION', 'ACCOUNT_ID', 'AWS_REGION'].map(variable);
  return new SnsTopics(new SNSClient({}), `arn:${partition}:sns:${region}:${accountId}:`);
});
