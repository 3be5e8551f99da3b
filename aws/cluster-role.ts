import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import { TaskError } from '../domain/errors.ts';
import { named } from './errors.ts';
import type { SigningConfiguration } from './sts/presign.ts';

interface Session {
  readonly roleArn: string;
  /** The name that a cluster's audit log shows. */
  readonly sessionName: string;
  /** Made when it is first needed: most tasks find nothing to ask of a cluster. */
  readonly sts: () => STSClient;
}

async function assume({ roleArn, sessionName, sts }: Session) {
  const { Credentials } = await named(
    sts().send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName.slice(0, 64) })),
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
}

/**
 * The configuration to sign requests as another role, in the signer's region. STS gives the credentials: they are
 * asked for when they are first needed, and again shortly before they expire, as an SDK client does.
 */
export function signingAs(
  session: Session,
  { region, sha256 }: Pick<SigningConfiguration, 'region' | 'sha256'>,
): SigningConfiguration {
  const credentials = memoizeIdentityProvider(
    () => assume(session),
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  return { credentials: () => credentials?.() ?? assume(session), region, sha256 };
}
