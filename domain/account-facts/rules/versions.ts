import { minorOf } from '../../kubernetes-versions.ts';
import { knownOf } from '../answer.ts';
import type { FactRule } from './rule.ts';

/** EKS makes clusters of the versions that it offers; a file that is behind its cluster asks for nothing. */
const offered: FactRule = ({ config: { metadata }, facts, clusterVersion }) => {
  const { version } = metadata;
  const known = knownOf(facts.kubernetesVersions);
  if (version === undefined || known === undefined) return [];
  if (clusterVersion !== undefined && minorOf(version) <= minorOf(clusterVersion)) return [];
  const found = known.find((one) => one.version === version);
  const names = known.map((one) => one.version);
  if (!found)
    return [
      {
        path: 'metadata.version',
        found: version,
        allowed: `one of ${names.join(', ')}, or nothing for EKS's default`,
        message: `EKS does not offer Kubernetes ${version} in ${metadata.region}`,
        parts: ['controlPlane'],
      },
    ];
  if (!found.isExtended) return [];
  return [
    {
      path: 'metadata.version',
      found: version,
      allowed: known
        .filter(({ isExtended }) => !isExtended)
        .map((one) => one.version)
        .join(', '),
      message: `Kubernetes ${version} is in extended support, which costs six times as much an hour`,
      parts: ['controlPlane'],
      isWarning: true,
    },
  ];
};

export const versionRules: readonly FactRule[] = [offered];
