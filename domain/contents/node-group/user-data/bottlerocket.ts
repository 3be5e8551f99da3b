import { clusterDns, type JoiningNode, nodeLabels } from './node.ts';
import { toml } from './toml.ts';

type Settings = { readonly [key: string]: Parameters<typeof toml>[0][string] };

function merge(a: Settings, b: Settings): Settings {
  const isTable = (value: unknown): value is Settings =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const merged = Object.entries(b).map(([key, value]) => {
    const former = a[key];
    return [key, isTable(former) && isTable(value) ? merge(former, value) : value];
  });
  return { ...a, ...Object.fromEntries(merged) };
}

/** Taints as Bottlerocket takes them: a list of `value:effect` for each key. */
function taints({ group }: JoiningNode): Settings {
  const keys = [...new Set((group.taints ?? []).map(({ key }) => key))];
  const of = (key: string) =>
    (group.taints ?? [])
      .filter((taint) => taint.key === key)
      .map(({ value = '', effect }) => `${value}:${effect}`);
  return Object.fromEntries(keys.map((key) => [key, of(key)]));
}

function clusterSettings(node: JoiningNode): Settings {
  const { config, group, cluster } = node;
  return {
    'api-server': cluster.endpoint,
    'cluster-certificate': cluster.certificateAuthority,
    'cluster-name': config.metadata.name,
    'cluster-dns-ip': clusterDns(node),
    'node-labels': nodeLabels(config, group),
    ...(group.taints?.length ? { 'node-taints': taints(node) } : {}),
  };
}

/** Bottlerocket's settings as TOML. EKS adds the cluster's to a managed group's, unless the image is the user's. */
export function bottlerocket(node: JoiningNode, alone: boolean): string | undefined {
  const { group } = node;
  // As eksctl: who may log in by SSH does so in the admin container.
  const admin =
    group.bottlerocket?.enableAdminContainer ??
    (group.ssh?.allow || group.ssh?.publicKeyName ? true : undefined);
  const kubernetes = {
    ...(alone ? clusterSettings(node) : {}),
    ...(group.maxPodsPerNode ? { 'max-pods': group.maxPodsPerNode } : {}),
  };
  const ours: Settings = {
    ...(Object.keys(kubernetes).length > 0 ? { kubernetes } : {}),
    ...(admin === undefined ? {} : { 'host-containers': { admin: { enabled: admin } } }),
  };
  const settings = merge(ours, (group.bottlerocket?.settings ?? {}) as Settings);
  return Object.keys(settings).length > 0 ? toml({ settings }) : undefined;
}
