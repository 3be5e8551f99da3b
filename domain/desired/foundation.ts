import { type ClusterConfig, hasGivenNetwork } from '../cluster-config/config.ts';
import type { Account } from './account.ts';
import { clusterStack } from './names.ts';
import { type DescribedSubnet, type GivenNetwork, givenNetwork } from './network/facts.ts';
import { networkTemplate } from './network/template.ts';
import { rolesTemplate } from './roles/template.ts';
import type { DesiredStack, Template } from './template.ts';

/** The foundation that must be there before the control plane. Stacks that are absent are not needed. */
export interface DesiredFoundation {
  readonly network?: DesiredStack;
  readonly roles?: DesiredStack;
  /** The parts of an existing network that the document names: describe them, and pass the answer as `described`. */
  readonly given?: GivenNetwork;
}

/**
 * The stacks that a cluster stands on. For a network that the document gives, `described` is the answer of
 * DescribeSubnets to `givenNetwork(config)`. It says which VPC the security groups belong in, unless the document
 * names it.
 */
export function desiredFoundation(
  config: ClusterConfig,
  account: Account,
  described: readonly DescribedSubnet[] = [],
): DesiredFoundation {
  const given = givenNetwork(config);
  const network = () => networkTemplate(config, account, described);
  const roles = () => rolesTemplate(config, account);
  // A VPC of ours, and a role of ours for the control plane, need a stack whatever else the document says.
  const hasNetwork = !hasGivenNetwork(config) || network() !== undefined;
  const hasRoles = config.iam?.serviceRoleARN === undefined || roles() !== undefined;
  return {
    ...(hasNetwork ? { network: clusterStack(config, 'network', () => network() as Template) } : {}),
    ...(hasRoles
      ? {
          roles: clusterStack(config, 'roles', () => roles() as Template, {
            capabilities: ['CAPABILITY_NAMED_IAM'],
          }),
        }
      : {}),
    ...(given ? { given } : {}),
  };
}
