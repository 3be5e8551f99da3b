import type { ClusterConfig } from '../../cluster-config/config.ts';
import type { Account } from '../account.ts';

/** True where the document asks for an IAM OIDC provider, and with it for roles of service accounts. */
export const withOidc = (config: ClusterConfig) => config.iam?.withOIDC === true;

/** The ARN that IAM gives the provider of a cluster's issuer (`https://oidc.eks…/id/…`). */
export function oidcProviderArn({ partition, accountId }: Account, issuer: string): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${issuer.replace('https://', '')}`;
}
