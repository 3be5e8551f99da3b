import { setTimeout as sleep } from 'node:timers/promises';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { RunningDev } from './running-dev.ts';

/** As long as one can be: time passes five hundred times as fast. */
const SESSION_SECONDS = 43_200;

/** The administrator's client settings for a running world. */
export function administrator({ environment, url }: RunningDev, region: string) {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  return { endpoint: url, region, credentials: { accessKeyId, secretAccessKey } };
}

const REQUESTERS = '/eks-fleet-requesters/';

/** The environment of a new session of somebody who is known. */
export async function sessionOf(
  dev: RunningDev,
  region: string,
  name: string,
  path = REQUESTERS,
): Promise<NodeJS.ProcessEnv> {
  const sts = new STSClient(administrator(dev, region));
  const request = {
    RoleArn: `arn:aws:iam::111122223333:role${path}${name}`,
    RoleSessionName: 'test',
    DurationSeconds: SESSION_SECONDS,
  };
  const assume = () => sts.send(new AssumeRoleCommand(request));
  // A role that IAM got a moment ago is not known everywhere yet.
  let answer = await assume().catch(() => undefined);
  for (let attempt = 0; !answer && attempt < 50; attempt++) {
    await sleep(100);
    answer = await assume().catch(() => undefined);
  }
  const { Credentials } = answer ?? (await assume());
  return {
    ...dev.environment,
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  };
}

/** The environment of a principal, by its path, that may put requests and has only these statements besides. */
export async function somebody(
  dev: RunningDev,
  region: string,
  name: string,
  actions: readonly string[],
  {
    more = [],
    path = REQUESTERS,
  }: {
    readonly more?: readonly { readonly Action: readonly string[]; readonly Resource: string }[];
    readonly path?: string;
  } = {},
): Promise<NodeJS.ProcessEnv> {
  const iam = new IAMClient(administrator(dev, region));
  const statement = (...over: readonly object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: over });
  const trust = statement({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'sts:AssumeRole',
  });
  await iam.send(
    new CreateRoleCommand({
      Path: path,
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: SESSION_SECONDS,
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: 'own',
      PolicyDocument: statement(
        { Effect: 'Allow', Action: actions, Resource: '*' },
        ...more.map((allowed) => ({ Effect: 'Allow', ...allowed })),
      ),
    }),
  );
  return sessionOf(dev, region, name, path);
}
