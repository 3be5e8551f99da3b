import { unsaidMembers } from '../../drift/unsaid.ts';
import type { ContentKind } from '../kind.ts';
import { decideIdentityProvider, type ObservedIdentityProvider } from './decide.ts';
import type { DesiredIdentityProvider } from './desired.ts';
import { identityProviderConfigs } from './desired.ts';

/** An OpenID Connect identity provider whose users the cluster lets in. It goes with its cluster. */
export const identityProvider: ContentKind<DesiredIdentityProvider, ObservedIdentityProvider> = {
  port: 'contents',
  task: 'apply-identity-provider',
  // The cluster is UPDATING for as long as that takes, and refuses node groups, profiles and capabilities.
  exclusive: true,
  desired: identityProviderConfigs,
  read: (clusterName, name, { contents }) => contents.read('identityProviderConfig', clusterName, name),
  decide: decideIdentityProvider,
  beyond: ({ key, request }, observed) =>
    unsaidMembers(key, request.oidc, observed, {
      usernameClaim: 'sub',
      // The prefix of an issuer's users, where nothing else is said (AssociateIdentityProviderConfig,
      // `usernamePrefix`).
      usernamePrefix: `${observed.issuerUrl}#`,
      groupsClaim: undefined,
      groupsPrefix: undefined,
      requiredClaims: undefined,
    }),
  create: ({ request }) => ({ operation: 'AssociateIdentityProviderConfig', request }),
  title: ({ request }) => `Trust identity provider ${request.oidc.identityProviderConfigName}`,
  // Nodes of the control plane are replaced: a log of Terraform shows more than 24 minutes (aws/containers-roadmap#1438).
  expected: () => ({ minSeconds: 600, maxSeconds: 1500 }),
};
