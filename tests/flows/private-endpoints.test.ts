import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { privateHandmade } from '../../scripts/workflow-scenarios/by-hand.ts';
import { deployment } from '../simulator/kubernetes/manifests.ts';
import { deployedFleet } from './deployed-fleet.ts';
import {
  apply,
  auto,
  ended,
  factsOf,
  hibernate,
  inside,
  rejected,
  wake,
} from './scale-kubernetes/simulate.ts';
import { plant, REGION } from './scale-kubernetes/workloads.ts';

const { simulate } = deployedFleet({ seed: 7, regions: [REGION], keepCalls: true });
const onWire = deployedFleet({ seed: 7, regions: [REGION], keepCalls: true, seam: 'wire' });

const PRIVATE = { clusterEndpoints: { publicAccess: false, privateAccess: true } };
const VPC_ID = 'vpc-0f00dfeed00dfeed0';
const SUBNETS = ['a', 'b'].map((letter, index) => ({
  subnetId: `subnet-0aaaaaaaaaaaaaaa${index + 1}`,
  cidrBlock: `10.20.${16 * index}.0/20`,
  availabilityZone: `${REGION}${letter}`,
}));
/** A network of the user's own, with clusters of the fleet in it. */
const givenNetwork = {
  givenNetwork: {
    region: REGION,
    vpcId: VPC_ID,
    cidrBlock: '10.20.0.0/16',
    subnets: SUBNETS,
    securityGroups: [],
    networkInterfaces: [],
  },
} satisfies Step;
const GIVEN = {
  id: VPC_ID,
  subnets: {
    private: Object.fromEntries(
      SUBNETS.map(({ availabilityZone, subnetId: id, cidrBlock: cidr }) => [availabilityZone, { id, cidr }]),
    ),
  },
};
const FORWARDER = `eks-fleet-prod-forwarder-${VPC_ID}`;
const DAY = 86_400;

/** The same network with name servers of its own, by its DHCP options. */
const ownServers: Step = {
  givenNetwork: { ...givenNetwork.givenNetwork, domainNameServers: ['10.20.0.53', '10.20.16.53'] },
};

/** An Auto Mode cluster in the user's network. */
const guest = (name: string, endpoints: object) => ({
  ...auto({ metadata: { name, region: REGION, version: '1.34' }, vpc: { ...endpoints, ...GIVEN } }),
  source: `${name}.yaml`,
});
const remove = (cluster: string): Step => ({ delete: { cluster, region: REGION } });
const nothingLeft: Step = { expect: { nothingLeft: true } };

/** Calls of CloudFormation about stacks of forwarders, in order. */
const stackCalls = ({ calls = [] }: SimulationReport): readonly string[] =>
  calls
    .filter(({ input }) => /forwarder/.test(String(input.StackName)))
    .map(({ operation, input }) => `${operation} ${input.StackName}`);

const accesses = (report: SimulationReport): readonly { is: string; says: string }[] =>
  factsOf(report).flatMap(({ detail }) => {
    const { kubernetesAccess } = detail as { kubernetesAccess?: { is: string; says: string } };
    return kubernetesAccess ?? [];
  });

/** A role of the fleet's may not do something any more. */
const deny = (role: string, action: string): Step => ({
  administrator: {
    region: REGION,
    calls: [
      {
        service: 'iam',
        operation: 'PutRolePolicy',
        request: {
          RoleName: `eks-fleet-prod-${role}`,
          PolicyName: 'denied',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
          }),
        },
      },
    ],
  },
});

describe('a cluster whose API is private', () => {
  it('sleeps and wakes verified, by the forwarder of its VPC, and leaves nothing', async () => {
    const report = await simulate([
      apply(auto({ vpc: PRIVATE })),
      plant(deployment('shop', { replicas: 2 })),
      { wait: 600 },
      inside({ readyNodes: 1 }),
      hibernate,
      ended('Succeeded'),
      inside({ readyNodes: 0, nodeClaims: 0 }),
      // So long that Lambda takes the function's interfaces back.
      { wait: 45 * DAY },
      wake,
      ended('Succeeded'),
      { wait: 900 },
      inside({ readyNodes: 1 }),
      remove('web'),
      nothingLeft,
    ]);
    expect(accesses(report).map(({ is }) => is)).toEqual(['ready']);
    const told = factsOf(report).filter(({ detailType }) => /Hibernated|Woken/.test(detailType));
    expect(told.map(({ detail }) => detail.missing)).toEqual([[], []]);
  }, 60_000);

  it('shares the forwarder with the others of its VPC, whose last one takes it away', async () => {
    // Public as well, and closed to all but some.
    const open = {
      publicAccessCIDRs: ['203.0.113.0/24'],
      clusterEndpoints: { publicAccess: true, privateAccess: true },
    };
    const report = await simulate([
      givenNetwork,
      { apply: [guest('web', PRIVATE), guest('shop', open)] },
      remove('shop'),
      hibernate,
      ended('Succeeded'),
      remove('web'),
      nothingLeft,
    ]);
    expect(accesses(report).map(({ is }) => is)).toEqual(['ready', 'ready']);
    const calls = stackCalls(report);
    expect(calls.filter((call) => call === `CreateStack ${FORWARDER}`)).toHaveLength(1);
    expect(calls.filter((call) => call.startsWith('DeleteStack'))).toEqual([
      'DeleteStack eks-fleet-shop-forwarder-rule',
      'DeleteStack eks-fleet-web-forwarder-rule',
      `DeleteStack ${FORWARDER}`,
    ]);
  }, 60_000);

  it('is reached in a VPC that has name servers of its own', async () => {
    // The cluster has no nodes, and no add-on that needs one: nodes would ask the same name servers, and could not
    // join.
    const web = guest('web', PRIVATE);
    const bare = { ...web, value: { ...web.value, addonsConfig: { disableDefaultAddons: true } } };
    const report = await simulate([ownServers, apply(bare), hibernate, ended('Succeeded')]);
    expect(accesses(report).map(({ is }) => is)).toEqual(['ready']);
  }, 60_000);

  it('is adopted with a forwarder from level scale on, which goes when the level is lowered', async () => {
    const of = { cluster: 'handmade', region: REGION };
    const report = await simulate([
      ...privateHandmade,
      { adopt: of },
      { adopt: { ...of, level: 'scale' } },
      { adopt: { ...of, level: 'observe' } },
    ]);
    const forwarder = 'eks-fleet-prod-forwarder-vpc-0aaaaaaaaaaaaaaa1';
    expect(stackCalls(report)).toEqual([
      `CreateStack ${forwarder}`,
      'CreateStack eks-fleet-handmade-forwarder-rule',
      'DeleteStack eks-fleet-handmade-forwarder-rule',
      `DeleteStack ${forwarder}`,
    ]);
    expect(accesses(report).map(({ is }) => is)).toEqual(['none', 'ready', 'none']);
  }, 60_000);
});

describe('two clusters of one VPC', () => {
  it('that are let in at the same moment get one forwarder, whoever asks first', async () => {
    const second = (made: Step): Step => {
      const { administrator } = made as Extract<Step, { administrator: unknown }>;
      const calls = administrator.calls
        .filter(({ operation }) => operation === 'CreateCluster')
        .map((call) => ({ ...call, request: { ...call.request, name: 'second' } }));
      return { administrator: { ...administrator, calls } };
    };
    const made = privateHandmade.filter((step) => 'administrator' in step).map(second);
    const adopt = (cluster: string) => ({ cluster, region: REGION, level: 'scale' });
    const report = await simulate(
      [
        ...privateHandmade,
        ...made.slice(-1),
        { wait: 1800 },
        { adopt: adopt('handmade'), followForSeconds: 1 },
        { adopt: adopt('second') },
      ],
      // The first to ask is the second to be heard.
      [{ kind: 'delay', functionName: 'accessEnsureForwarder', operation: 'CreateStack', delayMs: 8000 }],
    );
    expect(accesses(report).map(({ is }) => is)).toEqual(['ready', 'ready']);
    expect([...stackCalls(report)].sort()).toEqual([
      'CreateStack eks-fleet-handmade-forwarder-rule',
      'CreateStack eks-fleet-prod-forwarder-vpc-0aaaaaaaaaaaaaaa1',
      'CreateStack eks-fleet-second-forwarder-rule',
    ]);
  }, 60_000);
});

describe('where there is no way to a private API', () => {
  it('the access says why, a sleep is refused with that, and asking again makes it', async () => {
    const report = await simulate([
      {
        fault: {
          kind: 'server-error',
          madeBy: 'cloudformation',
          operation: 'create AWS::Lambda::Function',
          times: 1000,
        },
      },
      apply(auto({ vpc: PRIVATE })),
      hibernate,
      rejected('cannot be reached: stack eks-fleet-prod-forwarder-vpc-'),
      { recover: 'all' },
      apply(auto({ vpc: PRIVATE })),
      hibernate,
      ended('Succeeded'),
    ]);
    expect(accesses(report)).toEqual([
      { is: 'unreachable', says: expect.stringContaining('AWS::Lambda::Function') },
      { is: 'ready', says: expect.any(String) },
    ]);
  }, 60_000);

  it('a role that may invoke no forwarder is told so', async () => {
    const report = await onWire.simulate([
      deny('access-ensure-access', 'lambda:InvokeFunction'),
      apply(auto({ vpc: PRIVATE })),
    ]);
    expect(accesses(report)).toEqual([
      { is: 'failed', says: expect.stringContaining('not authorized to perform: lambda:InvokeFunction') },
    ]);
  }, 60_000);

  it('a sleep fails where its functions may invoke no forwarder', async () => {
    const without = (task: string) => deny(`scale-${task}`, 'lambda:InvokeFunction');
    await simulate([
      apply(auto({ vpc: PRIVATE })),
      without('plan-scaling'),
      hibernate,
      ended('Failed', 'not authorized to perform: lambda:InvokeFunction'),
    ]);
  }, 60_000);
});
