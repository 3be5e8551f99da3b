import { userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import type { ObservedPodIdentityAssociation } from './decide.ts';

/** An association as a document says it. */
export function describeAssociation(seen: ObservedPodIdentityAssociation) {
  return present({
    namespace: seen.namespace,
    serviceAccountName: seen.serviceAccount,
    roleARN: seen.roleArn,
    targetRoleARN: seen.targetRoleArn,
    disableSessionTags: seen.disableSessionTags || undefined,
    policy: seen.policy,
    tags: userTags(seen.tags),
  });
}
