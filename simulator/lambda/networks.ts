import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import type { Region } from '../region.ts';
import type { Properties, ResourceContext } from '../service.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionNetwork } from './function-network.ts';

/** One interface, shared by the functions that are in its subnet with exactly its groups. */
interface SharedInterface {
  readonly interfaceId: string;
  readonly users: Set<string>;
}

const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { statusCode: 400 });

/** Lambda's error that passes on EC2's error about something that Lambda's caller has named. */
const ofEc2 = (asked: string, code: string, message: string): AwsError =>
  invalid(`Error occurred while ${asked}. EC2 Error Code: ${code}. EC2 Error Message: ${message}`);

/**
 * Permissions of EC2 that Lambda needs of whoever connects the function (Lambda guide, "Required IAM permissions").
 */
const CALLER_ACTIONS = ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'];

/** The interfaces of functions in VPCs (Lambda guide, "Understanding Hyperplane Elastic Network Interfaces"). */
export class FunctionNetworks {
  readonly #region: Region;
  readonly #shared = new Map<string, SharedInterface>();

  constructor(region: Region) {
    this.#region = region;
  }

  /** The network that the properties ask for, held against EC2 and IAM; undefined where they ask for none. */
  check(properties: Properties, roleArn: string, context: ResourceContext): FunctionNetwork | undefined {
    const { SubnetIds: subnetIds = [], SecurityGroupIds: securityGroupIds = [] } = (properties.VpcConfig ??
      {}) as { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[] };
    if (subnetIds.length === 0 && securityGroupIds.length === 0) return undefined;
    if (subnetIds.length === 0 || securityGroupIds.length === 0)
      throw invalid('SubnetIds and SecurityIds must coexist or be both empty list.');
    if (subnetIds.length > 16 || securityGroupIds.length > 5)
      throw invalid('A VpcConfig has at most 16 subnets and 5 security groups.');
    for (const action of CALLER_ACTIONS) context.authorize({ action: `ec2:${action}`, resource: '*' });
    const vpcIds = this.#vpcsOf(subnetIds, securityGroupIds);
    const [vpcId] = vpcIds;
    if (vpcId === undefined || vpcIds.size > 1)
      throw invalid('The subnets and the security groups of a function must belong to one VPC.');
    this.#assertRole(roleArn, subnetIds, securityGroupIds);
    return { vpcId, subnetIds, securityGroupIds, interfaceIds: [] };
  }

  #vpcsOf(subnetIds: readonly string[], groupIds: readonly string[]): ReadonlySet<string> {
    const { network } = this.#region;
    const ofSubnets = subnetIds.map((id) => {
      const subnet = network.subnet(id);
      if (subnet) return subnet.vpcId;
      throw ofEc2('DescribeSubnets', 'InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
    });
    const ofGroups = groupIds.map((id) => {
      const group = network.securityGroup(id);
      if (group) return group.vpcId;
      const message = `The security group '${id}' does not exist`;
      throw ofEc2('DescribeSecurityGroups', 'InvalidGroup.NotFound', message);
    });
    return new Set([...ofSubnets, ...ofGroups]);
  }

  /** Refuses a role that may not make the function's interfaces. */
  #assertRole(roleArn: string, subnetIds: readonly string[], groupIds: readonly string[]): void {
    const region = this.#region;
    const role = region.roles.assume(roleArn, 'lambda.amazonaws.com', 'VpcConfig');
    const anInterface = region.arn('ec2', 'network-interface/eni-0');
    const named = [
      anInterface,
      ...subnetIds.map((id) => region.arn('ec2', `subnet/${id}`)),
      ...groupIds.map((id) => region.arn('ec2', `security-group/${id}`)),
    ];
    const needed: readonly (readonly [string, readonly string[]])[] = [
      ['CreateNetworkInterface', named],
      ['DescribeNetworkInterfaces', ['*']],
      ['DescribeSubnets', ['*']],
      // Asked of all resources of the account, not of an interface.
      ['DeleteNetworkInterface', [region.arn('ec2', '*/*')]],
      ['AssignPrivateIpAddresses', [anInterface]],
      ['UnassignPrivateIpAddresses', [anInterface]],
    ];
    for (const [action, resources] of needed) {
      try {
        for (const resource of resources) region.authorize(role, { action: `ec2:${action}`, resource });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw invalid(`The provided execution role does not have permissions to call ${action} on EC2`);
      }
    }
  }

  /** Connects a function to its new network; interfaces that only the former one needed go by themselves. */
  async change(fn: DeployedFunction, before: FunctionNetwork | undefined): Promise<void> {
    const { functionName, network } = fn;
    if (network && before && keysOf(network).join() === keysOf(before).join()) {
      network.interfaceIds = before.interfaceIds;
      return;
    }
    if (network) await this.connect(fn, network);
    if (before) void this.disconnect(functionName, before, network);
  }

  /** Brings a function's interfaces up; about a minute where no other function has them. */
  async connect(fn: DeployedFunction, network: FunctionNetwork): Promise<void> {
    const { kernel, settings } = this.#region;
    const made = network.subnetIds.map((subnetId) => this.#join(fn.functionName, subnetId, network));
    network.interfaceIds = made.map(({ interfaceId }) => interfaceId);
    if (made.every(({ users }) => users.size > 1)) return;
    fn.state = 'Pending';
    await kernel.sleep(sampleDurationMs(kernel, 'lambda/interface-create', settings.durationScale));
    fn.state = 'Active';
  }

  /** Brings back the interfaces that Lambda took from a function that nobody called. */
  reconnect(fn: DeployedFunction): void {
    const { kernel, settings } = this.#region;
    fn.state = 'Pending';
    kernel.after(sampleDurationMs(kernel, 'lambda/interface-create', settings.durationScale), () => {
      fn.state = 'Active';
    });
  }

  #join(functionName: string, subnetId: string, { securityGroupIds }: FunctionNetwork): SharedInterface {
    const key = keyOf(subnetId, securityGroupIds);
    const known = this.#shared.get(key);
    if (known) {
      known.users.add(functionName);
      return known;
    }
    const { networkInterfaceId } = this.#region.network.createNetworkInterface({
      subnetId,
      groupIds: securityGroupIds,
      description: `AWS Lambda VPC ENI-${functionName}-${this.#region.kernel.random('lambda/interfaces').uuid()}`,
      requesterManaged: true,
    });
    const made = { interfaceId: networkInterfaceId, users: new Set([functionName]) };
    this.#shared.set(key, made);
    return made;
  }

  /**
   * Ends the function's use of its interfaces; those without another user are deleted minutes later. Resolves after
   * that, since CloudFormation waits for it if it may look (AWS::Lambda::Function VpcConfig).
   */
  async disconnect(functionName: string, network: FunctionNetwork, kept?: FunctionNetwork): Promise<void> {
    const { kernel, settings } = this.#region;
    const keys = keysOf(network).filter((key) => !(kept && keysOf(kept).includes(key)));
    for (const key of keys) this.#shared.get(key)?.users.delete(functionName);
    if (keys.every((key) => this.#shared.get(key)?.users.size !== 0)) return;
    await kernel.sleep(sampleDurationMs(kernel, 'lambda/interface-delete', settings.durationScale));
    for (const key of keys) {
      const shared = this.#shared.get(key);
      if (shared?.users.size !== 0) continue;
      this.#region.network.deleteNetworkInterface(shared.interfaceId);
      this.#shared.delete(key);
    }
  }
}

const keysOf = ({ subnetIds, securityGroupIds }: FunctionNetwork): readonly string[] =>
  subnetIds.map((subnetId) => keyOf(subnetId, securityGroupIds));

const keyOf = (subnetId: string, groupIds: readonly string[]): string =>
  `${subnetId}/${[...groupIds].sort().join('/')}`;
