import { AwsError } from '../aws-error.ts';

/** Nouns of EC2's messages by id prefix: error-code stem, and the words of "The … ID '…' does not exist". */
const NOT_FOUND: Readonly<Record<string, readonly [code: string, words: string]>> = {
  vpc: ['InvalidVpcID.NotFound', 'The vpc ID'],
  subnet: ['InvalidSubnetID.NotFound', 'The subnet ID'],
  igw: ['InvalidInternetGatewayID.NotFound', 'The internetGateway ID'],
  eigw: ['InvalidGatewayID.NotFound', 'The egressOnlyInternetGateway ID'],
  eipalloc: ['InvalidAllocationID.NotFound', 'The allocation ID'],
  rtb: ['InvalidRouteTableID.NotFound', 'The routeTable ID'],
  rtbassoc: ['InvalidAssociationID.NotFound', 'The association ID'],
  eni: ['InvalidNetworkInterfaceID.NotFound', 'The networkInterface ID'],
  i: ['InvalidInstanceID.NotFound', 'The instance ID'],
  vol: ['InvalidVolume.NotFound', 'The volume'],
  vpce: ['InvalidVpcEndpointId.NotFound', 'The Vpc Endpoint Id'],
  'vpc-cidr-assoc': ['InvalidVpcCidrBlockAssociationID.NotFound', 'The vpc CIDR block association ID'],
  'eni-attach': ['InvalidAttachmentID.NotFound', 'The networkInterface attachment ID'],
};

/** "does not exist" in EC2's words for the kind of `prefix` (terraform-provider-aws's acceptance logs). */
export function notFound(prefix: string, id: string): AwsError {
  if (prefix === 'sg') {
    return new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  }
  if (prefix === 'sgr') {
    return new AwsError(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${id}' does not exist`,
    );
  }
  if (prefix === 'nat') {
    return new AwsError('NatGatewayNotFound', `NatGateway ${id} was not found`);
  }
  if (prefix === 'ami') {
    if (!/^ami-[0-9a-f]{8,17}$/.test(id))
      return new AwsError('InvalidAMIID.Malformed', `Invalid id: "${id}"`);
    return new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  }
  if (prefix === 'key') {
    return new AwsError('InvalidKeyPair.NotFound', `The key pair '${id}' does not exist`);
  }
  if (prefix === 'pg') {
    return new AwsError('InvalidPlacementGroup.Unknown', `The Placement Group '${id}' is unknown.`);
  }
  const [code, words] = NOT_FOUND[prefix] ?? ['InvalidID', 'The ID'];
  if (prefix === 'vol') return new AwsError(code, `${words} '${id}' does not exist.`);
  return new AwsError(code, `${words} '${id}' does not exist`);
}

export function dependencyViolation(message: string): AwsError {
  return new AwsError('DependencyViolation', message);
}

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function missing(parameter: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`);
}
