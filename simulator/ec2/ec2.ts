import { AwsError } from '../aws-error.ts';
import { type ModelledOperation, operationsOf } from '../modelled-members.ts';
import type { NetworkPort, Region } from '../region.ts';
import type { Call, Service } from '../service.ts';
import { authorizeEc2 } from './authorize.ts';
import { parseCidr } from './cidr.ts';
import { catalogueOperations } from './images/images.ts';
import { instanceOperations } from './instances/instances.ts';
import { keyPairOperations } from './instances/key-pairs.ts';
import { launchTemplateOperations } from './instances/launch-templates.ts';
import { networkInterfaceOperations } from './network-interfaces/network-interfaces.ts';
import { networkPort } from './network-interfaces/port.ts';
import { type Ec2Plants, ec2Plants } from './plant.ts';
import { ec2ResourceTypes } from './resource-types/index.ts';
import { securityGroupOperations } from './security-groups/security-groups.ts';
import { type Ec2Scenario, Ec2State } from './state.ts';
import { tagOperations } from './tags.ts';
import { vpcEndpointOperations } from './vpcs/endpoints.ts';
import { internetGatewayOperations } from './vpcs/internet-gateways.ts';
import { natGatewayOperations } from './vpcs/nat-gateways.ts';
import { routeTableOperations } from './vpcs/route-tables.ts';
import { addSubnet, subnetOperations } from './vpcs/subnets.ts';
import { addVpc, vpcOperations } from './vpcs/vpcs.ts';

/** EC2, which is also the network port of its region. */
export interface Ec2Service extends Service, NetworkPort {
  readonly plants: Ec2Plants;
  readonly scenario: Ec2Scenario;
}

/** An operation with a ClientToken answers a repeat from its record ("Ensuring idempotency", EC2 API reference). */
function idempotent(table: Readonly<Record<string, ModelledOperation>>): Record<string, ModelledOperation> {
  const out: Record<string, ModelledOperation> = {};
  for (const [name, operation] of Object.entries(table)) {
    if (!operation.members.includes('ClientToken')) {
      out[name] = operation;
      continue;
    }
    const answered = new Map<string, { readonly request: string; readonly answer: unknown }>();
    out[name] = {
      members: operation.members,
      run: (input: { readonly ClientToken?: string }, call: Call) => {
        const token = input.ClientToken;
        if (token === undefined) return operation.run(input, call);
        const request = JSON.stringify(input);
        const held = answered.get(token);
        if (held && held.request !== request) {
          throw new AwsError(
            'IdempotentParameterMismatch',
            'The client token you have provided is associated with a resource that has already been created with different parameters.',
          );
        }
        if (held) return held.answer;
        const answer = operation.run(input, call);
        answered.set(token, { request, answer });
        return answer;
      },
    };
  }
  return out;
}

/** Every account has a default VPC in each region, with one public subnet a zone. */
function addDefaultVpc(ec2: Ec2State): void {
  const cidr = parseCidr('172.31.0.0/16');
  if (!cidr) return;
  const vpc = addVpc(ec2, { cidr, isDefault: true, tags: [] });
  let third = 0;
  for (const zone of ec2.zones) {
    const block = parseCidr(`172.31.${third}.0/20`);
    if (zone.type !== 'availability-zone' || !block) continue;
    addSubnet(ec2, { vpcId: vpc.VpcId, cidr: block, zone, mapPublicIp: true, isDefault: true, tags: [] });
    third += 16;
  }
}

/** EC2 of one region: the API operations, the CloudFormation types, the port for other services, the plants. */
export function createEc2(region: Region): Ec2Service {
  const ec2 = new Ec2State(region);
  addDefaultVpc(ec2);
  const operations = operationsOf(
    region.kernel,
    'ec2',
    idempotent({
      ...vpcOperations(ec2),
      ...subnetOperations(ec2),
      ...internetGatewayOperations(ec2),
      ...natGatewayOperations(ec2),
      ...routeTableOperations(ec2),
      ...securityGroupOperations(ec2),
      ...networkInterfaceOperations(ec2),
      ...vpcEndpointOperations(ec2),
      ...launchTemplateOperations(ec2),
      ...keyPairOperations(ec2),
      ...instanceOperations(ec2),
      ...catalogueOperations(ec2),
      ...tagOperations(ec2),
    }),
  );
  return {
    signingName: 'ec2',
    operations,
    authorize: (operation, input) => authorizeEc2(ec2, operation, input),
    resourceTypes: ec2ResourceTypes(ec2, operations),
    ...networkPort(ec2),
    plants: ec2Plants(ec2),
    scenario: ec2.scenario,
  };
}
