import { describe, expect, it } from '@jest/globals';
import { ContainmentChecker } from '../../../rehearsal/checkers/upgrades/containment.ts';
import { UpgradesChecker } from '../../../rehearsal/checkers/upgrades/upgrades.ts';
import { type Has, region, watch } from './watched.ts';

const node = (name: string, minor: string, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
  status: { nodeInfo: { kubeletVersion: `v${minor}.4-eks-1` } },
});
const functionName = 'eks-fleet-prod-upgradeUpgradeControlPlane';
const by = { functionName, for: 'u1' };

function upgrading(version: string, nodes: readonly object[], detail: object = { action: 'upgrade' }) {
  const inside = { version, nodes };
  const has: Has = { inCluster: () => inside };
  const on = watch((one) => new UpgradesChecker(one), { has });
  on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', detail);
  const to = (version: string, more: object = {}, making = by) =>
    on.made('eks', 'UpdateClusterVersion', { name: 'web', version, ...more }, making);
  const group = (more: object) =>
    on.made('eks', 'UpdateNodegroupVersion', { clusterName: 'web', nodegroupName: 'a', ...more }, by);
  return { ...on, inside, to, group };
}
const begins = `${functionName} called UpdateClusterVersion of ${region}/web,`;

describe('the version of a control plane', () => {
  it('goes up by one minor, and is asked for once more where the reply was lost', async () => {
    const on = upgrading('1.34', [node('a', '1.34')]);
    on.to('1.35');
    on.inside.version = '1.35';
    on.to('1.35');
    on.to('1.36');
    expect(await on.found()).toEqual([]);
    expect(on.checker.checked).toEqual(['upgrades go one minor at a time, and keep the skew of nodes']);
  });

  it('skips none', async () => {
    const on = upgrading('1.34', []);
    on.to('1.36');
    expect(await on.found()).toEqual([`${begins} from 1.34 to 1.36`]);
  });

  it('goes back where that was asked for, or by the operation that has raised it', async () => {
    const asked = upgrading('1.35', [], { action: 'rollBack' });
    asked.to('1.34');
    expect(await asked.found()).toEqual([]);
    const own = upgrading('1.34', []);
    own.to('1.35');
    own.inside.version = '1.35';
    own.to('1.34');
    expect(await own.found()).toEqual([]);
    const other = upgrading('1.35', []);
    other.to('1.34');
    expect(await other.found()).toEqual([`${begins} from 1.35 to 1.34`]);
  });

  it('changes for an upgrade alone', async () => {
    const on = upgrading('1.34', []);
    on.claimed('c1', 'create', 'ClusterRequested');
    on.to('1.35', {}, { ...by, for: 'c1' });
    expect(await on.found()).toEqual([`${begins} for create`]);
  });

  it('is a person’s own as well, which is nobody’s business here', async () => {
    const on = upgrading('1.34', []);
    on.made('eks', 'UpdateClusterVersion', { name: 'web', version: '1.36' }, { functionName: '' });
    expect(await on.found()).toEqual([]);
  });

  it('leaves no node newer than it, but those that go back with it or after it', async () => {
    const nodes = [
      node('a', '1.35'),
      node('b', '1.34'),
      node('c', '1.35', { 'karpenter.sh/nodepool': 'x' }),
      node('d', '1.35', { 'eks.amazonaws.com/compute-type': 'fargate' }),
    ];
    const on = upgrading('1.35', nodes, { action: 'rollBack' });
    on.to('1.34');
    expect(await on.found()).toEqual([`${begins} to 1.34, while its node a is at 1.35`]);
  });

  it('leaves no node more than three minors behind', async () => {
    const on = upgrading('1.35', [node('a', '1.33'), node('rack', '1.32')]);
    on.to('1.36');
    expect(await on.found()).toEqual([`${begins} to 1.36, while its node rack is at 1.32`]);
  });
});

describe('a node group', () => {
  it('gets no version that is newer than its control plane', async () => {
    const on = upgrading('1.35', []);
    on.group({ version: '1.35' });
    on.group({ launchTemplate: { version: '3' } });
    expect(await on.found()).toEqual([]);
    on.group({ version: '1.36' });
    expect(await on.found()).toEqual([
      `${functionName} called UpdateNodegroupVersion of ${region}/web, to 1.36, while its control plane is at 1.35`,
    ]);
  });
});

describe('force', () => {
  const waived = (until: string) => ({ waivers: [{ finding: 'insight-error', until, reason: 'a drill' }] });
  const later = '2030-01-01T00:00:00Z';
  it.each([
    ['with consent and a waiver', { consents: ['skipInsights'], ...waived(later) }, undefined],
    [
      'with the other consent',
      { consents: ['evictDespiteBudgets'], ...waived(later) },
      'nobody has consented to skipInsights',
    ],
    ['without a waiver', { consents: ['skipInsights'] }, 'nobody has taken an insight upon himself'],
    [
      'with a waiver that has run out',
      { consents: ['skipInsights'], ...waived('1970-01-01T00:00:00Z') },
      'nobody has taken an insight upon himself',
    ],
  ])('is used %s', async (_how, given, found) => {
    const on = upgrading('1.34', [], { action: 'upgrade', ...given });
    on.at(60);
    on.to('1.35', { force: true });
    expect(await on.found()).toEqual(found === undefined ? [] : [`${begins} by force, and ${found}`]);
  });
});

describe('under an alarm', () => {
  /** The alarm takes its state at second 100, and a group is updated at the second that is given. */
  async function changed(
    atSeconds: number,
    {
      StateValue = 'ALARM',
      alarms = ['slo'],
      action = 'upgrade',
      step = '1.35/nodes',
      called = 'UpdateNodegroupVersion',
    } = {},
  ) {
    const on = watch((one) => new ContainmentChecker(one), {
      has: {
        'monitoring:DescribeAlarms': () => ({
          MetricAlarms: [{ AlarmName: 'slo', StateValue, StateTransitionedTimestamp: new Date(100_000) }],
        }),
      },
    });
    on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', { action, health: { alarms } });
    on.at(atSeconds);
    on.made(
      'eks',
      called,
      { clusterName: 'web', nodegroupName: 'a' },
      { functionName: 'eks-fleet-prod-upgradeUpgradeNodeGroup', for: 'u1', step: { key: step } },
    );
    return on.found();
  }

  it('nothing is started once it has lasted for a minute', async () => {
    expect(await changed(160)).toEqual([]);
    expect(await changed(161)).toEqual([
      'eks-fleet-prod-upgradeUpgradeNodeGroup called eks:UpdateNodegroupVersion for the upgrade of us-east-1/web, 61 s after alarm slo was in ALARM',
    ]);
  });

  it('nor without data', async () => {
    expect(await changed(161, { StateValue: 'INSUFFICIENT_DATA' })).toHaveLength(1);
  });

  it('but for the way back, and where the alarm is quiet or not named', async () => {
    expect(await changed(500, { step: 'back/1.34/nodes' })).toEqual([]);
    expect(await changed(500, { action: 'rollBack' })).toEqual([]);
    expect(await changed(500, { StateValue: 'OK' })).toEqual([]);
    expect(await changed(500, { alarms: [] })).toEqual([]);
    expect(await changed(500, { called: 'StartInsightsRefresh' })).toEqual([]);
  });
});

describe('while a site that an upgrade names does not answer', () => {
  const url = 'https://shop.example.com/healthz';
  type Answers = readonly (readonly [answer: number | string, sinceSeconds: number])[];

  async function changed(
    answers: Answers,
    {
      atSeconds = 200,
      status,
      step = '1.35/nodes',
    }: { atSeconds?: number; status?: number; step?: string } = {},
  ) {
    const laid = answers.map(([answer, since]) => ({ answer, sinceMs: since * 1000 }));
    const on = watch((one) => new ContainmentChecker(one), { has: { [`site:${url}`]: () => laid } });
    const probe = { url, ...(status === undefined ? {} : { status }) };
    on.claimed('u1', 'upgrade', 'ClusterUpgradeRequested', {
      action: 'upgrade',
      health: { probes: [probe] },
    });
    on.at(atSeconds);
    on.made(
      'eks',
      'UpdateNodegroupVersion',
      { clusterName: 'web', nodegroupName: 'a' },
      { functionName: 'eks-fleet-prod-upgradeUpgradeNodeGroup', for: 'u1', step: { key: step } },
    );
    const found = await on.found();
    expect(on.checker.checked).toEqual(
      step.startsWith('back/') ? [] : ['no upgrade goes on while a site does not answer'],
    );
    return found;
  }

  it('nothing is started once that has lasted for a minute', async () => {
    const failing: Answers = [
      [200, 0],
      [500, 100],
    ];
    expect(await changed(failing, { atSeconds: 160 })).toEqual([]);
    expect(await changed(failing, { atSeconds: 161 })).toEqual([
      `eks-fleet-prod-upgradeUpgradeNodeGroup called eks:UpdateNodegroupVersion for the upgrade of us-east-1/web, 61 s after ${url} was well`,
    ]);
    expect(await changed(failing, { step: 'back/1.34/nodes' })).toEqual([]);
  });

  it.each<[string, Answers, number | undefined, number]>([
    [
      'is well again',
      [
        [500, 0],
        [204, 190],
      ],
      undefined,
      0,
    ],
    ['redirects', [[302, 0]], undefined, 0],
    [
      'fails in one way after another',
      [
        [200, 0],
        [500, 100],
        ['nothing', 150],
        ['refused', 190],
      ],
      undefined,
      1,
    ],
    ['has never been there', [], undefined, 1],
    ['answers otherwise than is asked', [[200, 0]], 204, 1],
    ['answers as is asked', [[503, 0]], 503, 0],
  ])('counts one that %s', async (_what, answers, status, times) => {
    expect(await changed(answers, status === undefined ? {} : { status })).toHaveLength(times);
  });
});
