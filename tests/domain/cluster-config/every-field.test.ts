import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import { clusterConfigSchema } from '../../../domain/cluster-config/schema/cluster-config.ts';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { givenNetworkFindings } from '../../../domain/desired/network/given-network.ts';
import { deviations } from '../../../domain/plan/deviations.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account } from '../desired/fixtures.ts';
import { documents } from './every-field.fixtures.ts';
import { alternatives, choicesOf, fieldsOf, leavesOf, refusedFieldsOf, valueWith } from './fields.ts';

/** The network that the documents name, as EC2 would describe it. */
const subnets = ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'].map((CidrBlock, index) => ({
  SubnetId: `subnet-${index + 1}`,
  VpcId: 'vpc-1',
  AvailabilityZone: index % 2 === 0 ? 'us-west-2a' : 'us-west-2b',
  CidrBlock,
}));

/** Everything that follows from a document, as text; undefined where it is refused. */
function outcome(value: unknown): string | undefined {
  const { config } = parseClusterConfig(value, 'x', { today: '2026-11-24' });
  if (!config) return undefined;
  const facts = plannedFacts(config, account, '2026-11-24', subnets);
  return JSON.stringify([
    desiredFoundation(config, account, subnets),
    desiredControlPlane(config, account, facts.network),
    desiredContents(config, facts),
    deviations(config, account),
    givenNetworkFindings(config, { subnets, vpcCidrs: ['10.0.0.0/16'] }),
    config.metadata.region,
  ]);
}

const fields = fieldsOf(clusterConfigSchema);
const refused = refusedFieldsOf(clusterConfigSchema);
const choices = choicesOf(clusterConfigSchema);
const leaves = Object.entries(documents).flatMap(([name, document]) =>
  leavesOf(document, fields).map((leaf) => ({ name, document, ...leaf })),
);

/** Fields with one allowed value. They cannot be changed to another, so that they are only checked. */
const constants = [
  'apiVersion',
  'kind',
  'identityProviders[].type',
  'nodeGroups[].containerRuntime',
  'nodeGroups[].asgMetricsCollection[].granularity',
  'capabilities[].deletePropagationPolicy',
];

/**
 * Fields that depend on another: one changed alone contradicts the other, and is refused. Changed together they are
 * carried out, as the tests of access entries and hybrid nodes show.
 */
const paired = [
  'accessConfig.accessEntries[].accessPolicies[].accessScope.type',
  'capabilities[].accessPolicies[].accessScope.type',
  'remoteNetworkConfig.iam.provider',
];

/** Fields that are refused where they would ask for something: their paths, and the value that asks. */
const refusedByValue: Readonly<Record<string, unknown>> = {
  'addons[].podIdentityAssociations[].createServiceAccount': true,
  'addons[].podIdentityAssociations[].targetRoleARN': 'arn:aws:iam::444455556666:role/target',
  'addons[].podIdentityAssociations[].disableSessionTags': true,
  'addons[].podIdentityAssociations[].policy': '{}',
  'managedNodeGroups[].propagateASGTags': true,
  'managedNodeGroups[].securityGroups.withLocal': true,
  'managedNodeGroups[].securityGroups.withShared': true,
};

const pathOf = (field: string) =>
  field.split('.').flatMap((part) => (part.endsWith('[]') ? [part.slice(0, -2), 0] : [part]));

describe('every field of a ClusterConfig', () => {
  it('is named by a document here, or refused', () => {
    const named = new Set(leaves.map(({ field }) => field));
    expect(fields.filter((field) => !named.has(field) && !(field in refusedByValue))).toEqual([]);
  });

  it.each(Object.keys(documents))('document %s is valid', (name) => {
    const { problems } = parseClusterConfig(documents[name], name, { today: '2026-11-24' });
    expect(problems ?? []).toEqual([]);
  });

  it('changes what AWS is asked for, when it is changed or removed', () => {
    const outcomes = new Map(Object.entries(documents).map(([name, document]) => [name, outcome(document)]));
    const without = leaves.filter(({ name, document, path, field, value }) => {
      const before = outcomes.get(name);
      return !alternatives(field, value, choices.get(field)).some((other) => {
        const after = outcome(valueWith(document, path, other));
        return after !== undefined && after !== before;
      });
    });
    const names = [...new Set(without.map(({ field }) => field))].filter(
      (field) => !leaves.some((leaf) => leaf.field === field && !without.includes(leaf)),
    );
    expect(names.filter((field) => !constants.includes(field) && !paired.includes(field))).toEqual([]);
  });

  it.each(refused)('%s is refused by its path, with a reason and an alternative', (field) => {
    const { problems } = parseClusterConfig(valueWith({}, pathOf(field), 'x'), 'x', { today: '2026-11-24' });
    const problem = (problems ?? []).find((candidate) => candidate.path === field.replaceAll('[]', '[0]'));
    expect(problem?.allowed).toBe('nothing');
    expect(problem?.alternative).toBeTruthy();
  });

  it.each(Object.entries(refusedByValue))('%s is refused where it asks for something', (field, value) => {
    const base = {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'shop', region: 'us-west-2' },
      addons: [
        {
          name: 'external-dns',
          podIdentityAssociations: [{ serviceAccountName: 'x', wellKnownPolicies: { externalDNS: true } }],
        },
      ],
      managedNodeGroups: [{ name: 'web' }],
    };
    const { problems } = parseClusterConfig(valueWith(base, pathOf(field), value), 'x', {
      today: '2026-11-24',
    });
    const here = (problems ?? []).filter(
      ({ path }) => path !== '' && field.replaceAll('[]', '[0]').startsWith(path),
    );
    expect(here.some(({ alternative }) => Boolean(alternative))).toBe(true);
  });
});
