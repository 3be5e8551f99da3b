import { addressAt } from '../cluster-config/cidr.ts';
import { stackNameOf } from '../desired/names.ts';
import {
  type DesiredStack,
  getAtt,
  join,
  ref,
  type Template,
  template,
  type Value,
} from '../desired/template.ts';
import { forwarderOf, RULE_PURPOSE, VPC_TAG } from './names.ts';

/** The deployment's part of the forwarders that it makes. */
export interface ForwarderDeployment {
  readonly stage: string;
  readonly roleArn: string;
  /** The place of the code, as the regional template has it of the same function. */
  readonly code: { readonly bucket: string; readonly key: string };
}

/** A VPC that is to have a forwarder. */
export interface ForwarderNetwork {
  readonly vpcId: string;
  /** The VPC's IPv4 blocks, the primary one first: nothing else is sent to. */
  readonly cidrs: readonly string[];
  readonly subnetIds: readonly string[];
}

export const FORWARDER_HANDLER = 'functions/access/forward-request.handler';
/** A forwarder ends before the task does that waits for it: the fence of leases is built on that (ADR 12). */
export const FORWARDER_TIMEOUT_SECONDS = 10;
/** Names the servers that know the VPC's private names, in the order in which they are asked. */
export const RESOLVERS_VARIABLE = 'RESOLVERS';
const HTTPS = 443;

/**
 * Amazon's resolver. It answers in every VPC at two addresses, whatever its DHCP options say, and no security group
 * can close it (VPC user guide, "Amazon DNS server": two above the base of the primary IPv4 block, and a link-local
 * one). The first is asked first: it is an address of the VPC.
 */
function resolversOf([primary = '']: readonly string[]): string {
  return [addressAt(primary, 2), '169.254.169.253'].join(',');
}
/** The output that says in which subnets a forwarder is: it stays there. */
const SUBNETS_OUTPUT = 'Subnets';

function resources({ vpcId, cidrs, subnetIds }: ForwarderNetwork, deployment: ForwarderDeployment) {
  const { functionName, logGroupName } = forwarderOf(vpcId, deployment.stage);
  const { bucket, key } = deployment.code;
  const https = { IpProtocol: 'tcp', FromPort: HTTPS, ToPort: HTTPS };
  return {
    Log: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: logGroupName, RetentionInDays: 90 },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'eks-fleet: carries requests to the private Kubernetes APIs of this VPC',
        VpcId: vpcId,
        // The template is the same in whatever order EC2 tells them.
        SecurityGroupEgress: [...cidrs].sort().map((CidrIp): Value => ({ ...https, CidrIp })),
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      DependsOn: 'Log',
      Properties: {
        FunctionName: functionName,
        Description: 'Carries signed requests of eks-fleet to private Kubernetes APIs',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: FORWARDER_HANDLER,
        Code: { S3Bucket: bucket, S3Key: key },
        Role: deployment.roleArn,
        MemorySize: 256,
        Timeout: FORWARDER_TIMEOUT_SECONDS,
        Environment: { Variables: { [RESOLVERS_VARIABLE]: resolversOf(cidrs) } },
        VpcConfig: { SubnetIds: [...subnetIds], SecurityGroupIds: [getAtt('Group', 'GroupId')] },
      },
    },
  };
}

/** The stack of a VPC's forwarder: the same for every cluster of the VPC, whichever asks for it. */
export function forwarderStack(network: ForwarderNetwork, deployment: ForwarderDeployment): DesiredStack {
  const { stackName, groupExport } = forwarderOf(network.vpcId, deployment.stage);
  const body = template('The forwarder of a VPC', resources(network, deployment), {
    [SUBNETS_OUTPUT]: join([...network.subnetIds]),
  });
  const Group = { Value: getAtt('Group', 'GroupId'), Export: { Name: groupExport } };
  const withExport: Template = { ...body, Outputs: { ...body.Outputs, Group } };
  return {
    key: `stack/${stackName}`,
    stackName,
    template: withExport,
    tags: { [VPC_TAG]: network.vpcId },
    capabilities: [],
  };
}

/** The subnets of a forwarder that is there: two clusters of a VPC must not pull it to and fro. */
export function keptSubnets(outputs: Readonly<Record<string, string>>): readonly string[] | undefined {
  return outputs[SUBNETS_OUTPUT]?.split(',');
}

/** The stack that lets a VPC's forwarder into one cluster: it imports the forwarder's group, and so holds its stack. */
export function ruleStack(
  cluster: { readonly name: string; readonly groupId: string },
  vpcId: string,
  stage: string,
): DesiredStack {
  const rule = {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: {
      GroupId: cluster.groupId,
      IpProtocol: 'tcp',
      FromPort: HTTPS,
      ToPort: HTTPS,
      SourceSecurityGroupId: { 'Fn::ImportValue': forwarderOf(vpcId, stage).groupExport },
      Description: 'eks-fleet: requests to the Kubernetes API',
    },
  };
  const stackName = stackNameOf(cluster.name, RULE_PURPOSE);
  return {
    key: `stack/${stackName}`,
    stackName,
    template: template(
      "The way of a VPC's forwarder into one cluster",
      { Rule: rule },
      { Rule: ref('Rule') },
    ),
    tags: { 'eks-fleet.dev/cluster': cluster.name, [VPC_TAG]: vpcId },
    capabilities: [],
  };
}
