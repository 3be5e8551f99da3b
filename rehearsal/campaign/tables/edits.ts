import type { Body } from '../clusters.ts';
import type { DrawTable, Row } from '../table.ts';
import type { Placed } from './bodies.ts';

export interface Edited extends Placed {
  /** The document's spec so far. */
  readonly spec: Body['spec'];
}
type Named = Readonly<Record<string, unknown>> & { readonly name: string };

const row = (
  name: string,
  weight: number,
  draw: (given: Edited) => Body['spec'],
  fits?: (given: Edited) => boolean,
): Row<Edited, Body['spec']> => ({ name, weight, draw, ...(fits ? { fits } : {}) });

const listOf = ({ spec }: Edited, member: string): readonly Named[] =>
  Array.isArray(spec[member]) ? (spec[member] as readonly Named[]) : [];
/** True where nodes of its own could come up: without Auto Mode's, and with the add-ons that they need. */
const takesNodes = (given: Edited): boolean =>
  given.spec.autoModeConfig === undefined &&
  (given.spec.addonsConfig === undefined || listOf(given, 'addons').some(({ name }) => name === 'vpc-cni'));
const isPublic = ({ spec }: Edited): boolean =>
  (spec.vpc as { readonly clusterEndpoints?: unknown } | undefined)?.clusterEndpoints === undefined;
/** The first group of a kind, with something more. */
const first = (given: Edited, member: string, more: object): Body['spec'] => {
  const [one] = listOf(given, member);
  return { [member]: [{ ...one, ...more }] };
};
const has =
  (member: string) =>
  (given: Edited): boolean =>
    listOf(given, member).length > 0;

/** A change that the next version of a document makes. */
export const edits: DrawTable<Edited, Body['spec']> = {
  name: 'edits',
  rows: [
    row('more logs', 3, () => ({
      cloudWatch: { clusterLogging: { enableTypes: ['api', 'audit'], logRetentionInDays: 60 } },
    })),
    // Exactly one type is switched off by it, and none is what another document leaves on.
    row(
      'other logs',
      3,
      () => ({ cloudWatch: { clusterLogging: { enableTypes: ['audit'], logRetentionInDays: 30 } } }),
      ({ spec }) => spec.cloudWatch !== undefined,
    ),
    row(
      'fewer labels',
      2,
      (given) => first(given, 'managedNodeGroups', { labels: {} }),
      (given) => listOf(given, 'managedNodeGroups')[0]?.labels !== undefined,
    ),
    row('a profile', 2, () => ({ fargateProfiles: [{ name: 'more', selectors: [{ namespace: 'more' }] }] })),
    row(
      'a managed group',
      3,
      (given) => ({
        managedNodeGroups: [
          {
            name: 'more',
            instanceType: 'm6i.large',
            desiredCapacity: 1,
            ...(isPublic(given) ? {} : { privateNetworking: true }),
          },
        ],
      }),
      takesNodes,
    ),
    row(
      'labels and sizes',
      3,
      (given) =>
        first(given, 'managedNodeGroups', {
          desiredCapacity: given.random.integer(1, 2),
          minSize: 0,
          maxSize: 4,
          labels: { tier: 'edited' },
        }),
      has('managedNodeGroups'),
    ),
    row(
      'repair of its nodes',
      2,
      (given) =>
        first(given, 'managedNodeGroups', { nodeRepairConfig: { enabled: given.random.chance(0.8) } }),
      has('managedNodeGroups'),
    ),
    row(
      'another key of its nodes',
      1,
      (given) =>
        first(given, 'managedNodeGroups', {
          ssh: {
            publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
          },
        }),
      (given) =>
        has('managedNodeGroups')(given) && listOf(given, 'managedNodeGroups')[0]?.amiFamily === undefined,
    ),
    row(
      'sizes of own groups',
      2,
      (given) => first(given, 'nodeGroups', { minSize: 0, desiredCapacity: 2, maxSize: 3 }),
      has('nodeGroups'),
    ),
    row('an add-on', 2, () => ({ addons: [{ name: 'kube-proxy' }] })),
    row(
      'an add-on configured',
      1,
      () => ({ addons: [{ name: 'coredns', configurationValues: '{"replicaCount":3}' }] }),
      (given) => listOf(given, 'addons').some(({ name }) => name === 'coredns'),
    ),
    row('an entry', 2, () => ({
      accessConfig: {
        accessEntries: [
          { principalARN: 'arn:aws:iam::111122223333:role/developers', kubernetesGroups: ['readers'] },
        ],
      },
    })),
    row(
      'an endpoint',
      1,
      () => ({ vpc: { clusterEndpoints: { publicAccess: true, privateAccess: true } } }),
      (given) => isPublic(given) && given.spec.vpc === undefined,
    ),
    row('a key for secrets', 1, ({ region }) => ({
      secretsEncryption: {
        keyARN: `arn:aws:kms:${region}:111122223333:key/5b0a4c9e-1111-4222-8333-444455556666`,
      },
    })),
    row(
      'a capability',
      1,
      () => ({ iam: { withOIDC: true }, capabilities: [{ name: 'kro', type: 'KRO' }] }),
      ({ spec }) => spec.iam === undefined,
    ),
    row(
      'another pool',
      3,
      () => ({ autoModeConfig: { enabled: true, nodePools: ['general-purpose', 'system'] } }),
      ({ spec }) => spec.autoModeConfig !== undefined,
    ),
  ],
};
