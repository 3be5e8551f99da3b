import type { Authorization } from '../service.ts';
import type { Ec2State } from './state.ts';
import { resourceTypeOf } from './tags.ts';

/** The resource type that an operation makes, in the words of the service authorization reference. */
const CREATES: Readonly<Record<string, string>> = {
  CreateVpc: 'vpc',
  CreateSubnet: 'subnet',
  CreateInternetGateway: 'internet-gateway',
  CreateEgressOnlyInternetGateway: 'egress-only-internet-gateway',
  AllocateAddress: 'elastic-ip',
  CreateNatGateway: 'natgateway',
  CreateRouteTable: 'route-table',
  CreateSecurityGroup: 'security-group',
  CreateLaunchTemplate: 'launch-template',
  CreateVpcEndpoint: 'vpc-endpoint',
  CreatePlacementGroup: 'placement-group',
  CreateKeyPair: 'key-pair',
  ImportKeyPair: 'key-pair',
};

/** Id members of inputs, singular and plural. */
const ID_MEMBER = /(Id|Ids|Resources)$/;

/** Actions that take, of the resources which their input names, only these types. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  CreateRoute: ['route-table'],
  ReplaceRoute: ['route-table'],
  DeleteRoute: ['route-table'],
  DetachNetworkInterface: ['instance', 'network-interface'],
  RevokeSecurityGroupIngress: ['security-group'],
  RevokeSecurityGroupEgress: ['security-group'],
};

function idsIn(input: Readonly<Record<string, unknown>>): string[] {
  const ids: string[] = [];
  for (const [member, value] of Object.entries(input)) {
    if (!ID_MEMBER.test(member)) continue;
    for (const id of Array.isArray(value) ? value : [value]) if (typeof id === 'string') ids.push(id);
  }
  return ids;
}

/** The resources behind the ids of associations and attachments, which have no ARN of their own. */
function resourcesOf(ec2: Ec2State, id: string): string[] {
  if (id.startsWith('rtbassoc-')) {
    for (const table of ec2.routeTables.values()) {
      const held = table.Associations.find((association) => association.RouteTableAssociationId === id);
      if (held) return [table.RouteTableId, ...(held.SubnetId === undefined ? [] : [held.SubnetId])];
    }
  }
  if (id.startsWith('vpc-cidr-assoc-')) {
    for (const vpc of ec2.vpcs.values()) {
      const sets = [...(vpc.CidrBlockAssociationSet ?? []), ...(vpc.Ipv6CidrBlockAssociationSet ?? [])];
      if (sets.some((association) => association.AssociationId === id)) return [vpc.VpcId];
    }
  }
  for (const held of id.includes('-attach-') ? ec2.networkInterfaces.values() : []) {
    if (held.Attachment?.AttachmentId !== id) continue;
    return [held.NetworkInterfaceId, ...(held.Attachment.InstanceId ? [held.Attachment.InstanceId] : [])];
  }
  return [id];
}

type Context = Record<string, string | readonly string[] | boolean>;

function resourceContext(ec2: Ec2State, id: string): Context {
  const context: Context = { 'ec2:Region': ec2.region.name };
  for (const { Key, Value } of ec2.tagged(id)?.Tags ?? []) {
    context[`aws:ResourceTag/${Key}`] = Value ?? '';
    context[`ec2:ResourceTag/${Key}`] = Value ?? '';
  }
  const vpcId =
    ec2.subnets.get(id)?.VpcId ??
    ec2.securityGroups.get(id)?.VpcId ??
    ec2.networkInterfaces.get(id)?.VpcId ??
    ec2.routeTables.get(id)?.VpcId;
  if (vpcId !== undefined) context['ec2:Vpc'] = ec2.region.arn('ec2', `vpc/${vpcId}`);
  return context;
}

function requestTags(tags: readonly { readonly Key?: string; readonly Value?: string }[]): Context {
  const context: Context = {};
  if (tags.length === 0) return context;
  for (const { Key, Value } of tags) context[`aws:RequestTag/${Key}`] = Value ?? '';
  context['aws:TagKeys'] = tags.map(({ Key }) => Key ?? '');
  return context;
}

interface Tagging {
  readonly TagSpecifications?: readonly {
    readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
  }[];
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/**
 * Permissions that an operation needs: Describe* on `*`; a creation on `<type>/*`, on each resource that it names,
 * and, where it tags, `ec2:CreateTags` with `ec2:CreateAction`; all others on the resources that they name.
 */
export function authorizeEc2(
  ec2: Ec2State,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization[] {
  const action = `ec2:${operation}`;
  if (/^Describe/.test(operation) && operation !== 'DescribeVpcAttribute') return [{ action, resource: '*' }];
  const { TagSpecifications, Tags } = input as Tagging;
  const tagging = requestTags([
    ...(TagSpecifications ?? []).flatMap((held) => held.Tags ?? []),
    ...(Tags ?? []),
  ]);
  const arn = (type: string, id: string): string => ec2.region.arn('ec2', `${type}/${id}`);
  const answers: Authorization[] = [];
  const created = CREATES[operation];
  if (created !== undefined) {
    answers.push({
      action,
      resource: arn(created, '*'),
      context: { 'ec2:Region': ec2.region.name, ...tagging },
    });
    if (Object.keys(tagging).length > 0) {
      answers.push({
        action: 'ec2:CreateTags',
        resource: arn(created, '*'),
        context: { 'ec2:Region': ec2.region.name, 'ec2:CreateAction': operation, ...tagging },
      });
    }
  }
  for (const id of idsIn(input).flatMap((given) => resourcesOf(ec2, given))) {
    const type = resourceTypeOf(id);
    if (type === undefined || (ONLY[operation] && !ONLY[operation]?.includes(type))) continue;
    const own = operation === 'CreateTags' || operation === 'DeleteTags' ? tagging : {};
    answers.push({ action, resource: arn(type, id), context: { ...resourceContext(ec2, id), ...own } });
  }
  const names: readonly (readonly [member: string, type: string])[] = [
    ['KeyName', 'key-pair'],
    ['GroupName', operation.includes('PlacementGroup') ? 'placement-group' : ''],
  ];
  for (const [member, type] of names) {
    const name = input[member];
    if (created === undefined && type !== '' && typeof name === 'string') {
      answers.push({ action, resource: arn(type, name), context: { 'ec2:Region': ec2.region.name } });
    }
  }
  if (operation === 'CreateVpcEndpoint') answers.push(...privateNames(ec2, input));
  return answers.length > 0 ? answers : [{ action, resource: '*' }];
}

/**
 * Permissions of the caller to associate a hosted zone of AWS's with the VPC, which holds the private names of an
 * interface endpoint (service authorization reference of Amazon EC2, CreateVpcEndpoint, dependent actions; of Amazon
 * Route 53).
 */
function privateNames({ region }: Ec2State, input: Readonly<Record<string, unknown>>): Authorization[] {
  if (input.VpcEndpointType !== 'Interface' || input.PrivateDnsEnabled === false) return [];
  const zone = `arn:${region.partition}:route53:::hostedzone/*`;
  return [zone, region.arn('ec2', `vpc/${input.VpcId}`)].map((resource) => ({
    action: 'route53:AssociateVPCWithHostedZone',
    resource,
  }));
}
