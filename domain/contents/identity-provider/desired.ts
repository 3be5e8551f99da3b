import type { ClusterConfig, IdentityProvider } from '../../cluster-config/config.ts';
import { ownTags } from '../../desired/names.ts';
import { present } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';

export interface DesiredIdentityProvider extends ContentBase {
  readonly kind: 'identityProviderConfig';
  readonly request: {
    readonly clusterName: string;
    readonly oidc: {
      readonly identityProviderConfigName: string;
      readonly issuerUrl: string;
      readonly clientId: string;
      readonly usernameClaim?: string;
      readonly usernamePrefix?: string;
      readonly groupsClaim?: string;
      readonly groupsPrefix?: string;
      readonly requiredClaims?: Readonly<Record<string, string>>;
    };
    readonly tags?: Readonly<Record<string, string>>;
  };
}

export const identityProviderConfigs = (config: ClusterConfig): readonly DesiredIdentityProvider[] =>
  (config.identityProviders ?? []).map((one) => identityProviderConfig(config, one));

function identityProviderConfig(config: ClusterConfig, provider: IdentityProvider): DesiredIdentityProvider {
  return {
    kind: 'identityProviderConfig',
    key: `identityProviderConfig/${provider.name}`,
    request: {
      clusterName: config.metadata.name,
      oidc: {
        identityProviderConfigName: provider.name,
        issuerUrl: provider.issuerURL,
        clientId: provider.clientID,
        ...present({
          usernameClaim: provider.usernameClaim,
          usernamePrefix: provider.usernamePrefix,
          groupsClaim: provider.groupsClaim,
          groupsPrefix: provider.groupsPrefix,
          requiredClaims: provider.requiredClaims,
        }),
      },
      tags: { ...ownTags(config), ...provider.tags },
    },
    needs: [],
  };
}
