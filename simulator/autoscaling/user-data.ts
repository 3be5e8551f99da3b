/**
 * The cluster that an instance's user data tells it to join, in the forms that the EKS images read: nodeadm's
 * NodeConfig, `/etc/eks/bootstrap.sh`, Bottlerocket's settings and Windows' bootstrap script (EKS guide,
 * "Self-managed nodes").
 */
const JOINS: readonly RegExp[] = [
  /"?cluster"?:\s*\{?\s*"?name"?:\s*"?([\w-]+)/,
  /bootstrap\.sh\s+(?:--\S+\s+\S+\s+)*['"]?([\w-]+)/,
  /cluster-name"?\s*=\s*"([\w-]+)"/,
  /-EKSClusterName\s+["']?([\w-]+)/,
  /\$EKSClusterName\s*=\s*["']([\w-]+)/,
];

const textOf = (userData: string): string => Buffer.from(userData, 'base64').toString('utf8');

export function clusterToJoin(userData: string | undefined): string | undefined {
  if (userData === undefined) return undefined;
  const text = textOf(userData);
  return JOINS.map((form) => form.exec(text)?.[1]).find((name) => name !== undefined);
}

export const isWindows = (userData: string): boolean => textOf(userData).includes('<powershell>');

/** Pairs of a kubelet flag such as `--node-labels=a=b,c=d`. */
function flag(text: string, name: string): readonly (readonly [string, string])[] {
  const list = new RegExp(`--${name}=([^\\s'"\\\\]+)`).exec(text)?.[1] ?? '';
  return list
    .split(',')
    .filter(Boolean)
    .map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const);
}

/** Lines of one of Bottlerocket's tables (Bottlerocket, `settings.kubernetes`): `"key" = "value"`. */
function table(text: string, name: string): readonly (readonly [string, string])[] {
  const body = new RegExp(`\\[settings\\.kubernetes\\.${name}\\]([^[]*(?:\\["[^[]*)*)`).exec(text)?.[1] ?? '';
  return [...body.matchAll(/^\s*"?([\w./-]+)"?\s*=\s*\[?\s*"([^"]*)"/gm)].map(
    ([, key = '', value = '']) => [key, value] as const,
  );
}

/** Settings with which a kubelet registers its node. */
export interface Registration {
  readonly os: 'linux' | 'windows';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: { readonly key: string; readonly value?: string; readonly effect: string }[];
}

export function registrationOf(userData: string): Registration {
  const text = textOf(userData);
  const taints = [...flag(text, 'register-with-taints'), ...table(text, 'node-taints')];
  return {
    os: isWindows(userData) ? 'windows' : 'linux',
    labels: Object.fromEntries([...flag(text, 'node-labels'), ...table(text, 'node-labels')]),
    taints: taints.map(([key, valueAndEffect]) => {
      const [value = '', effect = ''] = valueAndEffect.split(':');
      return { key, ...(value !== '' && { value }), effect };
    }),
  };
}
