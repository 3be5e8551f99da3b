import { supportedVersions, supportOf } from '../../kubernetes-versions.ts';
import type { Rule } from './rule.ts';

/**
 * EKS refuses to create a cluster of a version that it no longer supports. A version that is newer than our table is
 * left to EKS itself, which is asked before anything is changed: it may offer it by now.
 */
export const versionRule: Rule = ({ metadata }, { today, versions }) => {
  if (metadata.version === undefined) return [];
  const support = supportOf(metadata.version, today, versions);
  const isNew = support === 'unreleased' || (support === 'unknown' && metadata.version.startsWith('1.'));
  if (support === 'standard' || support === 'extended' || isNew) return [];
  const message =
    support === 'past'
      ? `Kubernetes ${metadata.version} is past EKS's extended support`
      : `Kubernetes ${metadata.version} is not a version that EKS knows`;
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
