import type { FargateProfile } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { profileOf } from '../../../simulator/eks/fargate-selectors.ts';
import { role, worldWithCluster } from './world.ts';

type Selector = { readonly namespace: string; readonly labels?: Record<string, string> };
const profile = (fargateProfileName: string, selector: Selector, status = 'ACTIVE') =>
  ({ fargateProfileName, status, selectors: [selector] }) as FargateProfile;
const runs = (
  profiles: readonly FargateProfile[],
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
) => profileOf(profiles, { namespace, labels })?.fargateProfileName;

describe('Fargate profiles', () => {
  it('select pods by wildcards, and the first by name runs them', async () => {
    const of = (namespace: string, labels?: Record<string, string>) => [
      profile('a', { namespace, ...(labels ? { labels } : {}) }),
    ];
    // The guide's own examples.
    expect([
      runs(of('prod*'), 'prod'),
      runs(of('prod*'), 'prod-metrics'),
      runs(of('*dev'), 'my-dev'),
    ]).toEqual(Array(3).fill('a'));
    const value = (text: string) => runs(of('shop', { 'a?p': 'value?' }), 'shop', { app: text });
    expect([value('valuea'), value('value'), value('value-a')]).toEqual(['a', undefined, undefined]);
    expect(runs(of('shop', { app: 'web' }), 'shop', { app: 'web', other: 'x' })).toBe('a');
    // One label has to be both, and nothing else is a pattern.
    expect(runs(of('shop', { 'a*': 'web' }), 'shop', { app: 'api', tier: 'web' })).toBeUndefined();
    expect(runs(of('sh.p'), 'shop')).toBeUndefined();
    expect(runs(of('frontend*?'), 'frontend')).toBeUndefined();

    const both = [
      profile('prod-workload', { namespace: '*' }),
      profile('beta-workload', { namespace: 'sh?p' }),
    ];
    expect(runs(both, 'shop')).toBe('beta-workload');
    const named = (name: string) => ({ 'eks.amazonaws.com/fargate-profile': name });
    expect(runs(both, 'shop', named('prod-workload'))).toBe('prod-workload');
    expect(runs(both, 'web', named('beta-workload'))).toBeUndefined();
    expect(runs([profile('a', { namespace: '*' }, 'CREATING')], 'shop')).toBeUndefined();

    const world = await worldWithCluster();
    const asked = (selector: Selector) => ({
      clusterName: 'shop',
      fargateProfileName: 'wild',
      podExecutionRoleArn: role('fargate'),
      selectors: [selector],
    });
    expect(world.refusal('CreateFargateProfile', asked({ namespace: 'Prod*' })).message).toBe(
      'The namespace provided is invalid.',
    );
    expect(
      world.call('CreateFargateProfile', asked({ namespace: '*', labels: { 'a?/b*': '*' } })),
    ).toMatchObject({
      fargateProfile: { status: 'CREATING' },
    });
  });
});
