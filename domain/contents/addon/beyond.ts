import type { Difference } from '../../drift/differences.ts';
import { unsaidMembers } from '../../drift/unsaid.ts';
import { isNewer, type ObservedAddon } from './decide.ts';
import type { DesiredAddon } from './desired.ts';

/** The members of an add-on of which its document says nothing, and a version that has risen beyond it. */
export function beyondDocument(
  { key, request }: DesiredAddon,
  observed: ObservedAddon,
): readonly Difference[] {
  const { addonVersion: wanted } = request;
  const { addonVersion: found } = observed;
  const risen = wanted !== undefined && isNewer(found, wanted);
  return [
    ...(risen ? [{ path: `${key}.addonVersion`, wanted, found, means: 'DocumentBehind' as const }] : []),
    ...unsaidMembers(key, request, observed, {
      serviceAccountRoleArn: undefined,
      configurationValues: undefined,
      podIdentityAssociations: undefined,
    }),
  ];
}
