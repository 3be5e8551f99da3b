import ipaddr from 'ipaddr.js';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Origin } from '../../origin.ts';
import type { NetworkPort } from '../../region.ts';
import { remembered } from '../../remembered.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Facts that decide whether packets arrive: where functions are, and what the groups of their VPC let pass. */
export interface Networks {
  /** The network of a function that is in a VPC. */
  ofFunction(
    region: string,
    functionName: string,
  ): { readonly vpcId: string; readonly interfaceIds: readonly string[] } | undefined;
  ofRegion(region: string): Pick<NetworkPort, 'addressesOf' | 'admits' | 'resolvesNames'>;
}

interface Way {
  readonly plane: ControlPlane;
  readonly region: string;
  readonly origin: Pick<Origin, 'functionName' | 'from'>;
  /** The address that the client's own look-up of the name gave. */
  readonly address?: string | undefined;
}

const HTTPS = 443;

/**
 * Whether packets arrive (EKS guide, "Cluster API server endpoint"). Inside the cluster's VPC, the name of a private
 * endpoint leads to the control plane's interfaces, if the VPC resolves it; the cluster's security groups guard
 * these. From outside only the public endpoint answers. A function in a VPC reaches it through a NAT gateway only,
 * which is not modelled: it gets no answer.
 */
export function isReachable(kernel: Kernel, networks: Networks, way: Way): boolean {
  const { plane, region, origin } = way;
  const inside = placeOf(networks, origin);
  if (!inside) return isOpen(kernel, plane, region);
  // A client that has looked the name up connects to that address; for others the VPC's own names decide.
  const [address] = way.address === undefined ? privateAddresses(networks, way) : [way.address];
  const { vpcId, interfaceIds } = plane.access;
  const network = networks.ofRegion(region);
  return (
    inside.vpcId === vpcId &&
    address !== undefined &&
    network.addressesOf(interfaceIds).includes(address) &&
    network.admits(inside.interfaceIds, interfaceIds, HTTPS)
  );
}

function placeOf(networks: Networks, { functionName, from }: Way['origin']) {
  return functionName === undefined || from === undefined
    ? undefined
    : networks.ofFunction(from, functionName);
}

/**
 * The addresses to which the name of a private endpoint leads inside the cluster's VPC; none where the server that is
 * asked does not know the VPC's private names.
 */
export function privateAddresses(networks: Networks, way: Way, server?: string): readonly string[] {
  const { plane, region, origin } = way;
  const { isPrivate, vpcId, interfaceIds } = plane.access;
  const network = networks.ofRegion(region);
  const isInside = origin.from === region && placeOf(networks, origin)?.vpcId === vpcId;
  const isNamed = isPrivate && isInside && network.resolvesNames(vpcId, server);
  return isNamed ? network.addressesOf(interfaceIds) : [];
}

/**
 * Whether the public endpoint lets a call in. It comes from one of Lambda's addresses. These are AWS's own and
 * change: a user's CIDR contains them only if it contains all addresses.
 */
function isOpen(kernel: Kernel, { access }: ControlPlane, region: string): boolean {
  const random = kernel.random('kubernetes/egress', region);
  const address = new ipaddr.IPv4([3, random.integer(80, 95), random.integer(0, 255), 17]);
  return access.isPublic && access.publicAccessCidrs.some((cidr) => covers(cidr)(address));
}

/** Whether a CIDR covers an address; one that is no IPv4 block covers none. */
const covers = remembered((cidr): ((address: ipaddr.IPv4) => boolean) => {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return () => false;
  const block = ipaddr.IPv4.parseCIDR(cidr);
  return (address) => address.match(block);
});
