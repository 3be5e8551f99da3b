import type { AssociateEncryptionConfigRequest, EncryptionConfig, Update } from '@aws-sdk/client-eks';
import type { EksAccount } from '../account.ts';
import { invalidParameter } from '../errors.ts';
import { validate } from '../validate.ts';
import { ASSOCIATE_ENCRYPTION_CONFIG } from './shapes.ts';
import { startClusterUpdate } from './updates.ts';

/** A key id as KMS makes them. Keys of other accounts are theirs to have: only their form is known here. */
const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/(.+)$/;
const KEY_ID = /^(mrk-)?[0-9a-f-]{32,36}$/;

/** Refuses an ARN that is no key in this region; the wordings are recorded (cloud-custodian). */
export function checkKeys(
  account: EksAccount,
  configs: readonly EncryptionConfig[] | undefined,
  clusterName: string | undefined,
): void {
  for (const config of configs ?? []) {
    const keyArn = config.provider?.keyArn;
    const [, kind, id] = KEY_ARN.exec(keyArn ?? '') ?? [];
    const here = keyArn?.split(':')[3] === account.region.name;
    const isOurs = keyArn?.split(':')[4] === account.region.accountId;
    const isMissing = isOurs && !account.settings.keyExists(keyArn ?? '');
    if (kind === 'key' && !here) {
      throw invalidParameter('The keyArn for encryptionConfig is scoped to invalid aws region.', {
        clusterName,
      });
    }
    if (kind === 'key' && here && (!KEY_ID.test(id ?? '') || isMissing)) {
      throw invalidParameter(`The KeyArn in encryptionConfig provider ${keyArn} is not found.`, {
        clusterName,
      });
    }
    if (kind !== 'key' || !here) {
      throw invalidParameter('The keyArn for encryptionConfig is invalid.', { clusterName });
    }
  }
}

export function associateEncryptionConfig(
  account: EksAccount,
  input: AssociateEncryptionConfigRequest,
): { update: Update } {
  validate(account, 'AssociateEncryptionConfig', ASSOCIATE_ENCRYPTION_CONFIG, input, {
    clusterName: input.clusterName,
  });
  const name = input.clusterName ?? '';
  return account.once('AssociateEncryptionConfig', name, input.clientRequestToken, input, () => {
    const cluster = account.cluster(name);
    if ((cluster.description.encryptionConfig?.length ?? 0) > 0) {
      throw invalidParameter('Encryption is already enabled on the cluster', { clusterName: name });
    }
    if ((input.encryptionConfig?.length ?? 0) === 0) {
      throw invalidParameter("encryptionConfig can't be null or empty", { clusterName: name });
    }
    checkKeys(account, input.encryptionConfig, name);
    const value = JSON.stringify(input.encryptionConfig);
    const update = startClusterUpdate(account, cluster, {
      type: 'AssociateEncryptionConfig',
      params: [{ type: 'EncryptionConfig', value }],
      duration: 'eks/encryption-config-update',
      apply: () => {
        cluster.description.encryptionConfig = input.encryptionConfig;
      },
    });
    return () => ({ update });
  });
}
