import { describe, expect, it } from '@jest/globals';
import type { ObservedAddon } from '../../../domain/contents/addon/decide.ts';
import { type AddonAt, addonsOf, decideAddonVersion, mayBeDegraded } from '../../../domain/upgrade/addons.ts';
import { stepsBack } from '../../../domain/upgrade/steps.ts';
import { hop, plan } from './fixtures.ts';

const step = (kind: 'addonsBefore' | 'addonsAfter', way = '') => ({
  key: `${way}1.35/${kind}`,
  kind,
  to: '1.35',
});
const forward = step('addonsAfter');
const pin = { name: 'coredns', version: 'v1.11.4-eksbuild.2' };
const issues = [{ code: 'InsufficientNumberOfReplicas', message: 'no replicas' }];
const addon = (more: Partial<ObservedAddon> = {}): ObservedAddon => ({
  addonArn: 'arn',
  addonName: 'coredns',
  status: 'ACTIVE',
  addonVersion: 'v1.11.3-eksbuild.9',
  ...more,
});
const failed: AddonAt['failed'] = {
  id: 'one',
  type: 'AddonUpdate',
  status: 'Failed',
  createdAt: '',
  params: {},
  reason: 'ConfigurationConflict: somebody owns it',
  errors: [],
};
const decide = (observed: ObservedAddon | undefined, more: Partial<AddonAt> = {}, of = forward) =>
  decideAddonVersion(of, pin, observed, {
    clusterName: 'shop',
    elapsedSeconds: 0,
    mayBeDegraded: false,
    failed: undefined,
    ...more,
  });
const asks = (request: object) => ({ do: 'update', change: { operation: 'UpdateAddon', request } });
const asked = {
  clusterName: 'shop',
  addonName: 'coredns',
  addonVersion: pin.version,
  resolveConflicts: 'PRESERVE',
};
const there = { addonVersion: pin.version };
const newer = { addonVersion: 'v1.12.0-eksbuild.1' };

describe('the add-ons of a step', () => {
  it('are those that have a version for it', () => {
    const of = plan([
      hop('1.35', {
        addons: [
          { name: 'coredns', before: 'v1', after: 'v2' },
          { name: 'vpc-cni', after: 'v3' },
        ],
      }),
    ]);
    expect(addonsOf(of, step('addonsBefore'))).toEqual([{ name: 'coredns', version: 'v1' }]);
    expect(addonsOf(of, forward)).toEqual([
      { name: 'coredns', version: 'v2' },
      { name: 'vpc-cni', version: 'v3' },
    ]);
  });

  it('go back to the versions from before', () => {
    const [back] = stepsBack('1.34', { nodes: false, addons: true });
    if (!back) throw new Error('no way back');
    expect(addonsOf(plan([hop('1.35')]), back)).toEqual([{ name: 'coredns', version: 'v1.34' }]);
  });
});

describe('an add-on on the way to its pin', () => {
  it('is asked for with its configuration and its role, and what was changed inside is kept', () => {
    expect(decide(addon())).toMatchObject(asks(asked));
    const configured = { configurationValues: '{"replicaCount":3}', serviceAccountRoleArn: 'arn:role' };
    const decision = decide(addon({ ...configured, podIdentityAssociations: [] }));
    expect(decision).toMatchObject({ change: { request: { ...asked, ...configured } } });
    expect(decision).not.toHaveProperty('change.request.podIdentityAssociations');
  });

  it.each([
    ['is there', addon(there), { do: 'nothing' }],
    ['is past it', addon(newer), { do: 'nothing' }],
    ['is gone', undefined, { do: 'nothing' }],
    ['is waited for', addon({ status: 'UPDATING' }), { do: 'wait', operation: 'UpdateAddon' }],
    ['is waited for on its way out', addon({ status: 'DELETING' }), { do: 'wait' }],
    ['fails where it was never made', addon({ status: 'CREATE_FAILED', issues }), { do: 'fail' }],
    ['is asked for where it is degraded and old', addon({ status: 'DEGRADED', issues }), { do: 'update' }],
    [
      'is asked for where an earlier update failed',
      addon({ status: 'UPDATE_FAILED', issues }),
      { do: 'update' },
    ],
    [
      'is asked for once more where an earlier update failed at the pin',
      addon({ status: 'UPDATE_FAILED', ...there }),
      asks(asked),
    ],
    [
      'is asked for at its own version where an earlier update failed past the pin',
      addon({ status: 'UPDATE_FAILED', ...newer }),
      asks({ ...asked, ...newer }),
    ],
  ])('%s', (_what, observed, expected) => {
    expect(decide(observed)).toMatchObject(expected);
  });

  it('fails with the words of EKS where the update of this step failed, whatever version it shows', () => {
    for (const version of [{}, there]) {
      expect(decide(addon({ status: 'UPDATE_FAILED', ...version }), { failed })).toMatchObject({
        do: 'fail',
        reason: expect.stringContaining('ConfigurationConflict: somebody owns it'),
      });
    }
  });

  it('may come up late, and is a failure once it does not', () => {
    const degraded = addon({ status: 'DEGRADED', issues, ...there });
    expect(decide(degraded)).toMatchObject({ do: 'wait', issue: expect.stringContaining('no replicas') });
    expect(decide(degraded, { elapsedSeconds: 1200 })).toMatchObject({ do: 'wait' });
    expect(decide(degraded, { elapsedSeconds: 1201 })).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('no replicas'),
    });
    expect(decide(degraded, { elapsedSeconds: 9999, mayBeDegraded: true })).toEqual({ do: 'nothing' });
  });

  it('goes back to an older version, and not forward to it', () => {
    const back = step('addonsAfter', 'back/');
    expect(decide(addon(newer), {}, back)).toMatchObject(asks(asked));
    expect(decide(addon(there), {}, back)).toEqual({ do: 'nothing' });
    expect(decide(addon(), {}, back)).toEqual({ do: 'nothing' });
  });
});

describe('an add-on that is degraded', () => {
  const finding = (subject: string) => ({ id: 'addon-unhealthy' as const, subject, found: 'it is DEGRADED' });
  it.each([
    ['is as it was where that is waived', { findings: [{ ...finding('coredns'), waivedBy: 'known' }] }, true],
    ['is not where another is waived', { findings: [{ ...finding('vpc-cni'), waivedBy: 'known' }] }, false],
    ['is as it should be where the cluster sleeps', { isAsleep: true }, true],
    ['is not else', {}, false],
  ])('%s', (_what, more, expected) => {
    expect(mayBeDegraded(plan([hop('1.35')], more), pin)).toBe(expected);
  });
});
