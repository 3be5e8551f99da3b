import { includes, tagsToSet } from '../../decide/compare.ts';
import { type Change, create, type Decision, nothing, refuse, update, wait } from '../../decide/decision.ts';
import type { DesiredIdentityProvider } from './desired.ts';

/** A provider as DescribeIdentityProviderConfig shows it (`identityProviderConfig.oidc`). */
export interface ObservedIdentityProvider {
  readonly identityProviderConfigArn: string;
  readonly identityProviderConfigName: string;
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING';
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly usernameClaim?: string;
  readonly usernamePrefix?: string;
  readonly groupsClaim?: string;
  readonly groupsPrefix?: string;
  readonly requiredClaims?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

export type IdentityProviderChange = Change<
  'TagResource',
  { readonly resourceArn: string; readonly tags: Readonly<Record<string, string>> }
>;

export function decideIdentityProvider(
  { request }: DesiredIdentityProvider,
  observed: ObservedIdentityProvider | undefined,
): Decision<IdentityProviderChange> {
  if (!observed) return create;
  if (observed.status === 'CREATING') return wait('AssociateIdentityProviderConfig');
  if (observed.status === 'DELETING') return wait('DisassociateIdentityProviderConfig');
  if (!includes({ ...observed }, { ...request.oidc })) {
    return refuse(
      `identityProviders.${request.oidc.identityProviderConfigName}`,
      'EKS cannot change an identity provider',
      'disassociate it (aws eks disassociate-identity-provider-config) and apply again',
    );
  }
  const missing = tagsToSet(observed.tags, request.tags);
  if (Object.keys(missing).length === 0) return nothing;
  return update(
    { operation: 'TagResource', request: { resourceArn: observed.identityProviderConfigArn, tags: missing } },
    'tag the provider',
  );
}
