import * as eks from '@aws-sdk/client-eks';

/**
 * Operations that change something in EKS that the product can meet. `UpdateEksAnywhereSubscription` is of nothing in
 * a cluster; an encryption that is associated is there for good.
 */
export const OPERATIONS = [
  'UpdateClusterConfig',
  'UpdateClusterVersion',
  'UpdateNodegroupConfig',
  'UpdateNodegroupVersion',
  'UpdateAddon',
  'UpdateAccessEntry',
  'AssociateAccessPolicy',
  'UpdatePodIdentityAssociation',
  'UpdateCapability',
  'AssociateIdentityProviderConfig',
  'AssociateEncryptionConfig',
  'TagResource',
  'UntagResource',
] as const;
const NOT_OF_A_CLUSTER = ['UpdateEksAnywhereSubscription'];

const isOperation = (value: unknown): boolean => Array.isArray(value) && value[0] === 9;

/** Operations of the SDK that change an existing part, and of which this table does not know. */
export const unknownOperations = (): readonly string[] =>
  Object.entries(eks)
    .filter(
      ([name, value]) => /^(Update|Associate|Modify|Put|Tag|Untag)\w*\$$/.test(name) && isOperation(value),
    )
    .map(([name]) => name.slice(0, -1))
    .filter((name) => !([...OPERATIONS, ...NOT_OF_A_CLUSTER] as string[]).includes(name));

type Schema = readonly unknown[];

/** A schema of the SDK is given as it is, by a function, or with traits around it. */
function plain(schema: unknown): unknown {
  if (typeof schema === 'function') return plain((schema as () => unknown)());
  const wraps = Array.isArray(schema) && (Array.isArray(schema[0]) || typeof schema[0] === 'function');
  return wraps ? plain((schema as Schema)[0]) : schema;
}

const STRUCTURE = 3;
const LIST = 1;

/** The paths of a schema's members, `remoteNodeNetworks[].cidrs`; lists and maps of texts are one member. */
function leaves(schema: unknown, path: string): readonly string[] {
  const found = plain(schema);
  if (!Array.isArray(found)) return [path];
  const [kind, , , , fourth, fifth] = found as Schema;
  if (kind === STRUCTURE)
    return (fourth as readonly string[]).flatMap((name, index) =>
      leaves((fifth as Schema)[index], path === '' ? name : `${path}.${name}`),
    );
  return kind === LIST ? leaves(fourth, `${path}[]`) : [path];
}

/** Members of one operation's request, nested ones by their paths. */
export function membersOf(operation: (typeof OPERATIONS)[number]): readonly string[] {
  const schema = (eks as unknown as Readonly<Record<string, Schema>>)[`${operation}$`];
  return leaves(schema?.[4], '');
}
