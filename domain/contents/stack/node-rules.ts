import { type ClusterConfig, hasSharedNodes } from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { clusterStack } from '../../desired/names.ts';
import { template } from '../../desired/template.ts';
import type { DesiredContentStack } from './desired.ts';

/** Rules between the group that EKS makes and the one that self-managed and Karpenter's nodes share, both ways. */
export function sharedNodeRules(config: ClusterConfig, facts: ContentFacts): DesiredContentStack[] {
  const shared = facts.network.sharedNodeSecurityGroupId;
  if (!shared || !hasSharedNodes(config) || config.vpc?.manageSharedNodeSecurityGroupRules === false)
    return [];
  const rule = (description: string, to: string, from: string) => ({
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: { Description: description, GroupId: to, SourceSecurityGroupId: from, IpProtocol: '-1' },
  });
  const cluster = facts.cluster.clusterSecurityGroupId;
  const body = template(
    `Traffic between nodes and control plane of ${config.metadata.name}, made by eks-fleet`,
    {
      IngressDefaultClusterToNodeSG: rule(
        'Allow managed and unmanaged nodes to communicate (all ports)',
        shared,
        cluster,
      ),
      IngressNodeToDefaultClusterSG: rule(
        'Allow unmanaged nodes to communicate with control plane (all ports)',
        cluster,
        shared,
      ),
    },
    {},
  );
  const stack = clusterStack(config, 'shared-node-rules', () => body);
  return [{ kind: 'stack', key: stack.key, stack, needs: [] }];
}
