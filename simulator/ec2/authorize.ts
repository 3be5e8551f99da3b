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

/** Actions whose rows list no resource type, though their input names one. */
const WITHOUT_RESOURCE = new Set(['DescribeVpcAttribute', 'DisassociateVpcCidrBlock']);

/** ARN resource types where they differ from the tag resource type. */
const ARN_TYPES: Readonly<Record<string, string>> = { 'elastic-ip': 'elastic-ip' };

/** Id members of inputs, singular and plural. */
const ID_MEMBER = /(Id|Ids|Resources)$/;

/** Actions that take, of the resources which their input names, only these types. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  CreateRoute: ['route-table'],
  ReplaceRoute: ['route-table'],
  DeleteRoute: ['route-table'],
  DetachNetworkInterface: ['instance', 'network-interface'],
  RevokeSecurityGroupIngress: ['security-group', 'security-group-rule'],
  RevokeSecurityGroupEgress: ['security-group', 'security-group-rule'],
};

function idsIn(input: Readonly<Record<string, unknown>>): string[] {
  const ids: string[] = [];
  for (const [member, value] of Object.entries(input)) {
    if (!ID_MEMBER.test(member)) continue;
    for (const id of Array.isArray(value) ? value : [value]) if (typeof id === 'string') ids.push(id);
  }
  return ids;
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
 * What IAM must allow: Describe* on `*`; a creation on `<type>/*` and on each resource that it names, and
 * `ec2:CreateTags` with `ec2:CreateAction` where it tags; everything else on the resources that it names.
 */
export function authorizeEc2(
  ec2: Ec2State,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Authorization[] {
  const action = `ec2:${operation}`;
  if (/^Describe/.test(operation) || WITHOUT_RESOURCE.has(operation)) return [{ action, resource: '*' }];
  const { TagSpecifications, Tags } = input as Tagging;
  const tagging = requestTags([
    ...(TagSpecifications ?? []).flatMap((held) => held.Tags ?? []),
    ...(Tags ?? []),
  ]);
  const arn = (type: string, id: string): string => ec2.region.arn('ec2', `${ARN_TYPES[type] ?? type}/${id}`);
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
  for (const id of idsIn(input)) {
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
  return answers.length > 0 ? answers : [{ action, resource: '*' }];
}
