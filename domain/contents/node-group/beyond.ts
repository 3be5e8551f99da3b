import { hasOwnImage } from '../../cluster-config/config.ts';
import type { Difference } from '../../drift/differences.ts';
import { unsaidMembers } from '../../drift/unsaid.ts';
import { isNewer } from '../addon/decide.ts';
import { givenImage } from './given-image.ts';
import type { DesiredNodeGroup } from './managed.ts';
import type { ObservedNodegroup } from './observed.ts';

/** The members of a node group of which its document says nothing, and a release that has risen beyond it. */
export function beyondDocument(
  desired: DesiredNodeGroup,
  observed: ObservedNodegroup,
): readonly Difference[] {
  const { key, request } = desired;
  const given = givenImage(desired, observed);
  const { releaseVersion: wanted } = request;
  const { releaseVersion: found } = observed;
  const risen = wanted !== undefined && found !== undefined && isNewer(found, wanted);
  return [
    ...(risen ? [{ path: `${key}.releaseVersion`, wanted, found, means: 'DocumentBehind' as const }] : []),
    ...(given && hasOwnImage({ ami: given.wanted })
      ? [{ path: `${key}.ami`, ...given, means: 'DocumentBehind' as const }]
      : []),
    // EKS's defaults where CreateNodegroup says nothing (its API reference).
    ...unsaidMembers(key, request, observed, {
      updateConfig: { maxUnavailable: 1, updateStrategy: 'DEFAULT' },
      nodeRepairConfig: { enabled: false },
      warmPoolConfig: undefined,
    }),
  ];
}
