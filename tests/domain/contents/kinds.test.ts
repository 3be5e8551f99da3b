import { describe, expect, it } from '@jest/globals';
import type { DesiredContent } from '../../../domain/contents/kinds.ts';
import { CONTENT_KINDS, kindOf, nameOf } from '../../../domain/contents/kinds.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { planSteps } from '../../../domain/plan/steps.ts';
import { account, configOf } from '../desired/fixtures.ts';

/** A document that calls for one of every kind. */
const config = configOf(
  {
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    accessConfig: { accessEntries: [{ principalARN: 'arn:aws:iam::111122223333:role/ops' }] },
    iam: {
      withOIDC: true,
      podIdentityAssociations: [
        { namespace: 'shop', serviceAccountName: 'cart', roleARN: 'arn:aws:iam::111122223333:role/cart' },
      ],
    },
    addons: [{ name: 'coredns' }],
    managedNodeGroups: [{ name: 'web' }],
    nodeGroups: [{ name: 'own' }],
    fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
    identityProviders: [{ type: 'oidc', name: 'sso', issuerURL: 'https://sso.example.com', clientID: 'k' }],
    capabilities: [{ name: 'ack', type: 'ACK', roleArn: 'arn:aws:iam::111122223333:role/ack' }],
  },
  {
    version: '1.35',
    annotations: {
      'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify({
        ecrRepositoryPrefix: 'quay',
        upstreamRegistryUrl: 'quay.io',
      }),
    },
  },
);
const facts = plannedFacts(config, account, '2026-11-24');
const all = Object.entries(CONTENT_KINDS).flatMap(([kind, { desired }]) =>
  desired(config, facts).map((content): [string, DesiredContent] => [kind, content as DesiredContent]),
);

/** All texts that a request has as values. */
const leavesOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];

describe('the kinds of contents', () => {
  it('call for what is theirs, and for the stacks that it stands on', () => {
    for (const kind of Object.keys(CONTENT_KINDS))
      expect(all.map(([, content]) => content.kind)).toContain(kind);
    expect(all.filter(([kind, content]) => kind !== content.kind && content.kind !== 'stack')).toEqual([]);
  });

  it('read one by the names that its request has', async () => {
    for (const [, content] of all) {
      const asked: string[] = [];
      const ask = async (...names: readonly string[]) => {
        asked.push(...names);
        return undefined;
      };
      const ports = {
        contents: { read: ask },
        logGroups: { logGroup: ask },
        pullThroughCache: { rule: ask },
        stacks: { describe: ask },
      };
      await kindOf(content).read('shop', nameOf(content), ports as never);
      const made = leavesOf(kindOf(content).create(content).request);
      const parts = asked
        .filter((name) => name !== content.kind && name !== 'shop')
        .flatMap((name) => (content.kind === 'podIdentityAssociation' ? name.split('/') : [name]));
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.filter((part) => !made.includes(part))).toEqual([]);
    }
  });

  it('say how long AWS takes, and the plan says the same', () => {
    const steps = new Map(planSteps(config, account, facts).map((step) => [step.key, step]));
    for (const [, content] of all) {
      const { minSeconds, maxSeconds } = kindOf(content).expected(content);
      expect(steps.get(content.key)?.minutes).toEqual([minSeconds / 60, maxSeconds / 60]);
    }
  });
});
