import type { Change } from '../../decide/decision.ts';
import { type Difference, inWords, type Members } from '../../drift/differences.ts';
import type { ObservedAccessEntry } from './decide.ts';

/** A policy that is missing, or one too many, by its ARN. */
export function compareAccessEntry(
  key: string,
  { operation, request }: Change,
  { associatedAccessPolicies }: Pick<ObservedAccessEntry, 'associatedAccessPolicies'>,
): readonly Difference[] | undefined {
  if (operation !== 'AssociateAccessPolicy' && operation !== 'DisassociateAccessPolicy') return undefined;
  const { policyArn, accessScope } = request as Members;
  const found = associatedAccessPolicies.find((policy) => policy.policyArn === policyArn)?.accessScope;
  const path = `${key}.accessPolicies["${policyArn}"]`;
  return [{ path, wanted: inWords(accessScope), found: inWords(found) }];
}
