import type { ClusterConfig } from '../cluster-config/config.ts';
import { type Account, dnsSuffix } from '../desired/account.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import { desiredFoundation } from '../desired/foundation.ts';
import { type DescribedSubnet, networkCidrs, networkFacts } from '../desired/network/facts.ts';
import { supportedVersions } from '../kubernetes-versions.ts';

/**
 * Facts as they will be, for a plan before anything exists. Ids that AWS has yet to give are named by their purpose
 * (`<SubnetPublicUSWEST2A>`).
 */
export function plannedFacts(
  config: ClusterConfig,
  account: Account,
  today: string,
  described: readonly DescribedSubnet[] = [],
): ContentFacts {
  const { network } = desiredFoundation(config, account, described);
  const names = Object.keys(network?.template.Outputs ?? {});
  const outputs = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
  return {
    account,
    network: networkFacts(config, account, outputs, described),
    networkCidrs: networkCidrs(config, described),
    cluster: {
      endpoint: '<endpoint>',
      certificateAuthority: '<certificateAuthority>',
      serviceCidr: config.kubernetesNetworkConfig?.serviceIPv4CIDR ?? '10.100.0.0/16',
      clusterSecurityGroupId: '<clusterSecurityGroup>',
      oidcIssuer: `https://oidc.eks.${account.region}.${dnsSuffix(account)}/id/<id>`,
      version: config.metadata.version ?? supportedVersions(today)[0] ?? '',
    },
  };
}
