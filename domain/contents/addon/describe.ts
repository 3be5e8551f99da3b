import { userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import type { ObservedAddon } from './decide.ts';

/** An add-on as a document says it. */
export function describeAddon(seen: ObservedAddon) {
  const associations = seen.podIdentityAssociations ?? [];
  return present({
    name: seen.addonName,
    version: seen.addonVersion,
    serviceAccountRoleARN: seen.serviceAccountRoleArn,
    configurationValues: seen.configurationValues || undefined,
    podIdentityAssociations:
      associations.length > 0
        ? associations.map(({ serviceAccount, roleArn }) => ({
            serviceAccountName: serviceAccount,
            roleARN: roleArn,
          }))
        : undefined,
    // EKS shows the namespace of every add-on; only one that was chosen is a wish.
    namespaceConfig:
      seen.namespaceConfig && seen.namespaceConfig.namespace !== 'kube-system'
        ? seen.namespaceConfig
        : undefined,
    tags: userTags(seen.tags),
  });
}
