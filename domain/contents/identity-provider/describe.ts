import { userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import type { ObservedIdentityProvider } from './decide.ts';

/** An identity provider as a document says it. */
export function describeIdentityProvider(seen: ObservedIdentityProvider) {
  return present({
    type: 'oidc',
    name: seen.identityProviderConfigName,
    issuerURL: seen.issuerUrl,
    clientID: seen.clientId,
    usernameClaim: seen.usernameClaim,
    usernamePrefix: seen.usernamePrefix,
    groupsClaim: seen.groupsClaim,
    groupsPrefix: seen.groupsPrefix,
    requiredClaims:
      seen.requiredClaims && Object.keys(seen.requiredClaims).length > 0 ? seen.requiredClaims : undefined,
    tags: userTags(seen.tags),
  });
}
