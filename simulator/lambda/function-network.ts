/** Where a function is connected: a VPC, and the interfaces by which it sends. */
export interface FunctionNetwork {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  interfaceIds: readonly string[];
}
