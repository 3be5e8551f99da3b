import { describe, expect, it } from '@jest/globals';
import { type UpgradeFlags, upgradeRequest } from '../../../cli/upgrades/request.ts';

const NOW = Date.parse('2026-12-01T08:00:00Z');
const asked = (flags: UpgradeFlags) => upgradeRequest(flags, NOW);
const refusal = (flags: UpgradeFlags): string => {
  try {
    asked(flags);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

describe('a request that options write', () => {
  it('has what is said, and the defaults of the event for the rest', () => {
    expect(asked({ to: '1.36' })).toEqual({
      action: 'upgrade',
      to: '1.36',
      nodes: 'each',
      images: [],
      waivers: [],
      consents: [],
      soakMinutes: 60,
      health: { alarms: [] },
      hooks: {},
      parallelNodeGroups: 2,
    });
    expect(asked({ rollBack: true, alarm: ['slo'] })).toMatchObject({
      action: 'rollBack',
      health: { alarms: ['slo'] },
    });
    const url = 'https://shop.example.com/healthz';
    expect(asked({ to: '1.36', probe: [url] })).toMatchObject({
      health: { alarms: [], probes: [{ url, timeoutMs: 5000, failures: 3 }] },
    });
    expect(asked({ nodesOnly: true })).toMatchObject({ only: 'nodes' });
    expect(asked({ addonsOnly: true })).toMatchObject({ only: 'addons' });
    expect(asked({ to: '1.36', controlPlaneOnly: true })).toMatchObject({ only: 'controlPlane' });
  });

  it('has images, hooks and waivers; a waiver ends at a time, or so long from now on, and says why', () => {
    const arn = 'arn:aws:states:us-east-1:111122223333:stateMachine:eks-hook-smoke';
    expect(
      asked({
        to: '1.36',
        nodes: 'last',
        image: ['batch=ami-0123456789abcdef0'],
        hookAfterNodes: arn,
        hookTimeout: 5,
        waive: [
          'pdb-blocks-drain/shop/web,7d,its team, as ever, moves it',
          'addon-unhealthy,2027-01-01T00:00:00Z,known',
        ],
        consent: ['skipInsights'],
        soakMinutes: 0,
        parallel: 4,
      }),
    ).toMatchObject({
      images: [{ nodeGroup: 'batch', image: 'ami-0123456789abcdef0' }],
      hooks: { afterNodes: { arn, timeoutMinutes: 5 } },
      waivers: [
        {
          finding: 'pdb-blocks-drain/shop/web',
          until: '2026-12-08T08:00:00.000Z',
          reason: 'its team, as ever, moves it',
        },
        { finding: 'addon-unhealthy', until: '2027-01-01T00:00:00Z', reason: 'known' },
      ],
      consents: ['skipInsights'],
      soakMinutes: 0,
      parallelNodeGroups: 4,
    });
  });

  it.each<readonly [string, UpgradeFlags, string]>([
    ['nothing', {}, 'nothing is asked for'],
    ['a way forward and back', { rollBack: true, to: '1.36' }, '--roll-back and --to are given'],
    ['two parts alone', { nodesOnly: true, addonsOnly: true }, 'more than one of --nodes-only'],
    ['a version that is none', { to: 'v1.36' }, '--to: found "v1.36"; a minor like 1.36'],
    [
      'an image without its group',
      { to: '1.36', image: ['ami-1'] },
      '--image says ami-1; write it as GROUP=ami-…',
    ],
    ['an image that is none', { to: '1.36', image: ['a=b'] }, '--image: found "b"; the id of an AMI'],
    ['a waiver without an end', { to: '1.36', waive: ['pdb-blocks-drain'] }, 'a waiver ends, and says why'],
    [
      'a waiver without a reason',
      { to: '1.36', waive: ['pdb-blocks-drain,7d,'] },
      'a waiver ends, and says why',
    ],
    [
      'a waiver that ends never',
      { to: '1.36', waive: ['a,never,b'] },
      '--waive: found "never"; a time with its offset',
    ],
    ['a soak of a week', { to: '1.36', soakMinutes: 10_080 }, '--soak-minutes: found 10080'],
    [
      'a hook of another name',
      { to: '1.36', hookBefore: 'arn:aws:lambda:us-east-1:111122223333:function:x' },
      '--hook-before: found "arn:aws:lambda:us-east-1:111122223333:function:x"; a state machine or function whose name begins with eks-hook-',
    ],
    [
      'a site of a private network',
      { to: '1.36', probe: ['https://a.internal/'] },
      '--probe: found "https://a.internal/"; a public name',
    ],
    ['no group at a time', { to: '1.36', parallel: 0 }, '--parallel: found 0'],
    ['a consent that there is not', { to: '1.36', consent: ['force'] }, '--consent: found "force"'],
  ])('is refused with %s, by its option', (_what, flags, message) => {
    expect(refusal(flags)).toContain(message);
  });

  it('is refused for all of its mistakes at once', () => {
    const text = refusal({ to: '36', image: ['a=b'], soakMinutes: -1 });
    expect(text.split('\n').map((line) => line.split(':')[0])).toEqual(['--to', '--image', '--soak-minutes']);
  });
});
