import { describe, expect, it } from '@jest/globals';
import type { AnyNodeGroup } from '../../../domain/cluster-config/config.ts';
import { userData } from '../../../domain/contents/node-group/user-data/user-data.ts';
import { configOf } from '../desired/fixtures.ts';

const cluster = {
  endpoint: 'https://shop.eks',
  certificateAuthority: 'Q0E=',
  serviceCidr: '10.100.0.0/16',
  clusterSecurityGroupId: 'sg-1',
  oidcIssuer: 'https://oidc',
  version: '1.32',
};
const LABELS = 'alpha.eksctl.io/cluster-name=shop,alpha.eksctl.io/nodegroup-name=own';
const taints = [
  { key: 'dedicated', value: 'x', effect: 'NoSchedule' },
  { key: 'spare', effect: 'NoExecute' },
];
const ipv6 = {
  kubernetesNetworkConfig: { ipFamily: 'IPv6' },
  iam: { withOIDC: true },
  addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
};

/** The words that a group's nodes are told when they start. */
function toldTo(
  kind: 'nodeGroups' | 'managedNodeGroups',
  group: Record<string, unknown>,
  more: Record<string, unknown> = {},
  serviceCidr = cluster.serviceCidr,
): string | undefined {
  const config = configOf({ ...more, [kind]: [{ name: 'own', ...group }] }, { version: '1.32' });
  const node = { config, group: config[kind][0] as AnyNodeGroup, cluster: { ...cluster, serviceCidr } };
  return userData(node, kind === 'managedNodeGroups');
}

/** Parts of several, each its type and its text, as cloud-init takes them apart (RFC 2046). */
function partsOf(text: string | undefined): readonly (readonly [type: string, body: string])[] {
  const [, boundary] =
    /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="([^"]+)"\n\n/.exec(text ?? '') ?? [];
  const [, ...parts] = text?.split(`--${boundary}`) ?? [];
  expect(parts.pop()).toBe('--\n');
  return parts.map((part) => {
    const [, type = '', body = ''] = /^\nContent-Type: ([^\n]+)\n\n([\s\S]*)\n\n$/.exec(part) ?? [];
    return [type, body];
  });
}

const SHELL = 'text/x-shellscript; charset="us-ascii"';
const script = (...commands: readonly string[]) => [
  SHELL,
  ['#!/bin/bash', 'set -o errexit', 'set -o pipefail', 'set -o nounset', ...commands].join('\n'),
];

describe('a node of Amazon Linux 2023', () => {
  const joins = {
    cluster: {
      name: 'shop',
      apiServerEndpoint: 'https://shop.eks',
      certificateAuthority: 'Q0E=',
      cidr: '10.100.0.0/16',
    },
    kubelet: { config: { clusterDNS: ['10.100.0.10'] }, flags: [`--node-labels=${LABELS}`] },
  };
  const asJson = ([type, body]: readonly [string, string]) => [type, JSON.parse(body)];
  const nodeConfig = (spec: unknown) => [
    'application/node.eks.aws',
    { apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec },
  ];

  it('is told its cluster, its labels and no more, where nobody else tells them', () => {
    expect(partsOf(toldTo('nodeGroups', {})).map(asJson)).toEqual([nodeConfig(joins)]);
    const own = { ami: 'ami-0123456789abcdef0', amiFamily: 'AmazonLinux2023' };
    expect(partsOf(toldTo('managedNodeGroups', own)).map(asJson)).toEqual([nodeConfig(joins)]);
  });

  it('is told the settings of its document beside', () => {
    const group = {
      taints,
      maxPodsPerNode: 20,
      clusterDNS: '10.100.0.53',
      kubeletExtraConfig: { kubeReserved: { cpu: '300m' } },
    };
    expect(partsOf(toldTo('nodeGroups', group)).map(asJson)).toEqual([
      nodeConfig({
        cluster: joins.cluster,
        kubelet: {
          config: { kubeReserved: { cpu: '300m' }, maxPods: 20, clusterDNS: ['10.100.0.53'] },
          flags: [
            `--node-labels=${LABELS}`,
            '--register-with-taints=dedicated=x:NoSchedule,spare=:NoExecute',
          ],
        },
      }),
    ]);
  });

  it('is told what EKS does not add to a managed group', () => {
    expect(toldTo('managedNodeGroups', {})).toBeUndefined();
    expect(partsOf(toldTo('managedNodeGroups', { maxPodsPerNode: 20 })).map(asJson)).toEqual([
      nodeConfig({ kubelet: { config: { maxPods: 20 } } }),
    ]);
    expect(partsOf(toldTo('managedNodeGroups', { preBootstrapCommands: ['one', 'two\n'] }))).toEqual([
      script('one', 'two'),
    ]);
  });

  it('carries out the commands of its document in their order, before it joins', () => {
    const group = {
      ami: 'ami-0123456789abcdef0',
      amiFamily: 'AmazonLinux2023',
      preBootstrapCommands: ['one'],
      overrideBootstrapCommand: 'two',
    };
    const [commands, config] = partsOf(toldTo('nodeGroups', group));
    expect(commands).toEqual(script('one', 'two'));
    expect(config?.[0]).toBe('application/node.eks.aws');
  });
});

describe('a node that joins by bootstrap.sh', () => {
  const command = (more: string, dns = '10.100.0.10') =>
    `/etc/eks/bootstrap.sh 'shop' --apiserver-endpoint 'https://shop.eks' --b64-cluster-ca 'Q0E=' --dns-cluster-ip '${dns}' ${more}`;

  it.each([
    ['nodeGroups', { amiFamily: 'AmazonLinux2' }],
    ['nodeGroups', { amiFamily: 'Ubuntu2404' }],
    ['managedNodeGroups', { amiFamily: 'Ubuntu2404' }],
  ] as const)('calls it with all of its cluster: %s of %j', (kind, group) => {
    expect(partsOf(toldTo(kind, group))).toEqual([
      script(command(`--kubelet-extra-args '--node-labels=${LABELS}'`)),
    ]);
  });

  it('hands taints and the number of pods to kubelet, and merges what has no flag into its settings', () => {
    const group = {
      amiFamily: 'AmazonLinux2',
      taints,
      maxPodsPerNode: 20,
      kubeletExtraConfig: { shutdownGracePeriod: "30s'" },
      preBootstrapCommands: ['one'],
    };
    const file = '/etc/kubernetes/kubelet/kubelet-config.json';
    expect(partsOf(toldTo('nodeGroups', group))).toEqual([
      script(
        `jq '. += {"shutdownGracePeriod":"30s'\\''"}' ${file} > ${file}.new && mv ${file}.new ${file}`,
        'one',
        command(
          `--use-max-pods false --kubelet-extra-args '--node-labels=${LABELS} --register-with-taints=dedicated=x:NoSchedule,spare=:NoExecute --max-pods=20'`,
        ),
      ),
    ]);
  });

  it('is told the range of an IPv6 cluster, and the tenth address of it', () => {
    const more = `--ip-family ipv6 --service-ipv6-cidr 'fd12:3456:789a::/108' --kubelet-extra-args '--node-labels=${LABELS}'`;
    const text = toldTo('nodeGroups', { amiFamily: 'Ubuntu2404' }, ipv6, 'fd12:3456:789a::/108');
    expect(partsOf(text)).toEqual([script(command(more, 'fd12:3456:789a::a'))]);
  });

  it('calls the command of its document in place of it', () => {
    const group = {
      ami: 'ami-0123456789abcdef0',
      amiFamily: 'AmazonLinux2',
      preBootstrapCommands: ['one'],
      overrideBootstrapCommand: 'join',
    };
    for (const kind of ['nodeGroups', 'managedNodeGroups'] as const)
      expect(partsOf(toldTo(kind, group))).toEqual([script('one', 'join')]);
  });

  it('is joined by EKS in a managed group of its images, and carries out no more than what comes before', () => {
    const group = { amiFamily: 'AmazonLinux2' };
    expect(toldTo('managedNodeGroups', group)).toBeUndefined();
    expect(partsOf(toldTo('managedNodeGroups', { ...group, preBootstrapCommands: ['one'] }))).toEqual([
      script('one'),
    ]);
  });
});

describe('a node of Bottlerocket', () => {
  const amiFamily = 'Bottlerocket';
  const joins = [
    '[settings.kubernetes]',
    'api-server = "https://shop.eks"',
    'cluster-certificate = "Q0E="',
    'cluster-name = "shop"',
    'cluster-dns-ip = "10.100.0.10"',
  ];
  const labels = [
    '[settings.kubernetes.node-labels]',
    '"alpha.eksctl.io/cluster-name" = "shop"',
    '"alpha.eksctl.io/nodegroup-name" = "own"',
  ];
  const lines = (text: string | undefined) => text?.split('\n');

  it('is told its cluster and its labels', () => {
    expect(lines(toldTo('nodeGroups', { amiFamily }))).toEqual([...joins, '', ...labels]);
  });

  it('is told all effects of a taint in one list, and the number of pods', () => {
    const group = {
      amiFamily,
      maxPodsPerNode: 20,
      taints: [...taints, { key: 'dedicated', value: 'x', effect: 'NoExecute' }],
    };
    expect(lines(toldTo('nodeGroups', group))).toEqual([
      ...joins,
      'max-pods = 20',
      '',
      ...labels,
      '',
      '[settings.kubernetes.node-taints]',
      'dedicated = ["x:NoSchedule", "x:NoExecute"]',
      'spare = [":NoExecute"]',
    ]);
  });

  it('is told the settings of its document, which are stronger than ours', () => {
    const settings = {
      kubernetes: { 'allowed-unsafe-sysctls': ['net.*', 'kernel.*'] },
      'host-containers': { admin: { enabled: true, superpowered: true } },
      motd: null,
      kernel: { lockdown: 'integrity' },
      'container-registry': { mirrors: [{ registry: 'docker.io', endpoint: ['https://m', 'https://n'] }] },
      network: 'off',
    };
    const group = { amiFamily, maxPodsPerNode: 20, bottlerocket: { enableAdminContainer: false, settings } };
    expect(lines(toldTo('managedNodeGroups', group))).toEqual([
      '[settings]',
      'network = "off"',
      '',
      '[settings.kubernetes]',
      'max-pods = 20',
      'allowed-unsafe-sysctls = ["net.*", "kernel.*"]',
      '',
      '[settings.host-containers.admin]',
      'enabled = true',
      'superpowered = true',
      '',
      '[settings.kernel]',
      'lockdown = "integrity"',
      '',
      '[settings.container-registry]',
      'mirrors = [{ registry = "docker.io", endpoint = ["https://m", "https://n"] }]',
    ]);
  });

  it.each([
    ['nobody', {}, undefined],
    ['who may log in', { ssh: { allow: true } }, true],
    ['who has the key that is named', { ssh: { publicKeyName: 'mine' } }, true],
    [
      'nobody, as its document says',
      { ssh: { allow: true }, bottlerocket: { enableAdminContainer: false } },
      false,
    ],
  ])('has the admin container for %s', (_, group, enabled) => {
    expect(toldTo('managedNodeGroups', { amiFamily, ...group })).toBe(
      enabled === undefined ? undefined : `[settings.host-containers.admin]\nenabled = ${enabled}`,
    );
  });
});

describe('a node of Windows', () => {
  const amiFamily = 'WindowsServer2022CoreContainer';
  const variables = (flags: string, dns = '10.100.0.10') => [
    '<powershell>',
    '[string]$EKSBootstrapScriptFile = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"',
    "[string]$EKSClusterName = 'shop'",
    "[string]$APIServerEndpoint = 'https://shop.eks'",
    "[string]$Base64ClusterCA = 'Q0E='",
    `[string]$DNSClusterIP = '${dns}'`,
    `[string]$KubeletExtraArgs = '--node-labels=${LABELS}${flags}'`,
  ];
  const join =
    '& $EKSBootstrapScriptFile -EKSClusterName "$EKSClusterName" -APIServerEndpoint "$APIServerEndpoint" -Base64ClusterCA "$Base64ClusterCA" -DNSClusterIP "$DNSClusterIP" -KubeletExtraArgs "$KubeletExtraArgs" 3>&1 4>&1 5>&1 6>&1';

  it('joins by EKS’s script, after the commands of its document', () => {
    expect(toldTo('nodeGroups', { amiFamily })?.split('\n')).toEqual([
      ...variables(''),
      join,
      '</powershell>',
    ]);
    const group = { amiFamily, taints, maxPodsPerNode: 20, preBootstrapCommands: ['one', 'two'] };
    expect(toldTo('nodeGroups', group)?.split('\n')).toEqual([
      ...variables(' --register-with-taints=dedicated=x:NoSchedule,spare=:NoExecute --max-pods=20'),
      'one',
      'two',
      join,
      '</powershell>',
    ]);
  });

  it('calls the command of its document in place of the script, with the same variables', () => {
    const group = { amiFamily, ami: 'ami-0123456789abcdef0', overrideBootstrapCommand: '  join\n' };
    expect(toldTo('nodeGroups', group)?.split('\n')).toEqual([...variables(''), '  join', '</powershell>']);
  });

  it('is joined by EKS in a managed group, and carries out no more than what comes before', () => {
    expect(toldTo('managedNodeGroups', { amiFamily })).toBeUndefined();
    expect(toldTo('managedNodeGroups', { amiFamily, preBootstrapCommands: ['one', 'two'] })).toBe(
      '<powershell>\none\ntwo\n</powershell>',
    );
  });
});
