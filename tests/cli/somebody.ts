import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { RunningDev } from './running-dev.ts';

/** As long as one can be: time passes five hundred times as fast. */
const SESSION_SECONDS = 43_200;

/** The environment of somebody who may request, and do nothing else but what these statements allow. */
export async function somebody(
  dev: RunningDev,
  region: string,
  name: string,
  actions: readonly string[],
): Promise<NodeJS.ProcessEnv> {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    dev.environment;
  const using = { endpoint: dev.url, region, credentials: { accessKeyId, secretAccessKey } };
  const iam = new IAMClient(using);
  const statement = (over: object) => JSON.stringify({ Version: '2012-10-17', Statement: [over] });
  const trust = statement({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'sts:AssumeRole',
  });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      Path: '/eks-fleet-requesters/',
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: SESSION_SECONDS,
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: 'own',
      PolicyDocument: statement({ Effect: 'Allow', Action: actions, Resource: '*' }),
    }),
  );
  const { Credentials } = await new STSClient(using).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'test', DurationSeconds: SESSION_SECONDS }),
  );
  return {
    ...dev.environment,
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  };
}
