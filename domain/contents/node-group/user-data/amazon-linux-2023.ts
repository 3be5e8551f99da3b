import { type MimePart, multipart, shellScript } from './mime.ts';
import { clusterDns, type JoiningNode, labelFlag, taintFlag } from './node.ts';

/** nodeadm's NodeConfig; JSON is YAML, so that nothing has to be quoted by hand. */
function nodeConfig(spec: Readonly<Record<string, unknown>>): MimePart {
  const document = { apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec };
  return { contentType: 'application/node.eks.aws', body: JSON.stringify(document, null, 2) };
}

function kubelet(node: JoiningNode, alone: boolean): Record<string, unknown> | undefined {
  const { group } = node;
  const extra = 'kubeletExtraConfig' in group ? group.kubeletExtraConfig : undefined;
  const taints = taintFlag(node);
  const flags = alone
    ? [`--node-labels=${labelFlag(node)}`, ...(taints ? [`--register-with-taints=${taints}`] : [])]
    : [];
  const config = {
    ...extra,
    ...(group.maxPodsPerNode ? { maxPods: group.maxPodsPerNode } : {}),
    ...(alone ? { clusterDNS: [clusterDns(node)] } : {}),
  };
  const members = {
    ...(Object.keys(config).length > 0 ? { config } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  };
  return Object.keys(members).length > 0 ? members : undefined;
}

/**
 * User data of an Amazon Linux 2023 node. `alone` where nobody else tells it its cluster: self-managed groups, and
 * managed ones with an image of the user's own; otherwise EKS adds the cluster itself.
 */
export function amazonLinux2023(node: JoiningNode, alone: boolean): string | undefined {
  const { config, group, cluster } = node;
  const settings = kubelet(node, alone);
  const spec = {
    ...(alone
      ? {
          cluster: {
            name: config.metadata.name,
            apiServerEndpoint: cluster.endpoint,
            certificateAuthority: cluster.certificateAuthority,
            cidr: cluster.serviceCidr,
          },
        }
      : {}),
    ...(settings ? { kubelet: settings } : {}),
  };
  const commands = [
    ...(group.preBootstrapCommands ?? []),
    ...(group.overrideBootstrapCommand ? [group.overrideBootstrapCommand] : []),
  ];
  const parts = [
    ...(commands.length > 0 ? [shellScript(commands)] : []),
    ...(Object.keys(spec).length > 0 ? [nodeConfig(spec)] : []),
  ];
  return parts.length > 0 ? multipart(parts) : undefined;
}
