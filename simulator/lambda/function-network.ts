/** A function's connection to a VPC, with the interfaces by which it sends. */
export interface FunctionNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  interfaceIds: readonly string[];
}
