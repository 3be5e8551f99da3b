import { describe, expect, it } from '@jest/globals';
import { noticeOf, topicsOf } from '../../../domain/fleet/notices.ts';
import { NOTICES } from '../../../domain/policy/notice-kinds.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';
import { fleetOf, HOME, NOW, OTHER } from '../policy/documents.ts';

const stored = (
  name: string,
  notify: readonly object[],
  regions: readonly string[] = [HOME, OTHER],
): StoredFleet => ({
  name,
  revision: 1,
  home: HOME,
  document: fleetOf({ regions, notify }, name),
  regions: [HOME, OTHER],
  writtenBy: 'op',
  writtenAt: NOW,
  requestedBy: 'a test',
});
const cluster = { name: 'shop', region: OTHER, arn: 'arn' };
const fact = (detailType: string, detail: object) => ({
  id: 'fact-1',
  detailType,
  region: OTHER,
  time: NOW,
  detail: { version: '1', ...detail },
});

describe('the topics that are told of a fact', () => {
  const retail = stored('retail', [
    { on: ['failed', 'skipped'], sns: 'eks-ops' },
    { on: ['skipped'], sns: 'eks-night' },
    { on: ['skipped'], sns: 'eks-ops' },
  ]);
  const here = stored('here', [{ on: ['failed', 'skipped', 'scaled'], sns: 'eks-here' }], [HOME]);

  it('are those of the fleet that it names, each once', () => {
    const skipped = fact('ScheduleSkipped', { cluster, schedule: { fleet: 'retail', entry: 'nights' } });
    expect(topicsOf(skipped, [retail, here])).toEqual(['eks-night', 'eks-ops']);
    expect(topicsOf(fact('FleetApplicationFailed', { fleet: { name: 'here' } }), [retail, here])).toEqual([
      'eks-here',
    ]);
  });

  it('are else those of every fleet in whose regions it came to pass', () => {
    expect(topicsOf(fact('ClusterCreationFailed', { cluster }), [retail, here])).toEqual(['eks-ops']);
    expect(topicsOf({ ...fact('RequestRejected', {}), region: HOME }, [retail, here])).toEqual([
      'eks-here',
      'eks-ops',
    ]);
  });

  it('are told also where a kept document names a kind that an earlier release had', () => {
    const kept: StoredFleet = JSON.parse(
      JSON.stringify(stored('kept', [{ on: ['skipped', 'failed'], sns: 'eks-kept' }])).replace(
        'skipped',
        'approval',
      ),
    );
    expect(topicsOf(fact('ClusterCreationFailed', { cluster }), [kept, retail])).toEqual([
      'eks-kept',
      'eks-ops',
    ]);
  });

  it('are none where nobody wants to know, or the document is gone', () => {
    expect(topicsOf(fact('ClusterWoken', { cluster }), [retail, here])).toEqual([]);
    const { document: _gone, ...deleted } = retail;
    expect(topicsOf(fact('ClusterCreationFailed', { cluster }), [deleted])).toEqual([]);
  });
});

it('what is told as failed, skipped or drifted says so by its name, and nothing else does', () => {
  const { failed, skipped, drifted, scaled } = NOTICES;
  const told = [...failed, ...skipped, ...drifted, ...scaled];
  expect(told.filter((name) => /(Failed|Incomplete|Rejected)$/.test(name))).toEqual(failed);
  expect(told.filter((name) => name.endsWith('Skipped'))).toEqual(skipped);
  expect(told.filter((name) => name.endsWith('Drifted'))).toEqual(drifted);
});

describe('what a topic is told', () => {
  const says = (detailType: string, detail: object) =>
    (JSON.parse(noticeOf(fact(detailType, detail)).message) as { says: string }).says;

  it('names the cluster and why, whatever the fact calls it', () => {
    expect(says('ScheduleSkipped', { cluster, reason: 'paused' })).toBe(
      'ScheduleSkipped: shop in us-east-1: paused',
    );
    expect(
      says('ClusterScaleIncomplete', {
        cluster,
        missing: [{ name: 'web', reasons: ['no capacity', 'no quota'] }],
      }),
    ).toBe('ClusterScaleIncomplete: shop in us-east-1: web: no capacity, no quota');
    const problems = [{ path: 'detail.cluster', message: 'found wbe' }];
    expect(says('RequestRejected', { detailType: 'ClusterScaleRequested', problems })).toBe(
      'RequestRejected: ClusterScaleRequested in us-east-1: detail.cluster: found wbe',
    );
    expect(says('ClusterWoken', { cluster })).toBe('ClusterWoken: shop in us-east-1');
  });

  it('has a subject that SNS takes', () => {
    const { subject } = noticeOf(
      fact('ClusterScaled', { cluster: { ...cluster, name: `ü\n${'x'.repeat(200)}` } }),
    );
    expect(subject).toMatch(/^[ -~]{100}$/);
  });

  it('names a failover plan, why a person is asked, and the command', () => {
    const asked = { plan: 'shop', fleet: 'retail', why: 'it fails', command: 'eks-fleet failover shop' };
    expect(says('FailoverAsked', asked)).toBe(
      'FailoverAsked: shop in us-east-1: it fails: eks-fleet failover shop',
    );
    const { command: _command, ...held } = asked;
    expect(says('FailoverHeld', held)).toBe('FailoverHeld: shop in us-east-1: it fails');
    const told = topicsOf(fact('FailoverHeld', held), [
      stored('retail', [{ on: ['failover'], sns: 'eks-pager' }]),
      stored('other', [{ on: ['failover'], sns: 'eks-others' }]),
    ]);
    expect(told).toEqual(['eks-pager']);
  });

  it('says who serves after a move, after how long, why, and what did not come about', () => {
    const moved = {
      plan: 'shop',
      to: 'standby',
      seconds: 97.6,
      why: 'two regions see it fail',
      notes: ['no word in W'],
    };
    expect(says('FailedOver', moved)).toBe(
      'FailedOver: shop in us-east-1: the standby serves after 98 s: two regions see it fail; no word in W',
    );
  });

  it('says of a plan whether its standby can take over, what broke, what was mended and what is left', () => {
    const of = { plan: 'shop', fleet: 'retail', region: OTHER };
    const changed = (more: object) => says('FailoverReadinessChanged', { ...of, ...more });
    expect(changed({ ready: true, broke: [], mended: [], unready: [] })).toBe(
      'FailoverReadinessChanged: shop in us-east-1: the standby can take over',
    );
    expect(
      changed({
        ready: false,
        broke: ['no group web', 'no item'],
        mended: ['it is CREATING'],
        unready: ['no hook', 'no group web', 'no item'],
      }),
    ).toBe(
      'FailoverReadinessChanged: shop in us-east-1: the standby cannot take over by itself. ' +
        'broke: no group web; no item. mended: it is CREATING. still in the way: no hook',
    );
    expect(changed({ ready: true, broke: [], mended: ['no item'], unready: [] })).toContain(
      'the standby can take over. mended: no item',
    );
  });

  it('tells readiness to who wants to know of it, and wakes nobody who is paged for failovers', () => {
    const changed = fact('FailoverReadinessChanged', { plan: 'shop', fleet: 'retail', ready: true });
    const wants = [
      { on: ['failover'], sns: 'eks-pager' },
      { on: ['readiness'], sns: 'eks-day' },
    ];
    expect(topicsOf(changed, [stored('retail', wants)])).toEqual(['eks-day']);
  });

  it('holds all of the fact for machines, with its id, by which a repetition is known', () => {
    const { message } = noticeOf(fact('ClusterWoken', { cluster }));
    expect(JSON.parse(message)).toMatchObject({
      id: 'fact-1',
      detailType: 'ClusterWoken',
      detail: { cluster },
    });
  });
});
