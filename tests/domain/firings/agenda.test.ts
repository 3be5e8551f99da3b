import { describe, expect, it } from '@jest/globals';
import { returnSchedule } from '../../../domain/scale/until/return-schedule.ts';
import { aPause } from '../operation/a-pause.ts';
import { fleetOf, HOME, OFFICE, OTHER, SALE, SHOP, STAGE } from '../policy/documents.ts';
import { ASLEEP, items, registered, SIZES, said, WEB } from './on-agenda.ts';

describe('the agenda of a cluster', () => {
  const standby = {
    name: 'shop-plan',
    from: { cluster: 'shop-west', region: 'us-west-2' },
    to: { cluster: 'shop', region: OTHER, floor: 1 },
    witness: HOME,
    mode: 'approve',
    probe: 'https://shop.example.com/healthz',
    rto: '5m',
    traffic: 'standbyHealthCheck',
  };

  it('says what happens to it within a day, when, and by which entry', () => {
    const found = items(fleetOf({ sleep: [OFFICE], scale: [{ ...SALE, zone: 'UTC', within: 5 }] }));
    expect(found.map(({ at, does, why, within }) => [at, does, why, within])).toEqual([
      ['2026-11-26T19:00:00Z', 'hibernates', 'schedule office-hours of fleet retail', 0],
      ['2026-11-27T05:45:00Z', 'wakes', 'schedule office-hours of fleet retail', 0],
      ['2026-11-27T06:00:00Z', 'resizes web to minSize 4', 'schedule sale of fleet retail', 5],
    ]);
    expect(found.every((one) => !('skipped' in one) && !('refused' in one) && !('nothingToDo' in one))).toBe(
      true,
    );
  });

  it('says what is skipped as things are now', () => {
    const document = fleetOf({ sleep: [OFFICE] });
    expect(said(document, { pause: aPause() }).map(([, why]) => why)).toEqual([
      'changes to shop are paused: audit (p1 of the fleet)',
      'changes to shop are paused: audit (p1 of the fleet)',
    ]);
    expect(said(document, { on: { registered: registered({ level: 'observe' }) } })[0]?.[1]).toContain(
      'managed at level observe',
    );
    expect(said(document, { recorded: undefined })[0]?.[1]).toContain(
      'the fleet has no cluster shop any more',
    );
  });

  it('says what the freeze of another document skips, and that an end of an until is not skipped by it', () => {
    const freezes = [{ from: '2026-11-20', to: '2026-12-27', zone: 'UTC', stops: ['scale'] }];
    const other = {
      ...{ name: 'calm', revision: 1, home: HOME, regions: [HOME, OTHER] },
      ...{ document: fleetOf({ freezes }, 'calm'), writtenBy: 'op', writtenAt: '', requestedBy: '' },
    };
    const document = fleetOf({ scale: [SALE] });
    const both = [{ ...other, name: 'retail', document }, other];
    expect(said(document, { stored: both })[0]?.[1]).toMatch(
      /^shop in us-east-1 is frozen: fleet calm stops scale from 2026-11-20 to 2026-12-27/,
    );
    const operation = { id: 'o1', kind: 'scale' as const, cluster: SHOP.cluster, epoch: 1 };
    const schedule = returnSchedule(operation, '2026-11-26T20:00:00Z', STAGE);
    const schedules = [{ schedule, createdMs: 0, document: undefined }];
    expect(said(fleetOf(), { schedules, stored: both })[0]?.[1]).toMatch(/^operation o1, which was to end/);
  });

  it('says no floor of a wake, which takes no nodes away', () => {
    const document = fleetOf({ sleep: [OFFICE], failover: [standby] });
    const on = { memory: ASLEEP };
    expect(items(document, { on }).map(({ does, unless }) => [does, unless])).toContainEqual([
      ...['wakes', undefined],
    ]);
  });

  it('says what a standby floor keeps from its sleep', () => {
    const document = fleetOf({ sleep: [OFFICE], failover: [standby] });
    expect(said(document)).toEqual([
      ['hibernates', 'web would have 0 nodes, and failover plan shop-plan counts on 1'],
      ['wakes', 'shop is not hibernating: no sizes of before are known to wake it to'],
    ]);
    const scaled = fleetOf({ scale: [SALE], failover: [standby] });
    expect(items(scaled).map(({ unless }) => unless)).toEqual([
      'a group would go below 1 nodes, on which failover plan shop-plan counts',
    ]);
  });

  it('says that one which sleeps has nothing to do until it wakes', () => {
    expect(said(fleetOf({ sleep: [OFFICE] }), { on: { memory: ASLEEP }, hours: 32 })).toEqual([
      ['hibernates', 'it sleeps already'],
      ['wakes', undefined],
      ['hibernates', undefined],
    ]);
    // A cluster whose hibernation was stopped on its way is not asleep.
    const { asleepSince: _since, ...onTheWay } = ASLEEP;
    expect(said(fleetOf({ sleep: [OFFICE] }), { on: { memory: onTheWay } })[0]).toEqual([
      'hibernates',
      undefined,
    ]);
  });

  it('holds each firing against what those before it will have left', () => {
    const nightly = { ...SALE, at: 'cron(0 22 ? * * *)', zone: 'UTC', nodeGroups: { web: { minSize: 2 } } };
    const document = fleetOf({ sleep: [OFFICE], scale: [nightly] });
    const found = items(document, { hours: 35 });
    expect(
      found.map(({ at, does, nothingToDo, notes }) => [at.slice(0, 16), does, nothingToDo, notes]),
    ).toEqual([
      ['2026-11-26T19:00', 'hibernates', undefined, undefined],
      [
        '2026-11-26T22:00',
        'resizes web to minSize 2',
        undefined,
        ['shop is hibernating: these are the sizes that it will wake to'],
      ],
      ['2026-11-27T05:45', 'wakes', undefined, undefined],
      ['2026-11-27T19:00', 'hibernates', undefined, undefined],
      [
        '2026-11-27T22:00',
        'resizes web to minSize 2',
        undefined,
        ['shop is hibernating: these are the sizes that it will wake to'],
      ],
    ]);
    // In a cluster that is awake, the second firing finds the sizes that the first has left.
    expect(said(fleetOf({ scale: [nightly] }), { hours: 35 })).toEqual([
      ['resizes web to minSize 2', undefined],
      ['resizes web to minSize 2', 'its groups have these sizes already'],
    ]);
  });

  it('has the ends of sizes that are to come for a time, and is at the sizes from before after them', () => {
    const daily = { ...SALE, at: 'cron(0 14 ? * * *)', zone: 'UTC', for: '2h' };
    const found = items(fleetOf({ scale: [daily] }), { hours: 27 });
    expect(found.map(({ at, does, why, nothingToDo }) => [at, does, why, nothingToDo])).toEqual([
      ['2026-11-26T14:00:00Z', 'resizes web to minSize 4', 'schedule sale of fleet retail', undefined],
      [
        '2026-11-26T16:00:00Z',
        'returns to the sizes from before',
        'the end of what schedule sale of fleet retail brings at 2026-11-26T14:00:00Z',
        undefined,
      ],
      ['2026-11-27T14:00:00Z', 'resizes web to minSize 4', 'schedule sale of fleet retail', undefined],
    ]);
  });

  it('says what sizes for a time come to while it sleeps', () => {
    const tonight = { ...SALE, at: 'cron(0 22 ? * * *)', zone: 'UTC', for: '2h' };
    expect(said(fleetOf({ sleep: [OFFICE], scale: [tonight] }))[1]).toEqual([
      'resizes web to minSize 4',
      'shop is hibernating: sizes that hold for a time are for a cluster that is awake',
    ]);
  });

  it('begins with the sizes that the last operation has left, if no document is newer', () => {
    const left = {
      operationId: 'o2',
      at: '2026-11-26T08:00:00Z',
      groups: { [WEB.key]: { ...SIZES, minSize: 4, desiredSize: 4 } },
    };
    const document = fleetOf({ scale: [SALE] });
    const after = registered({ writtenAt: '2026-11-26T09:00:00Z' });
    expect(said(document, { on: { left } })[0]?.[1]).toBe('its groups have these sizes already');
    expect(said(document, { on: { left, registered: after } })[0]?.[1]).toBeUndefined();
  });

  it('begins, while it sleeps, with what its sleep has left: a document changes no sizes of a cluster that sleeps', () => {
    const left = {
      operationId: 'o1',
      at: '2026-11-26T08:00:00Z',
      groups: { [WEB.key]: { ...SIZES, minSize: 0, desiredSize: 0 } },
    };
    const since = registered({ writtenAt: '2026-11-26T09:00:00Z' });
    const managedNodeGroups = since.config.managedNodeGroups.map((group) => ({ ...group, maxSize: 9 }));
    const larger = { ...since, config: { ...since.config, managedNodeGroups } };
    const on = { memory: { ...ASLEEP, capturedAt: '2026-11-26T07:55:00Z' }, left, registered: larger };
    expect(
      items(fleetOf({ sleep: [OFFICE] }), { on, hours: 32 }).map(({ does, notes }) => [does, notes]),
    ).toEqual([
      ['hibernates', undefined],
      [
        'wakes',
        ['the document has changed the sizes of web: it wakes to 2 of 1-9, not to 2 of 1-4 as before'],
      ],
      ['hibernates', undefined],
    ]);
  });

  it('says which groups a firing will leave alone', () => {
    const operation = { id: 'o1', kind: 'scale' as const, cluster: SHOP.cluster, epoch: 1 };
    const schedule = returnSchedule(operation, '2026-11-26T20:00:00Z', STAGE);
    const { managedNodeGroups: [web] = [], ...config } = registered().config;
    const both = registered({
      config: {
        ...config,
        managedNodeGroups: ['web', 'batch'].flatMap((name) => (web ? [{ ...web, name }] : [])),
      },
    });
    const grown = (name: string, desiredSize: number) => ({
      ...{
        key: `nodeGroup/${name}`,
        name,
        kind: 'managed' as const,
        isWindows: false,
        reach: 'exact' as const,
      },
      ...{ before: { ...SIZES, desiredSize: 1 }, sizes: { ...SIZES, desiredSize }, nodes: [] },
    });
    const plan = {
      action: 'resize' as const,
      targets: [grown('web', 2), grown('batch', 3)],
      leftAlone: [],
      notes: [],
      deadlineSeconds: 1800,
      controlPlane: { kubernetesVersion: '1.35', isExtendedSupport: false, usdPerMonth: 73 },
      until: '2026-11-26T20:00:00Z',
    };
    const over = { on: { registered: both }, schedules: [{ schedule, createdMs: 0, document: undefined }] };
    const found = items(fleetOf(), { ...over, ended: [{ operationId: 'o1', plan }] });
    expect(found.map(({ notes }) => notes)).toEqual([
      ['batch is left alone: it is at 2 of 1-4 and no longer at 3 of 1-4, which was to end now'],
    ]);
  });

  it('says whether the end of an until has anything to bring back', () => {
    const operation = { id: 'o1', kind: 'scale' as const, cluster: SHOP.cluster, epoch: 1 };
    const schedule = returnSchedule(operation, '2026-11-26T20:00:00Z', STAGE);
    const schedules = [{ schedule, createdMs: 0, document: undefined }];
    expect(said(fleetOf(), { schedules })).toEqual([
      ['returns to the sizes from before', 'operation o1, which was to end now, changed no sizes of shop'],
    ]);
    const plan = {
      action: 'hibernate' as const,
      targets: [],
      leftAlone: [],
      notes: [],
      deadlineSeconds: 1800,
      controlPlane: { kubernetesVersion: '1.35', isExtendedSupport: false, usdPerMonth: 73 },
    };
    const ended = [{ operationId: 'o1', plan }];
    expect(said(fleetOf(), { schedules, ended, on: { memory: ASLEEP } })).toEqual([
      ['returns to the sizes from before', undefined],
    ]);
    const paused = items(fleetOf(), { schedules, ended, on: { memory: ASLEEP }, pause: aPause() });
    expect(paused[0]?.notes).toEqual(['it waits while changes to shop are paused: audit (p1 of the fleet)']);
    expect(said(fleetOf(), { schedules, ended })[0]?.[1]).toBe(
      'shop no longer sleeps as operation o1 put it to sleep',
    );
  });

  it('says which sleep will be refused, and which has nothing to take away', () => {
    const { metadata, ...config } = registered().config;
    const auto = registered({
      config: { ...config, metadata, managedNodeGroups: [], autoModeConfig: { enabled: true } },
    });
    const never = { is: 'unreachable', says: 'its endpoint is not open to the fleet' } as const;
    expect(said(fleetOf({ sleep: [OFFICE] }), { on: { registered: auto, access: never } })[0]?.[1]).toContain(
      'Auto Mode starts nodes for shop that no group has, and the Kubernetes API was not asked',
    );
    expect(said(fleetOf({ sleep: [OFFICE] }), { on: { registered: auto }, hours: 32 })).toEqual([
      ['hibernates', undefined],
      ['wakes', undefined],
      ['hibernates', undefined],
    ]);
  });

  it('does not say that there is nothing to scale where only the inside of the cluster tells', () => {
    const { managedNodeGroups: _groups, ...config } = registered().config;
    const fargate = [{ name: 'karpenter', selectors: [{ namespace: 'karpenter' }] }];
    const serverless = registered({ config: { ...config, managedNodeGroups: [], fargateProfiles: fargate } });
    const found = items(fleetOf({ sleep: [OFFICE] }), { on: { registered: serverless } });
    const unless = 'nothing inside of shop starts nodes';
    expect(found).toEqual([
      expect.objectContaining({ does: 'hibernates', unless }),
      expect.objectContaining({ does: 'wakes', unless }),
    ]);
    expect(found.some((one) => 'skipped' in one || 'nothingToDo' in one)).toBe(false);
    const provisioning = { nodePools: [{ name: 'default', limits: null }], nodes: [] };
    const asleep = { ...ASLEEP, groups: [], provisioning };
    expect(
      said(fleetOf({ sleep: [OFFICE] }), { on: { registered: serverless, memory: asleep } })[0]?.[1],
    ).toBe('it sleeps already');
    expect(said(fleetOf({ scale: [SALE] }), { on: { registered: serverless } })[0]?.[1]).toBe(
      'there is nothing to scale: shop has no node groups: Fargate starts a pod at a time, and bills what runs',
    );
  });
});
