import { EKSClient } from '@aws-sdk/client-eks';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { TaskError } from '../domain/errors.ts';
import { named } from './errors.ts';
import type { SigningConfiguration } from './kubernetes-token.ts';

/**
 * What requests are signed with as another role: credentials that STS gives, asked for when they are first needed and
 * again shortly before they expire, as an SDK client keeps them. `sessionName` is who a cluster's audit log names.
 */
export function signingAs(roleArn: string, sessionName: string): SigningConfiguration {
  const sts = new STSClient({});
  const assume = async () => {
    const { Credentials } = await named(
      sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName.slice(0, 64) })),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new TaskError('Unexpected', `STS gave no credentials of ${roleArn}`);
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
  return new EKSClient({ credentials: assume }).config;
}
