import { describe, expect, it } from '@jest/globals';
import { upgradeFactOf } from '../../../domain/upgrade/fact.ts';
import { hop, plan } from './fixtures.ts';

const release = { version: '1.35', releaseVersion: '1.35.1-1' };
const pin = (name: string, more: object) => ({ name, isWindows: false, ...more });

describe('the fact of an upgrade', () => {
  it('names the groups that stay as they are', () => {
    const nodeGroups = [pin('web', { release }), pin('golden', { leftBehind: 'no image was given' })];
    const fact = upgradeFactOf(plan([hop('1.35', { nodeGroups })]), { steps: [], version: '1.35' });
    expect(fact.leftBehind).toEqual([{ nodeGroup: 'golden', reason: 'no image was given' }]);
  });

  it('that went back names those whose nodes have never come to the minor', () => {
    const former = {
      version: '1.36',
      addons: {},
      nodeGroups: {
        moved: { version: '1.36' },
        old: { version: '1.34' },
        golden: { version: '1.36' },
        even: { version: '1.35' },
      },
    };
    const nodeGroups = [pin('moved', { release }), pin('golden', { launchTemplateVersion: '3' })];
    const back = plan([hop('1.35', { nodeGroups })], { action: 'rollBack', from: '1.36', former });
    expect(upgradeFactOf(back, { steps: [], version: '1.35' }).leftBehind).toEqual([
      { nodeGroup: 'old', reason: 'it stays at 1.34' },
    ]);
  });

  it('that turned back from its second soak names the groups that were to move last', () => {
    const report = { steps: [], version: '1.35', turnedBack: { at: '', reason: 'alarm slo' } };
    const two = plan([hop('1.35', { nodeGroups: [] }), hop('1.36')]);
    expect(upgradeFactOf(two, report).leftBehind).toEqual([{ nodeGroup: 'web', reason: 'it stays at 1.34' }]);
    expect(upgradeFactOf(two, { ...report, version: '1.34' }).leftBehind).toEqual([]);
  });
});
