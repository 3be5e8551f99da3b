import { supportedVersions, supportOf } from '../../kubernetes-versions.ts';
import type { Rule } from './rule.ts';

/** EKS refuses to create a cluster of a version that it does not know, or no longer supports. */
export const versionRule: Rule = ({ metadata }, { today, versions }) => {
  if (metadata.version === undefined) return [];
  const support = supportOf(metadata.version, today, versions);
  if (support === 'standard' || support === 'extended') return [];
  const message = {
    past: `Kubernetes ${metadata.version} is past EKS's extended support`,
    unreleased: `Kubernetes ${metadata.version} is not on EKS yet`,
    unknown: `Kubernetes ${metadata.version} is not a version that EKS knows`,
  }[support];
  const supported = supportedVersions(today, versions);
  return [
    {
      path: 'metadata.version',
      found: metadata.version,
      allowed: `one of ${supported.join(', ')}, or nothing for EKS's default`,
      message,
      alternative: `set a supported version; to try the file as it is: eks-fleet simulate FILE --set metadata.version=${supported[0] ?? ''}`,
    },
  ];
};
