import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ACCOUNT, createWatchedTopic } from './notify-topics/topics.ts';
import { retailCluster } from './retail.ts';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const home = 'us-east-1';
const { simulate } = deployedFleet({ seed: 29, regions });
const HOUR = 3600;
const DAY = 86_400;
const SRE = `arn:aws:iam::${ACCOUNT}:role/eks-fleet-requesters/sre`;
const OPS = `arn:aws:iam::${ACCOUNT}:role/eks-fleet-requesters/ops`;

type Calls = Extract<Step, { administrator: unknown }>['administrator']['calls'];
/** A role that whoever is of the account may take, and that may put requests. */
const role = (name: string): Calls => [
  {
    service: 'iam',
    operation: 'CreateRole',
    request: {
      RoleName: name,
      Path: '/eks-fleet-requesters/',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    },
  },
  {
    service: 'iam',
    operation: 'PutRolePolicy',
    request: {
      RoleName: name,
      PolicyName: 'requests',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }],
      }),
    },
  },
];
const document = (approvals: object = {}) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home,
    regions,
    notify: [{ on: ['approval'], sns: 'eks-ops' }],
    upgrades: {
      target: '1.35',
      soak: '10m',
      approvals: { expire: '1d', ...approvals },
      waves: [
        { name: 'dev', select: { env: 'dev' }, bake: '1h' },
        { name: 'prod', select: { env: 'prod' }, bake: '1h', approve: 'sre' },
      ],
    },
  },
});
const asked = (request: object, at = home): Step =>
  ({ upgradeFleet: { fleet: 'retail', home: at, request } }) as Step;
/** The first wave has baked, and the second waits for a person, since half an hour at least. */
const waiting = (approvals?: object): readonly Step[] => [
  { administrator: { region: home, calls: [...role('sre'), ...role('ops')] } },
  createWatchedTopic(home, 'eks-ops'),
  { apply: [retailCluster('dev', 'us-west-2', 'dev'), retailCluster('shop', 'eu-west-1', 'prod')] },
  { applyFleet: document(approvals) } as unknown as Step,
  asked({ action: 'start' }),
  { wait: 4 * HOUR },
];
type Decision = Extract<Step, { decide: unknown }>['decide'];
let requests = 0;
const decide = (more: Partial<Decision> = {}, followForSeconds?: number): Step => ({
  decide: {
    ...{ fleet: 'retail', home, wave: 'prod', verdict: 'approved', reason: 'dev is well', as: SRE },
    ...{ proven: true, requestId: `decision-${requests++}` },
    ...more,
  },
  ...(followForSeconds === undefined ? {} : { followForSeconds }),
});
const upgrades = ({ operations }: SimulationReport) =>
  operations
    .filter(({ kind }) => kind === 'upgrade')
    .map(({ cluster: arn, outcome }) => `${arn.split('/').at(-1)} ${outcome}`);
/** The results of all decisions and wishes. */
const answers = ({ operations }: SimulationReport) =>
  operations.filter(({ kind }) => kind === 'upgrade-fleet').map((one) => one.reason ?? one.outcome);
const last = (report: SimulationReport): string => answers(report).at(-1) ?? '';
const BOTH = ['dev Succeeded', 'shop Succeeded'];
const DEV = ['dev Succeeded'];

describe('a wave that waits for a person', () => {
  it('is asked for with what became of the waves before and the commands, and starts when it is approved', async () => {
    const text = (...parts: string[]): Step => ({
      expect: { queued: { region: home, queue: 'eks-ops', texts: parts } },
    });
    const report = await simulate([
      ...waiting(),
      text('1.35 for wave prod (1 clusters) waits for sre until'),
      text('"denyCommand": "eks-fleet deny '),
      text('"which": [\n      "eu-west-1/shop"\n    ]'),
      text('"upgraded": 1,\n        "failed": 0,\n        "skipped": 0'),
      decide(),
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual(BOTH);
    expect(answers(report)).toEqual(['Succeeded', 'Succeeded']);
  });

  it('starts by no wait', async () => {
    expect(upgrades(await simulate([...waiting(), { wait: 20 * HOUR }]))).toEqual(DEV);
  });

  it('pauses where it is denied, and is asked for anew when somebody goes on', async () => {
    const report = await simulate([
      ...waiting(),
      decide({ verdict: 'denied' }),
      { wait: HOUR },
      decide(),
      asked({ action: 'resume', reason: 'it was a false alarm' }),
      { wait: HOUR },
      decide(),
      { wait: DAY },
    ]);
    expect(answers(report)[2]).toContain(`was denied by arn:aws:sts::${ACCOUNT}:assumed-role/sre/scenario`);
    expect(upgrades(report)).toEqual(BOTH);
  });

  it('pauses when its time is over, by itself, and is asked for anew when somebody goes on', async () => {
    const told: Step = {
      expect: { queued: { region: home, queue: 'eks-ops', texts: ['ApprovalRequested', 'ApprovalExpired'] } },
    };
    const report = await simulate([
      ...waiting(),
      { wait: DAY },
      told,
      decide(),
      asked({ action: 'resume', reason: 'I am back' }),
      { wait: HOUR },
      decide(),
      { wait: DAY },
    ]);
    expect(answers(report)[1]).toContain('the approval of wave prod expired at');
    expect(upgrades(report)).toEqual(BOTH);
  });
});

describe('a decision', () => {
  it.each<[string, Partial<Decision>, string]>([
    ['nobody proves', { proven: false }, 'nothing proves who decides'],
    ['a person of another role makes', { as: OPS }, 'allowed people of sre'],
    ['is about a wave that waits for nobody', { wave: 'dev' }, 'wave dev waits for no approval'],
    ['is about no wave', { wave: 'none' }, 'wave none waits for no approval'],
    ['is about what has changed', { digest: '1'.repeat(64) }, 'has changed since'],
    ['is put in another region', { home: 'us-west-2' }, 'put it on the bus there'],
  ])('that %s is refused', async (_, more, reason) => {
    const report = await simulate([...waiting(), decide(more), { wait: HOUR }]);
    expect(last(report)).toContain(reason);
    expect(upgrades(report)).toEqual(DEV);
  });

  it('is made once: a second one is told who made it', async () => {
    const report = await simulate([...waiting(), decide(), decide({ session: 'other' }), { wait: DAY }]);
    expect(last(report)).toContain('was approved by arn:aws:sts::111122223333:assumed-role/sre/scenario');
    expect(upgrades(report)).toEqual(BOTH);
  });

  it('is made once of two at the same moment, of which one denies', async () => {
    const report = await simulate([
      ...waiting(),
      decide({}, 1),
      decide({ verdict: 'denied', session: 'other' }),
      { wait: DAY },
    ]);
    const [, ...decisions] = answers(report);
    expect(decisions.filter((one) => one === 'Succeeded')).toHaveLength(1);
  });

  it('is none of a requester, whatever the session is called', async () => {
    const start: Step = {
      publish: {
        ...{ region: home, bus: 'fleet', starts: 1, as: SRE, session: 'ann', proof: { ageSeconds: 0 } },
        entry: {
          ...{ source: 'eks-fleet', detailType: 'FleetUpgradeRequested' },
          detail: { version: '1', requestId: 'start-by-sre', fleet: 'retail', action: 'start' },
        },
      },
    };
    const steps = (approvals?: object): readonly Step[] => [
      ...waiting(approvals).map((step) => ('upgradeFleet' in step ? start : step)),
      decide({ session: 'bob' }),
      { wait: DAY / 2 },
    ];
    const report = await simulate(steps());
    expect(last(report)).toContain('asked for this upgrade: somebody else has to approve it');
    expect(upgrades(report)).toEqual(DEV);
    expect(upgrades(await simulate(steps({ differ: false })))).toEqual(BOTH);
  });

  it('holds for what was decided alone: a cluster that is left out since is another question', async () => {
    const second = retailCluster('other', 'eu-west-1', 'prod');
    const steps = waiting().map((step) =>
      'apply' in step ? ({ apply: [...step.apply, second] } as Step) : step,
    );
    const report = await simulate([
      ...steps,
      asked({ action: 'skip', member: 'eu-west-1/other', reason: 'goes next month' }),
      { wait: HOUR },
      {
        expect: {
          queued: { region: home, queue: 'eks-ops', texts: ['prod (2 clusters)', 'prod (1 clusters)'] },
        },
      },
      decide(),
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual(BOTH);
  });

  it('is taken by the home that has taken over, and by that one alone', async () => {
    const down: Step = { fault: { kind: 'region-down', region: home, forSeconds: 6 * HOUR } };
    const report = await simulate([
      ...waiting(),
      down,
      asked({ action: 'takeOver', reason: 'home is lost' }, 'us-west-2'),
      decide({ home: 'us-west-2', requestId: 'there' }),
      { wait: DAY / 2 },
      decide({ verdict: 'denied' }),
      { wait: DAY },
    ]);
    expect(upgrades(report)).toEqual(BOTH);
    expect(last(report)).toContain('put it on the bus there');
  });
});
