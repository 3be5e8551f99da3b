import { minorOf } from '../../kubernetes-versions.ts';
import {
  type AnyNodeGroup,
  type ClusterConfig,
  hasOwnImage,
  isBottlerocket,
  isUbuntu,
  isWindows,
} from '../config.ts';
import type { Finding } from '../problem.ts';
import { when } from './rule.ts';

/** EKS published its last Amazon Linux 2 images for 1.32, on 2025-11-26 (EKS AMI release notes). */
const lastMinorOfAmazonLinux2 = 32;

/** Canonical's EKS images of 20.04 end with 1.29 (cloud-images.ubuntu.com/aws-eks). */
const endedUbuntu = ['Ubuntu2004', 'UbuntuPro2004'];

function familyFindings(config: ClusterConfig, group: AnyNodeGroup, path: string): Finding[] {
  const { amiFamily } = group;
  const version = config.metadata.version;
  const tooNew = !version || minorOf(version) > lastMinorOfAmazonLinux2;
  return [
    ...when(amiFamily === 'AmazonLinux2' && !hasOwnImage(group) && tooNew, {
      path: `${path}.amiFamily`,
      found: amiFamily,
      allowed: 'AmazonLinux2023 or Bottlerocket',
      message: `EKS has Amazon Linux 2 images up to Kubernetes 1.${lastMinorOfAmazonLinux2} only`,
      alternative: 'use AmazonLinux2023, or name an image of your own under ami',
    }),
    ...when(endedUbuntu.includes(amiFamily) && !hasOwnImage(group), {
      path: `${path}.amiFamily`,
      found: amiFamily,
      allowed: 'Ubuntu2204, Ubuntu2404 or Ubuntu2604, or their Pro variants',
      message: 'Canonical has no EKS images of 20.04 for versions that EKS supports',
    }),
  ];
}

function amiFindings(group: AnyNodeGroup, path: string, managed: boolean): Finding[] {
  const { ami, amiFamily, overrideBootstrapCommand: override } = group;
  const lookUp = ami === 'auto' || ami === 'auto-ssm';
  const needsCommand = hasOwnImage(group) && managed && ['AmazonLinux2'].includes(amiFamily);
  const release = 'releaseVersion' in group ? group.releaseVersion : undefined;
  return [
    ...when(ami !== undefined && !hasOwnImage(group) && !lookUp, {
      path: `${path}.ami`,
      found: ami,
      allowed: 'ami-…, auto or auto-ssm',
      message:
        ami === 'static' ? 'eksctl’s own table of images is long out of date' : 'not the id of an image',
      alternative: 'leave it out for the recommended image of the family',
    }),
    ...when(needsCommand && override === undefined, {
      path: `${path}.overrideBootstrapCommand`,
      found: undefined,
      allowed: 'the command that joins a node of this image to the cluster',
      message: 'EKS does not bootstrap images of your own, and we cannot know how this one joins',
    }),
    ...when(managed && override !== undefined && !hasOwnImage(group), {
      path: `${path}.overrideBootstrapCommand`,
      found: override,
      allowed: 'a command where ami is an image of your own, and only there',
      message: 'EKS bootstraps its own images itself',
      alternative: 'use preBootstrapCommands, or name an image under ami',
    }),
    ...when(release !== undefined && hasOwnImage(group), {
      path: `${path}.releaseVersion`,
      found: release,
      allowed: 'nothing where ami is an image of your own',
      message: 'releases are of EKS’s own images',
    }),
    ...when(release !== undefined && isUbuntu(group), {
      path: `${path}.releaseVersion`,
      found: release,
      allowed: 'nothing for Ubuntu',
      message: 'releases are of EKS’s own images',
    }),
  ];
}

/** Settings that eksctl has fields of its own for. */
const bottlerocketFields: Readonly<Record<string, string>> = {
  'node-labels': 'labels',
  'node-taints': 'taints',
  'max-pods': 'maxPodsPerNode',
  'cluster-dns-ip': 'clusterDNS',
};

function bottlerocketFindings(group: AnyNodeGroup, path: string): Finding[] {
  const kubernetes = group.bottlerocket?.settings?.kubernetes;
  const keys = typeof kubernetes === 'object' && kubernetes !== null ? Object.keys(kubernetes) : [];
  const shell: readonly [string, unknown][] = [
    ['preBootstrapCommands', group.preBootstrapCommands],
    ['overrideBootstrapCommand', group.overrideBootstrapCommand],
    ['kubeletExtraConfig', 'kubeletExtraConfig' in group ? group.kubeletExtraConfig : undefined],
  ];
  return [
    ...when(group.bottlerocket !== undefined && !isBottlerocket(group), {
      path: `${path}.bottlerocket`,
      found: group.bottlerocket,
      allowed: 'settings where amiFamily is Bottlerocket or BottlerocketFips',
      message: `${group.amiFamily} has no such settings`,
    }),
    ...keys
      .filter((key) => key in bottlerocketFields)
      .map((key) => ({
        path: `${path}.bottlerocket.settings.kubernetes.${key}`,
        found: key,
        allowed: `${bottlerocketFields[key]} of the node group`,
        message: 'the document has a field of its own for it',
      })),
    ...shell
      .filter(([, value]) => isBottlerocket(group) && value !== undefined)
      .map(([member, found]) => ({
        path: `${path}.${member}`,
        found,
        allowed: 'nothing for Bottlerocket',
        message: 'Bottlerocket has no shell to run it, and takes settings instead',
        alternative: 'use bottlerocket.settings',
      })),
  ];
}

/** Kubelet settings that decide whether a node joins at all. */
const keptKubeletFields = [
  'kind',
  'apiVersion',
  'address',
  'clusterDomain',
  'authentication',
  'authorization',
  'serverTLSBootstrap',
];

function kubeletFindings(group: AnyNodeGroup, path: string): Finding[] {
  const extra = 'kubeletExtraConfig' in group ? group.kubeletExtraConfig : undefined;
  const kept = Object.keys(extra ?? {}).filter((key) => keptKubeletFields.includes(key));
  return [
    ...kept.map((key) => ({
      path: `${path}.kubeletExtraConfig.${key}`,
      found: extra?.[key],
      allowed: `anything but ${keptKubeletFields.join(', ')}`,
      message: 'the node could not join without the value that EKS sets',
    })),
    ...when(isWindows(group) && extra !== undefined, {
      path: `${path}.kubeletExtraConfig`,
      found: extra,
      allowed: 'nothing for Windows',
      message: 'the Windows bootstrap script takes flags, not a configuration',
      alternative: 'use overrideBootstrapCommand with -KubeletExtraArgs',
    }),
    ...when(
      isWindows(group) &&
        'clusterDNS' in group &&
        group.clusterDNS !== undefined &&
        group.overrideBootstrapCommand !== undefined,
      {
        path: `${path}.clusterDNS`,
        found: 'clusterDNS' in group ? group.clusterDNS : undefined,
        allowed: 'either this or overrideBootstrapCommand',
        message: 'the command says how the node joins',
      },
    ),
  ];
}

export function imageFindings(config: ClusterConfig, group: AnyNodeGroup, path: string): Finding[] {
  const managed = path.startsWith('managed');
  return [
    ...familyFindings(config, group, path),
    ...amiFindings(group, path, managed),
    ...bottlerocketFindings(group, path),
    ...kubeletFindings(group, path),
  ];
}
