import { isIpv6 } from '../../../cluster-config/config.ts';
import { multipart, shellScript } from './mime.ts';
import { clusterDns, type JoiningNode, labelFlag, taintFlag } from './node.ts';

/** Text in single quotes, for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Settings of the document that the script has no flag for, merged into the kubelet's configuration. */
function kubeletSettings({ group }: JoiningNode): string[] {
  const extra = 'kubeletExtraConfig' in group ? group.kubeletExtraConfig : undefined;
  if (!extra) return [];
  const file = '/etc/kubernetes/kubelet/kubelet-config.json';
  return [`jq ${quoted(`. += ${JSON.stringify(extra)}`)} ${file} > ${file}.new && mv ${file}.new ${file}`];
}

function bootstrap(node: JoiningNode): string {
  const { config, group, cluster } = node;
  const taints = taintFlag(node);
  const kubeletFlags = [
    `--node-labels=${labelFlag(node)}`,
    ...(taints ? [`--register-with-taints=${taints}`] : []),
    ...(group.maxPodsPerNode ? [`--max-pods=${group.maxPodsPerNode}`] : []),
  ].join(' ');
  return [
    `/etc/eks/bootstrap.sh ${quoted(config.metadata.name)}`,
    `--apiserver-endpoint ${quoted(cluster.endpoint)}`,
    `--b64-cluster-ca ${quoted(cluster.certificateAuthority)}`,
    `--dns-cluster-ip ${quoted(clusterDns(node))}`,
    ...(isIpv6(config) ? [`--ip-family ipv6 --service-ipv6-cidr ${quoted(cluster.serviceCidr)}`] : []),
    ...(group.maxPodsPerNode ? ['--use-max-pods false'] : []),
    `--kubelet-extra-args ${quoted(kubeletFlags)}`,
  ].join(' ');
}

/**
 * User data for images that join with `/etc/eks/bootstrap.sh`: Amazon Linux 2 and Ubuntu. EKS itself joins a managed
 * group of its own Amazon Linux 2 images (not `alone`): such a group gets only the commands that come before.
 */
export function bootstrapScript(node: JoiningNode, alone: boolean): string | undefined {
  const { preBootstrapCommands = [], overrideBootstrapCommand } = node.group;
  const join = overrideBootstrapCommand ? [overrideBootstrapCommand] : [bootstrap(node)];
  const commands = [...kubeletSettings(node), ...preBootstrapCommands, ...(alone ? join : [])];
  return commands.length > 0 ? multipart([shellScript(commands)]) : undefined;
}
