import { addressAt, parseCidr } from '../cidr.ts';
import type { VpcRecord } from '../state.ts';

/** The name of Amazon's own resolver in DHCP options (VPC user guide, "DHCP option set concepts"). */
export const AMAZON_PROVIDED_DNS = 'AmazonProvidedDNS';
/** The addresses at which it answers in every VPC, whatever the VPC's DHCP options say. */
const LINK_LOCAL = ['169.254.169.253', 'fd00:ec2::253'];

/**
 * Whether the names of private hosted zones are resolved in a VPC. Only Amazon's own resolver does that, with both
 * DNS attributes on (VPC user guide, "DNS attributes for your VPC" and "Amazon DNS server": its address is two above
 * the base of the primary block as well). A server of somebody's own, which the DHCP options may name instead, knows
 * none of these names. A client that has its answer does not ask the next server (resolv.conf(5): only where one is
 * silent). No security group guards Amazon's resolver.
 */
export function resolvesNames(vpc: VpcRecord, server = vpc.domainNameServers[0]): boolean {
  const primary = parseCidr(vpc.CidrBlock);
  const amazons = [AMAZON_PROVIDED_DNS, ...LINK_LOCAL, ...(primary ? [addressAt(primary, 2)] : [])];
  return vpc.dnsSupport && vpc.dnsHostnames && amazons.includes(server ?? '');
}
