import { clusterDns, type JoiningNode, labelFlag, taintFlag } from './node.ts';

/** User data of a Windows node: EKS's own bootstrap script, or the document's command with the same variables set. */
export function windows(node: JoiningNode, alone: boolean): string | undefined {
  const { config, group, cluster } = node;
  const before = group.preBootstrapCommands ?? [];
  if (!alone) return before.length > 0 ? ['<powershell>', ...before, '</powershell>'].join('\n') : undefined;
  const taints = taintFlag(node);
  const flags = [
    `--node-labels=${labelFlag(node)}`,
    ...(taints ? [`--register-with-taints=${taints}`] : []),
    ...(group.maxPodsPerNode ? [`--max-pods=${group.maxPodsPerNode}`] : []),
  ].join(' ');
  const join =
    '& $EKSBootstrapScriptFile -EKSClusterName "$EKSClusterName" -APIServerEndpoint "$APIServerEndpoint" ' +
    '-Base64ClusterCA "$Base64ClusterCA" -DNSClusterIP "$DNSClusterIP" -KubeletExtraArgs "$KubeletExtraArgs" 3>&1 4>&1 5>&1 6>&1';
  return [
    '<powershell>',
    '[string]$EKSBootstrapScriptFile = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"',
    `[string]$EKSClusterName = '${config.metadata.name}'`,
    `[string]$APIServerEndpoint = '${cluster.endpoint}'`,
    `[string]$Base64ClusterCA = '${cluster.certificateAuthority}'`,
    `[string]$DNSClusterIP = '${clusterDns(node)}'`,
    `[string]$KubeletExtraArgs = '${flags}'`,
    ...before,
    group.overrideBootstrapCommand?.trimEnd() ?? join,
    '</powershell>',
  ].join('\n');
}
