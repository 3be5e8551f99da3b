import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { SimulationProcess } from '../../rehearsal/simulation-process.ts';
import type { OperationReport, SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { zonesOf } from '../../simulator/ec2/zones.ts';
import { RAISED_QUOTAS } from './fleets.ts';

/** Clusters that are all to be awake at 07:00, evenly over some regions. */
export interface MorningAsked {
  readonly root: string;
  readonly regions: readonly string[];
  readonly clusters: number;
  /** The flexible window of the schedules, in minutes; the product's own if absent. */
  readonly within?: number;
}

const ACCOUNT = '111122223333';
const START = '2026-11-23T08:00:00Z';
const MORNING = '2026-11-24T06:45:00Z';
const DAY_SECONDS = 86_400;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

type Administrator = Extract<Step, { administrator: unknown }>['administrator'];
type Call = Administrator['calls'][number];

const byHand = (region: string, ...calls: readonly Call[]): Step => ({
  administrator: { region, calls: [...calls] },
});

function role(name: string, service: string, policies: readonly string[]): readonly Call[] {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  const request = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) };
  return [
    { service: 'iam', operation: 'CreateRole', request },
    ...policies.map((policy): Call => {
      const PolicyArn = `arn:aws:iam::aws:policy/${policy}`;
      return { service: 'iam', operation: 'AttachRolePolicy', request: { RoleName: name, PolicyArn } };
    }),
  ];
}

const subnetsOf = (index: number): readonly string[] =>
  ['a', 'b'].map((zone) => `subnet-0${zone}${String(index).padStart(15, '0')}`);

/** One network a region, which its clusters share. */
function network(region: string, index: number): Step {
  return {
    givenNetwork: {
      region,
      vpcId: `vpc-0${String(index).padStart(16, '0')}`,
      cidrBlock: '10.0.0.0/16',
      subnets: subnetsOf(index).map((subnetId, place) => ({
        subnetId,
        cidrBlock: `10.0.${128 * place}.0/17`,
        availabilityZone: zonesOf(region)?.[place]?.name ?? '',
      })),
      securityGroups: [],
      networkInterfaces: [],
    },
  };
}

const createCluster = (name: string, region: number): Call => ({
  service: 'eks',
  operation: 'CreateCluster',
  request: {
    name,
    version: '1.35',
    roleArn: roleArn('clusters'),
    resourcesVpcConfig: { subnetIds: [...subnetsOf(region)] },
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    tags: { office: 'yes' },
  },
});

const createNodegroup = (clusterName: string, region: number): Call => ({
  service: 'eks',
  operation: 'CreateNodegroup',
  request: {
    clusterName,
    nodegroupName: 'web',
    nodeRole: roleArn('nodes'),
    subnets: [...subnetsOf(region)],
    scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 2 },
    instanceTypes: ['m6i.large'],
  },
});

/**
 * Clusters that are older than the fleet: made by plain calls, as slowly as EKS lets an account make them, and
 * adopted at the level that schedules need.
 */
function fleetSteps({ regions, clusters }: MorningAsked): readonly Step[] {
  const rounds = Array.from({ length: Math.ceil(clusters / regions.length) }, (_, round) => round);
  const inRound = (round: number): readonly number[] =>
    regions.map((_, index) => index).filter((index) => round * regions.length + index < clusters);
  const made = (call: (name: string, region: number) => Call): readonly Step[] =>
    rounds.flatMap((round): Step[] => [
      ...inRound(round).map((index) => byHand(regions[index] as string, call(`cluster-${round}`, index))),
      { wait: 2 },
    ]);
  return [
    ...regions.map(network),
    byHand(
      'us-east-1',
      ...role('clusters', 'eks.amazonaws.com', ['AmazonEKSClusterPolicy']),
      ...role('nodes', 'ec2.amazonaws.com', [
        'AmazonEKSWorkerNodePolicy',
        'AmazonEKS_CNI_Policy',
        'AmazonEC2ContainerRegistryReadOnly',
      ]),
    ),
    { wait: 120 },
    ...made(createCluster),
    { wait: 1800 },
    ...made(createNodegroup),
    { wait: 900 },
    ...rounds.flatMap((round): Step[] =>
      inRound(round).map((index) => ({
        adopt: { cluster: `cluster-${round}`, region: regions[index] as string, level: 'scale' },
        followForSeconds: 1,
      })),
    ),
    { wait: 1800 },
  ];
}

function specOf(asked: MorningAsked, templates: Parameters<SimulationProcess['run']>[0]['templates']) {
  const { regions, root, within } = asked;
  const sleep = {
    name: 'office-hours',
    select: { office: 'yes' },
    awake: 'MON-FRI 07:00-20:00',
    zone: 'UTC',
    ...(within === undefined ? {} : { within }),
  };
  const office = {
    clusters: 'cluster-',
    zone: 'UTC',
    days: ['MON', 'TUE', 'WED', 'THU', 'FRI'] as const,
    open: '07:00',
    close: '20:00',
    closed: [],
    wakeBeforeMinutes: 15,
    asleepWithinMinutes: 30,
    lateMinutes: 0,
  };
  const before = (Date.parse(MORNING) - Date.parse(START)) / 1000;
  const steps: Step[] = [
    ...fleetSteps(asked),
    {
      applyFleet: {
        apiVersion: 'eks-fleet.dev/v1',
        kind: 'Fleet',
        metadata: { name: 'offices' },
        spec: { home: regions[0] as string, regions, sleep: [sleep] },
      } as Extract<Step, { applyFleet: unknown }>['applyFleet'],
    },
    {
      watch: {
        officeHours: regions.map((region) => ({ ...office, days: [...office.days], region })),
      },
    },
    { waitUntil: new Date(Date.parse(START) + (before - 60) * 1000).toISOString() },
    { countCalls: 'from here' },
    { waitUntil: new Date(Date.parse(MORNING) + 3600_000).toISOString() },
  ];
  return {
    seed: 1,
    startAt: START,
    accountId: ACCOUNT,
    stage: 'prod',
    regions,
    templates,
    root,
    documents: [],
    settings: { quotas: RAISED_QUOTAS },
    seam: 'direct' as const,
    steps,
  };
}

/** EKS's bucket of a region, as the simulator assumes it (`simulator/throttling.ts`). */
const EKS_BUCKET = { capacity: 100, refillPerSecond: 20 };

interface Morning {
  readonly startedWithin: number;
  readonly doneAfter: number;
  readonly bound: number;
  readonly calls: number;
  readonly throttled: number;
  readonly woken: readonly OperationReport[];
}

/**
 * The result of the morning, and the soonest end that was possible. Each cluster's nodes start when its firing comes
 * and take as long as AWS took; and the end is no sooner than EKS's bucket of a region lets all of its calls through.
 */
function morningOf({ operations, awsCalls }: SimulationReport, asked: MorningAsked): Morning {
  const firedAt = Date.parse(MORNING);
  const after = (time: string | undefined): number => (Date.parse(time ?? '') - firedAt) / 1000;
  const woken = operations.filter(({ startedAt, kind }) => kind === 'scale' && after(startedAt) >= 0);
  const counts = Object.entries(awsCalls);
  const sum = (of: readonly (typeof counts)[number][], member: 'count' | 'throttled'): number =>
    of.reduce((total, [, counted]) => total + counted[member], 0);
  const ofEks = counts.filter(([name]) => name.startsWith('eks:'));
  const perRegion = (sum(ofEks, 'count') - sum(ofEks, 'throttled')) / asked.regions.length;
  const bucketSeconds = Math.max(0, perRegion - EKS_BUCKET.capacity) / EKS_BUCKET.refillPerSecond;
  const most = (of: (one: OperationReport) => number): number => Math.max(0, ...woken.map(of));
  return {
    startedWithin: most(({ startedAt }) => after(startedAt)),
    doneAfter: most(({ endedAt }) => after(endedAt)),
    bound: Math.max(
      most(({ startedAt, nodesSeconds = 0 }) => after(startedAt) + nodesSeconds),
      bucketSeconds,
    ),
    calls: sum(counts, 'count'),
    throttled: sum(counts, 'throttled'),
    woken,
  };
}

/** Runs the morning, and answers its figures as a table, and its failures. */
export async function measureMorning(
  asked: MorningAsked,
): Promise<{ readonly table: readonly (readonly string[])[]; readonly failures: readonly string[] }> {
  const { root, regions, clusters, within } = asked;
  const templates = await compileTemplates({ root, regions, stage: 'prod' });
  const simulation = new SimulationProcess();
  try {
    const report = await simulation.run(specOf(asked, templates));
    const { startedWithin, doneAfter, bound, calls, throttled, woken } = morningOf(report, asked);
    const succeeded = woken.filter(({ outcome }) => outcome === 'Succeeded').length;
    const table = [
      [
        'clusters',
        'window',
        'awake',
        'last start s',
        'done s',
        'bound s',
        'done / bound',
        'calls',
        'throttled',
      ],
      [
        String(clusters),
        within === undefined ? 'default' : `${within} min`,
        String(succeeded),
        startedWithin.toFixed(0),
        doneAfter.toFixed(0),
        bound.toFixed(0),
        (doneAfter / bound).toFixed(2),
        String(calls),
        `${throttled} (${((100 * throttled) / calls).toFixed(2)} %)`,
      ],
    ];
    const cost = `real ${(report.wallMs / 1000).toFixed(0)} s, CPU ${(await simulation.cpuSeconds()).toFixed(0)} s, ${await simulation.memoryMb()} MB, virtual ${Math.round(DAY_SECONDS / 3600)} h`;
    process.stdout.write(`${cost}\n`);
    const failures = [
      ...report.invariants.violated.slice(0, 20),
      ...(succeeded < clusters ? [`${clusters - succeeded} of ${clusters} clusters were not woken`] : []),
    ];
    return { table, failures };
  } finally {
    simulation.close();
  }
}
