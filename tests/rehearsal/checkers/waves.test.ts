import { describe, expect, it } from '@jest/globals';
import { SameInAllChecker } from '../../../rehearsal/checkers/upgrades/same-in-all.ts';
import { WavesChecker } from '../../../rehearsal/checkers/upgrades/waves.ts';
import { region, watch } from './watched.ts';

const HOUR = 3600;
/** The fleet is called as the ledger's stand-in calls every subject. */
const FLEET = 'web';
const side = (cluster: string) => ({ cluster, region });
const document = {
  metadata: { name: FLEET },
  spec: {
    failover: [{ from: side('c'), to: side('d') }],
    upgrades: {
      health: { alarms: ['{cluster}-slo'] },
      waves: [
        { select: { name: 'a' }, bake: '1h' },
        { select: { ring: 'b' }, bake: '30m', parallel: 2, failures: 1 },
      ],
    },
  },
};

function fleet() {
  const alarms: { AlarmName: string; StateValue: string; StateTransitionedTimestamp: Date }[] = [];
  const on = watch((one) => new WavesChecker(one), {
    has: { 'monitoring:DescribeAlarms': () => ({ MetricAlarms: alarms }) },
  });
  for (const name of ['a', 'b', 'c', 'd'])
    on.take('ClusterRequested', {
      config: { metadata: { name, region, tags: name === 'a' ? {} : { ring: 'b' } } },
    });
  on.take('FleetRequested', { fleet: document });
  on.claimed('up', 'upgrade-fleet', 'FleetUpgradeRequested', { action: 'start', fleet: FLEET });
  return {
    ...on,
    alarm: (name: string, StateValue: string, atSeconds: number) =>
      alarms.push({ AlarmName: name, StateValue, StateTransitionedTimestamp: new Date(atSeconds * 1000) }),
    begun: (cluster: string, attempt = 1) =>
      on.claimed(`${cluster}${attempt}`, 'upgrade', 'ClusterUpgradeRequested', {
        cluster,
        action: 'upgrade',
        parent: `up/${attempt}`,
      }),
    wished: (id: string, action: string) => {
      on.claimed(id, 'upgrade-fleet', 'FleetUpgradeRequested', { action, fleet: FLEET });
      on.ended(id, 'Succeeded');
    },
  };
}

/** The first wave has come through by 1,000 s. */
function afterFirst() {
  const on = fleet();
  on.begun('a');
  on.at(1000);
  on.ended('a1', 'Succeeded');
  return on;
}

describe('waves', () => {
  it('that keep to everything are well', async () => {
    const on = afterFirst();
    on.at(1000 + HOUR);
    on.begun('b');
    on.begun('d');
    expect(await on.found()).toEqual([]);
    expect(on.checker.checked).toHaveLength(1);
  });

  it('may not begin while the one before runs', async () => {
    const on = fleet();
    on.begun('a');
    on.at(500);
    on.begun('b');
    expect(await on.found()).toEqual([
      expect.stringContaining(`${region}/a of the wave before is under way`),
    ]);
  });

  it('may not begin a second before the bake is over', async () => {
    const on = afterFirst();
    on.at(1000 + HOUR - 1);
    on.begun('b');
    expect(await on.found()).toEqual([expect.stringContaining('of the wave before ended 3599 s before')]);
  });

  it('have no more under way than they may', async () => {
    const on = afterFirst();
    on.at(9000);
    for (const name of ['b', 'd', 'c']) on.begun(name);
    expect(await on.found()).toEqual([
      expect.stringContaining('2 of its wave were under way, allowed 2'),
      expect.stringContaining(`${region}/d, the other of its pair, was under way`),
    ]);
  });

  it('begin a cluster once', async () => {
    const on = fleet();
    on.begun('a');
    on.begun('a', 2);
    expect(await on.found()).toEqual(
      expect.arrayContaining([expect.stringContaining('request r-a1 of it was under way')]),
    );
  });

  it.each([
    [59, []],
    [61, [expect.stringContaining('b, us-east-1/d had failed, allowed 1')]],
  ])('over their budget begin nothing %d s later', async (seconds, expected) => {
    const on = afterFirst();
    on.at(9000);
    on.begun('b');
    on.begun('d');
    on.ended('b1', 'Failed');
    on.ended('d1', 'Failed');
    on.at(9000 + seconds);
    on.begun('c');
    expect(await on.found()).toEqual(expected);
  });

  it('have their budget anew once a person has resumed them, and no more than that', async () => {
    const on = afterFirst();
    on.at(2000);
    on.wished('early', 'resume');
    on.at(9000);
    for (const name of ['b', 'd']) {
      on.begun(name);
      on.ended(`${name}1`, 'Failed');
    }
    on.at(9100);
    on.wished('late', 'resume');
    on.at(9200);
    on.begun('b', 2);
    on.ended('b2', 'Failed');
    expect(await on.found()).toEqual([]);
    on.begun('d', 2);
    on.ended('d2', 'Failed');
    on.at(9300);
    on.begun('c');
    expect(await on.found()).toEqual([expect.stringContaining('had failed, allowed 1')]);
  });

  it.each(['pause', 'end'])('begin nothing long after a person told them to %s', async (action) => {
    const on = afterFirst();
    on.at(2000);
    on.wished('w', action);
    on.at(9000);
    on.begun('b');
    expect(await on.found()).toEqual([expect.stringContaining(`it was told to ${action} before`)]);
  });

  it('go on once a person has resumed them', async () => {
    const on = afterFirst();
    on.at(2000);
    on.wished('w', 'pause');
    on.at(3000);
    on.wished('x', 'resume');
    on.at(9000);
    on.begun('b');
    expect(await on.found()).toEqual([]);
  });

  it.each([
    ['OK', 8000, 0],
    ['ALARM', 8950, 0],
    ['ALARM', 8900, 1],
    ['INSUFFICIENT_DATA', 8000, 1],
  ])('under an alarm in %s since %d s have %d findings at 9,000 s', async (state, since, count) => {
    const on = afterFirst();
    on.alarm('a-slo', state, since);
    on.at(9000);
    on.begun('b');
    expect(await on.found()).toHaveLength(count);
  });
});

describe('clusters of a fleet upgrade', () => {
  const installing = () => {
    const on = watch((one) => new SameInAllChecker(one), {
      has: {
        'ec2:DescribeImages': ({ ImageIds }) => ({ Images: [{ Name: (ImageIds as readonly string[])[0] }] }),
      },
    });
    for (const name of ['a', 'b'])
      on.claimed(name, 'upgrade', 'ClusterUpgradeRequested', {
        cluster: name,
        action: 'upgrade',
        parent: 'up/1',
      });
    const call = (id: string, operation: string, input: object, key = '1.36/x', service = 'eks') =>
      on.made(service, operation, input, {
        for: id,
        step: { key, kind: 'x', to: '1.36' },
        invocation: `${id}${key}`,
      });
    return { ...on, call };
  };
  const addon = (addonVersion: string) => ({ addonName: 'vpc-cni', addonVersion });
  const nodes = (releaseVersion: string) => ({ nodegroupName: 'n', releaseVersion });
  /** EC2 of this test names images by their ids. */
  const image = (call: ReturnType<typeof installing>['call'], id: string, name: string, key?: string) =>
    call(id, 'CreateLaunchTemplateVersion', { LaunchTemplateData: { ImageId: name } }, key, 'ec2');

  it('get the same', async () => {
    const { call, found } = installing();
    for (const id of ['a', 'b']) {
      call(id, 'UpdateAddon', addon('v1'));
      call(id, 'UpdateNodegroupVersion', nodes('1.36.1-20261119'));
      call(id, 'UpdateNodegroupVersion', nodes('1.50.0-6d9ef7b8'));
      call(id, 'UpdateNodegroupVersion', nodes('1.36-2026.11.12'));
    }
    expect(await found()).toEqual([]);
  });

  it.each([
    ['UpdateAddon', addon('v1'), addon('v2')],
    ['UpdateNodegroupVersion', nodes('1.36.1-20261119'), nodes('1.36.1-20261126')],
    ['UpdateNodegroupVersion', nodes('1.50.0-6d9ef7b8'), nodes('1.51.0-6d9ef7b8')],
  ])('do not get another one by %s', async (operation, first, second) => {
    const { call, found } = installing();
    call('a', operation, first);
    call('b', operation, second);
    expect(await found()).toEqual([expect.stringContaining('of the same fleet upgrade')]);
  });

  const AL2023 = 'amazon-eks-node-al2023-x86_64-standard-1.36-v';
  const BOTTLEROCKET = 'bottlerocket-aws-k8s-1.36-x86_64-v';
  const WINDOWS = 'Windows_Server-2022-English-Core-EKS_Optimized-1.36-';

  it.each([
    [AL2023, '20261119', '20261126'],
    [BOTTLEROCKET, '1.50.0-6d9ef7b8', '1.51.0-6d9ef7b9'],
    [WINDOWS, '2026.11.12', '2026.12.10'],
  ])('get the same image of %s for nodes of our own', async (kind, first, second) => {
    const { call, found, checker } = installing();
    image(call, 'a', `${kind}${first}`);
    image(call, 'b', `${kind}${first}`);
    expect(await found()).toEqual([]);
    expect(checker.checked).toHaveLength(1);
    image(call, 'b', `${kind}${second}`);
    expect(await found()).toEqual([expect.stringContaining(`got ${second} of images`)]);
  });

  it('may get different images of kinds that no release is resolved for, and on the way back', async () => {
    const { call, found } = installing();
    image(call, 'a', 'ubuntu-eks/k8s_1.36/images/hvm-ssd/ubuntu-24.04-amd64-server-20261119');
    image(call, 'b', 'ubuntu-eks/k8s_1.36/images/hvm-ssd/ubuntu-24.04-amd64-server-20261126');
    image(call, 'a', `${AL2023}20261119`, 'back/1.36/x');
    image(call, 'b', `${AL2023}20261126`, 'back/1.36/x');
    expect(await found()).toEqual([]);
  });

  it('go back to what each of them had', async () => {
    const { call, found } = installing();
    call('a', 'UpdateAddon', addon('v1'), 'back/1.35/x');
    call('b', 'UpdateAddon', addon('v2'), 'back/1.35/x');
    expect(await found()).toEqual([]);
  });
});
