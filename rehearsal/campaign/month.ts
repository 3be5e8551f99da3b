import { type RandomStream, randomStream } from '../../simulator/kernel/random.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { type FaultRates, NO_FAULTS } from '../faults/rates.ts';
import type { Step } from '../scenario/steps/all.ts';
import type { Drawn } from './draw.ts';

/** Home and only region of a seed's fleet, with the zone of its office: the clocks of each change on days of their own. */
const OFFICES = [
  { region: 'eu-central-1', zone: 'Europe/Berlin' },
  { region: 'us-east-1', zone: 'America/New_York' },
  { region: 'ap-southeast-2', zone: 'Australia/Sydney' },
] as const;
/** Months of which most have a change of the clocks in one zone or another. */
const STARTS = ['2026-11-30', '2027-03-01', '2027-03-22', '2027-09-20', '2027-10-18'];
const MONTH_DAYS = 28;
/** Days without faults at the end, on which everything must go as if there had never been any. */
const CALM_DAYS = 5;
const DAY_MS = 86_400_000;

/** The highest chance of each fault of scaling: of calls, of firings and of capacity. */
const HIGHEST: Partial<FaultRates> = {
  throttling: 0.1,
  lostReplies: 0.03,
  lostResults: 0.02,
  duplicateEvents: 0.5,
  shortages: 0.2,
  conflicts: 0.05,
};

const GROUPS = [
  { managedNodeGroups: [{ name: 'web', instanceTypes: ['m6i.large', 'm5.large'], desiredCapacity: 2 }] },
  {
    managedNodeGroups: [
      { name: 'web', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 2, maxSize: 5 },
      { name: 'batch', instanceType: 'c6i.large', minSize: 0, desiredCapacity: 1, maxSize: 9 },
    ],
  },
  {
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
    nodeGroups: [{ name: 'own', instanceType: 'm6i.large', minSize: 0, desiredCapacity: 2, maxSize: 3 }],
  },
];

function drawClusters(random: RandomStream, region: string): readonly AppliedDocument[] {
  return Array.from({ length: random.pick([1, 1, 2]) }, (_, index) => {
    const name = `office-${index + 1}`;
    const value = {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name, region, version: '1.35', tags: { env: 'office' } },
      vpc: { nat: { gateway: 'Disable' } },
      addonsConfig: { disableDefaultAddons: true },
      addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
      ...random.pick(GROUPS),
    };
    return { source: `${name}.yaml`, value };
  });
}

/** The hours as the Fleet document has them, and as the office does: written down twice, and not one from the other. */
function drawHours(random: RandomStream, office: (typeof OFFICES)[number], start: string) {
  const { region, zone } = office;
  const [open, close] = random.pick([
    ['07:00', '20:00'],
    ['08:30', '18:00'],
    ['09:00', '23:00'],
  ] as const);
  const within = random.pick([0, 0, 10]);
  const holiday = new Date(Date.parse(start) + random.integer(5, 20) * DAY_MS).toISOString().slice(0, 10);
  const fleet = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'offices' },
    spec: {
      home: region,
      regions: [region],
      sleep: [
        {
          name: 'office-hours',
          select: { env: 'office' },
          awake: `MON-FRI ${open}-${close}`,
          zone,
          holidays: [holiday],
          wakeBefore: '30m',
          ...(within > 0 ? { within } : {}),
        },
      ],
    },
  };
  const watched = {
    clusters: 'office-',
    region,
    zone,
    days: ['MON', 'TUE', 'WED', 'THU', 'FRI'] as ('MON' | 'TUE' | 'WED' | 'THU' | 'FRI')[],
    open,
    close,
    closed: [holiday],
    wakeBeforeMinutes: 30,
    // Retries take their time while calls are refused: an operation may last as long as its deadline.
    asleepWithinMinutes: 60,
    lateMinutes: 30,
  };
  return { fleet, watched };
}

function drawRates(random: RandomStream): FaultRates {
  const drawn = Object.entries(HIGHEST).map(([name, highest]) => {
    const isOn = random.chance(0.7);
    const rate = random.between(0.1, 1) * highest;
    return [name, isOn ? Math.round(rate * 1000) / 1000 : 0];
  });
  return { ...NO_FAULTS, ...(Object.fromEntries(drawn) as Partial<FaultRates>) };
}

/**
 * A month of one office while calls are refused, replies lost, firings doubled and instances short; then some days on
 * which nothing goes wrong. The same whenever it is drawn.
 */
export function drawMonth(seed: number): Drawn {
  const random = randomStream(seed, 'campaign/month');
  const office = random.pick(OFFICES);
  const start = random.pick(STARTS);
  const documents = drawClusters(random, office.region);
  const { fleet, watched } = drawHours(random, office, start);
  const steps: Step[] = [
    { apply: documents },
    { applyFleet: fleet },
    { watch: { officeHours: [watched] } },
    { sampleFaults: 'on' },
    { wait: (MONTH_DAYS * DAY_MS) / 1000 },
    { convergeWithinSeconds: 6 * 3600 },
    { wait: (CALM_DAYS * DAY_MS) / 1000 },
  ];
  return {
    regions: [office.region],
    documents,
    steps,
    startAt: `${start}T00:00:00Z`,
    faultRates: drawRates(randomStream(seed, 'campaign/month-rates')),
  };
}
