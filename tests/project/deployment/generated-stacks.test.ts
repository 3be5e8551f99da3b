import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { grants } from '../../../scripts/rules/statements.ts';
import { account, configOf } from '../../domain/desired/fixtures.ts';
import { HANDLERS, UNKNOWN } from './handlers.ts';
import { templates } from './templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
}

const covers = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action.replaceAll('*', 'X')),
  );

const granted = grants(templates.global)
  .filter(({ role }) => role === 'StacksRole')
  .flatMap(({ actions }) => actions);

const boundary = templates.global.StacksBoundary?.Properties?.PolicyDocument as {
  readonly Statement: readonly Statement[];
};
const bounded = boundary.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
  ({ Action = [] }) => Action,
);

/** Documents that ask for every kind of type; only those of forwarders are in no document. */
const DOCUMENTS: readonly Record<string, unknown>[] = [
  {
    kubernetesNetworkConfig: { ipFamily: 'IPv6' },
    iam: { withOIDC: true },
    addons: [{ name: 'vpc-cni' }, { name: 'coredns' }, { name: 'kube-proxy' }],
    nodeGroups: [{ name: 'own', instanceType: 'm5.large', ssh: { allow: true } }],
  },
  { privateCluster: { enabled: true } },
  { iam: { withOIDC: true }, karpenter: { version: '1.6.2', withSpotInterruptionQueue: true } },
  ...['tgw-0123456789abcdef0', 'vgw-0123456789abcdef0'].map((vpcGatewayID) => ({
    remoteNetworkConfig: {
      vpcGatewayID,
      iam: { provider: 'IRA', caBundleCert: 'MII' },
      remoteNodeNetworks: [{ cidrs: ['10.80.0.0/16'] }],
    },
  })),
];

function typesIn(document: Record<string, unknown>): readonly string[] {
  const config = configOf(document, { version: '1.34' });
  const { network, roles } = desiredFoundation(config, account);
  const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24'));
  const stacks = [
    network,
    roles,
    ...contents.map((held) => (held.kind === 'stack' ? held.stack : undefined)),
  ];
  return stacks.flatMap((stack) =>
    stack ? Object.values(stack.template.Resources).map(({ Type }) => Type) : [],
  );
}

describe('the role of the stacks that are generated', () => {
  it('is held against the handlers of every type in them, as far as their schemas are known', () => {
    const types = [...new Set(DOCUMENTS.flatMap(typesIn))];
    expect(types.filter((type) => !(type in HANDLERS)).sort()).toEqual([...UNKNOWN].sort());
  });

  it.each(Object.entries(HANDLERS))("may do what CloudFormation's handlers of %s do", (_type, actions) => {
    expect(actions.filter((action) => !covers(granted, action))).toEqual([]);
    expect(actions.filter((action) => !covers(bounded, action))).toEqual([]);
  });
});
