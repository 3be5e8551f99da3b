import { type ClusterConfig, hasSharedNodes } from '../../cluster-config/config.ts';
import { getAtt, type Resources, type Value } from '../template.ts';

/** The security groups of eksctl's cluster stack, unless the document gives its own. */
export function securityGroupResources(
  config: ClusterConfig,
  vpc: Value,
): { resources: Resources; outputs: Readonly<Record<string, Value>> } {
  const { securityGroup, sharedNodeSecurityGroup, controlPlaneSecurityGroupIDs } = config.vpc ?? {};
  const group = (description: string) => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: description, VpcId: vpc },
  });
  const resources: Record<string, Resources[string]> = {};
  const outputs: Record<string, Value> = {};
  if (!securityGroup && !controlPlaneSecurityGroupIDs?.length) {
    resources.ControlPlaneSecurityGroup = group(
      'Communication between the control plane and worker nodegroups',
    );
    outputs.SecurityGroup = getAtt('ControlPlaneSecurityGroup', 'GroupId');
  }
  // Only self-managed and Karpenter's nodes join the shared group; managed ones are in the group that EKS makes.
  if (!sharedNodeSecurityGroup && hasSharedNodes(config)) {
    resources.ClusterSharedNodeSecurityGroup = group('Communication between all nodes in the cluster');
    resources.IngressInterNodeGroupSG = {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        Description: 'Allow nodes to communicate with each other (all ports)',
        GroupId: getAtt('ClusterSharedNodeSecurityGroup', 'GroupId'),
        SourceSecurityGroupId: getAtt('ClusterSharedNodeSecurityGroup', 'GroupId'),
        IpProtocol: '-1',
      },
    };
    outputs.SharedNodeSecurityGroup = getAtt('ClusterSharedNodeSecurityGroup', 'GroupId');
  }
  return { resources, outputs };
}
