import { booleanOf, numberOf } from '../../resource-calls.ts';
import type { Properties, ResourceContext } from '../../service.ts';

type Members = Record<string, unknown>;
interface Pair {
  readonly Key: string;
  readonly Value: string;
}

/** Maps from a user's keys, which stay as they are. */
const MAPS = new Set(['Labels', 'Tags']);

const NUMBERS = new Set([
  'desiredSize',
  'diskSize',
  'maxSize',
  'maxUnavailable',
  'maxUnavailablePercentage',
  'minSize',
]);

const BOOLEANS = new Set([
  'bootstrapClusterCreatorAdminPermissions',
  'bootstrapSelfManagedAddons',
  'deletionProtection',
  'disableSessionTags',
  'enabled',
  'endpointPrivateAccess',
  'endpointPublicAccess',
]);

/**
 * Properties as members of EKS's API: the reference of CloudFormation has the same names with a capital first letter.
 * Numbers and booleans may be text, since parameters are. What EKS does not know is refused there.
 */
export function membersOf(properties: Properties): Members {
  const members: Members = {};
  for (const [property, value] of Object.entries(properties)) {
    const name = property.charAt(0).toLowerCase() + property.slice(1);
    members[name] = MAPS.has(property) ? value : memberOf(name, value);
  }
  return members;
}

function memberOf(name: string, value: unknown): unknown {
  if (NUMBERS.has(name)) return numberOf(value);
  if (BOOLEANS.has(name)) return booleanOf(value);
  if (Array.isArray(value)) return value.map((item) => memberOf('', item));
  return value !== null && typeof value === 'object' ? membersOf(value as Properties) : value;
}

export const mapOf = (pairs: unknown): Record<string, string> =>
  Object.fromEntries(((pairs ?? []) as readonly Pair[]).map(({ Key, Value }) => [Key, Value]));

/** The tags of a resource with those of its stack; a list of pairs in most types, a map in AWS::EKS::Nodegroup. */
export function tagsOf(tags: unknown, context: ResourceContext): Record<string, string> {
  const own = Array.isArray(tags) ? mapOf(tags) : (tags as Record<string, string> | undefined);
  const ofStack = Object.entries(context.tags).filter(([name]) => !name.startsWith('aws:'));
  return { ...Object.fromEntries(ofStack), ...own };
}
