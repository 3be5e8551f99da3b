import { describe, expect, it } from '@jest/globals';
import { monthlyCost } from '../../../domain/plan/cost.ts';
import { deviations } from '../../../domain/plan/deviations.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { planDuration, planSteps } from '../../../domain/plan/steps.ts';
import { account, configOf } from '../desired/fixtures.ts';

const today = '2026-11-24';
const stepsOf = (more: Record<string, unknown>) => {
  const config = configOf(more);
  return planSteps(config, account, plannedFacts(config, account, today));
};

describe('the plan', () => {
  it('tells of a role that pods cannot take: one of the account itself, by a role that is made', () => {
    const target = (accountId: string, more: object) => ({
      iam: {
        podIdentityAssociations: [
          {
            namespace: 'a',
            serviceAccountName: 'b',
            targetRoleARN: `arn:aws:iam::${accountId}:role/records`,
            ...more,
          },
        ],
      },
    });
    const policies = { permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] };
    const told = (accountId: string, more: object) =>
      deviations(configOf(target(accountId, more)), account).filter(({ path }) =>
        path.endsWith('.targetRoleARN'),
      );
    expect(told(account.accountId, policies)).toMatchObject([
      { why: expect.stringMatching(/under roleARN/) },
    ]);
    expect(told('444455556666', policies)).toEqual([]);
    expect(told(account.accountId, { roleARN: `arn:aws:iam::${account.accountId}:role/own` })).toEqual([]);
  });

  it('goes from the foundation through the control plane to the contents', () => {
    const steps = stepsOf({ managedNodeGroups: [{ name: 'web' }] });
    expect(steps.map(({ key }) => key).slice(0, 3)).toEqual(['stack/network', 'stack/roles', 'controlPlane']);
    expect(steps.find(({ key }) => key === 'nodeGroup/web')).toMatchObject({
      title: 'Start node group web (2 nodes)',
    });
  });

  it('takes as long as its longest chain, not as its sum', () => {
    const steps = stepsOf({ managedNodeGroups: [{ name: 'a' }, { name: 'b' }] });
    const sum = steps.reduce((total, { minutes }) => total + minutes[1], 0);
    const [low, high] = planDuration(steps);
    // Network 260 s, control plane 960, launch template 65, nodes 240, beside which CoreDNS comes up.
    expect(high * 60).toBeCloseTo(1525);
    expect(high).toBeLessThan(sum);
    expect(low).toBeLessThan(high);
  });
});

describe('declared deviations', () => {
  it('name access, and say nothing where the document says it itself', () => {
    const paths = (more: Record<string, unknown>) =>
      deviations(configOf(more), account).map(({ path }) => path);
    expect(paths({})).toEqual([
      'metadata.version',
      'accessConfig.authenticationMode',
      'accessConfig.bootstrapClusterCreatorAdminPermissions',
      'accessConfig.accessEntries',
    ]);
    const accessConfig = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true };
    expect(paths({ accessConfig })).toEqual(['metadata.version', 'accessConfig.accessEntries']);
  });

  it('say that the fleet comes in, also where the endpoint is private', () => {
    const access = (more: Record<string, unknown>) =>
      deviations(configOf(more), account).find(({ path }) => path === 'accessConfig.accessEntries')?.eksFleet;
    expect(access({})).toContain('in the group eks-fleet-operators');
    const vpc = { clusterEndpoints: { publicAccess: false, privateAccess: true } };
    expect(access({ vpc })).toContain('in the group eks-fleet-operators');
  });

  it('carry the manifest of a service account that eksctl would create', () => {
    const iam = {
      withOIDC: true,
      serviceAccounts: [
        { metadata: { name: 'reader', labels: { a: 'b' } }, wellKnownPolicies: { externalDNS: true } },
        { metadata: { name: 'role-only' }, roleOnly: true, wellKnownPolicies: { externalDNS: true } },
      ],
    };
    const found = deviations(configOf({ iam }), account).filter(({ path }) =>
      path.startsWith('iam.serviceAccounts'),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.eksFleet).toContain('"labels":{"a":"b"}');
    expect(found[0]?.eksFleet).toContain(
      '"eks.amazonaws.com/role-arn":"arn:aws:iam::111122223333:role/eks-fleet/shop-us-west-2-sa-default-reader"',
    );
  });

  it('say where the key of a keyless SSH access is', () => {
    const found = deviations(configOf({ nodeGroups: [{ name: 'a', ssh: { allow: true } }] }), account);
    expect(found.find(({ path }) => path === 'nodeGroups[0].ssh.allow')?.eksFleet).toContain('/ec2/keypair/');
  });
});

describe('the cost a month', () => {
  it('adds up control plane, gateway, nodes and volumes', () => {
    const { items, usdPerMonth } = monthlyCost(
      configOf({ managedNodeGroups: [{ name: 'web' }] }),
      account,
      today,
    );
    expect(items).toEqual([
      { what: 'control plane', usdPerMonth: 73 },
      { what: '1 NAT gateway with an address each', usdPerMonth: 36.5 },
      { what: 'node group web: 2 × m5.large', usdPerMonth: 140.16 },
      { what: 'volumes of web', usdPerMonth: 12.8 },
    ]);
    expect(usdPerMonth).toBeCloseTo(262.46);
  });

  it('is six times as much for a control plane in extended support', () => {
    expect(monthlyCost(configOf({}, { version: '1.33' }), account, today).items[0]?.usdPerMonth).toBe(438);
  });

  it('tells of the function that a private API takes, which costs nothing by the hour', () => {
    const PRIVATE = { vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } } };
    const functions = (more: Record<string, unknown>) =>
      monthlyCost(configOf(more), account, today).items.filter(({ what }) => what.startsWith('function'));
    expect(functions(PRIVATE)).toEqual([{ what: expect.stringContaining('by request'), usdPerMonth: 0 }]);
    expect(functions({})).toEqual([]);
    expect(stepsOf(PRIVATE).find(({ key }) => key === 'forwarder')?.title).toContain(
      'eks-fleet-shop-forwarder-rule',
    );
    expect(stepsOf({}).map(({ key }) => key)).not.toContain('forwarder');
  });

  it('says what it does not price', () => {
    const config = configOf({
      autoModeConfig: { enabled: true },
      managedNodeGroups: [{ name: 'odd', instanceType: 'x99.metal' }],
      fargateProfiles: [{ name: 'a', selectors: [{ namespace: 'a' }] }],
    });
    const { notPriced } = monthlyCost(config, account, today);
    expect(notPriced.join()).toContain('2 × x99.metal');
    expect(notPriced.join()).toContain('Fargate');
    expect(notPriced.join()).toContain('Auto Mode');
  });
});
