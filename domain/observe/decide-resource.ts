import { decideAccessEntry } from '../decide/access-entry.ts';
import { decideAddon } from '../decide/addon.ts';
import { decideCapability } from '../decide/capability.ts';
import type { Decision } from '../decide/decision.ts';
import { decideFargateProfile } from '../decide/fargate-profile.ts';
import { decideIdentityProvider } from '../decide/identity-provider.ts';
import { decideNodeGroup } from '../decide/node-group.ts';
import { decidePodIdentityAssociation } from '../decide/pod-identity-association.ts';
import type { DesiredResource } from '../desired/resource.ts';
import type { ContentsPort } from '../ports/contents.ts';
import type { Target } from './target.ts';

/** The kinds that EKS's own API observes and changes. */
export type EksResource = Exclude<
  DesiredResource,
  { kind: 'stack' | 'logRetention' | 'pullThroughCacheRule' }
>;

/** Whether this operation has made what it sees: `startedAt` is ISO 8601. */
const isOfNow = (observed: { readonly createdAt?: string } | undefined, startedAt: string): boolean =>
  (observed?.createdAt ?? '') >= startedAt;

/** Looks at one resource in EKS and decides its next change. */
export async function decideResource(
  resource: EksResource,
  { startedAt }: Pick<Target, 'startedAt'>,
  contents: ContentsPort,
): Promise<Decision> {
  const { clusterName } = resource.request;
  switch (resource.kind) {
    case 'accessEntry':
      return decideAccessEntry(
        resource,
        await contents.accessEntry(clusterName, resource.request.principalArn),
      );
    case 'addon': {
      const observed = await contents.addon(clusterName, resource.request.addonName);
      return decideAddon(resource, observed, { attempted: isOfNow(observed, startedAt) });
    }
    case 'nodeGroup': {
      const observed = await contents.nodeGroup(clusterName, resource.request.nodegroupName);
      return decideNodeGroup(resource, observed, { attempted: isOfNow(observed, startedAt) });
    }
    case 'fargateProfile':
      return decideFargateProfile(
        resource,
        await contents.fargateProfile(clusterName, resource.request.fargateProfileName),
      );
    case 'podIdentityAssociation': {
      const { namespace, serviceAccount } = resource.request;
      return decidePodIdentityAssociation(
        resource,
        await contents.podIdentityAssociation(clusterName, namespace, serviceAccount),
      );
    }
    case 'identityProviderConfig': {
      const name = resource.request.oidc.identityProviderConfigName;
      return decideIdentityProvider(resource, await contents.identityProvider(clusterName, name));
    }
    case 'capability':
      return decideCapability(
        resource,
        await contents.capability(clusterName, resource.request.capabilityName),
      );
  }
}
