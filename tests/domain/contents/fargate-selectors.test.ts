import { describe, expect, it } from '@jest/globals';
import { capacityKeys, runsOnFargate } from '../../../domain/contents/addon/capacity.ts';
import { configOf } from '../desired/fixtures.ts';

describe('profiles whose selectors have wildcards', () => {
  it.each<[string, Readonly<Record<string, string>> | undefined, boolean]>([
    ['kube-system', undefined, true],
    ['kube-*', undefined, true],
    ['*', {}, true],
    ['kube?system', undefined, true],
    ['kube-system?', undefined, false],
    ['kube.system', undefined, false],
    ['KUBE-*', undefined, false],
    ['kube-*', { app: 'web' }, false],
  ])('run add-ons of the namespaces that they stand for: %s %j', (namespace, labels, isSo) => {
    const selector = { namespace, ...(labels ? { labels } : {}) };
    const config = configOf({
      managedNodeGroups: [{ name: 'web' }],
      fargateProfiles: [{ name: 'all', selectors: [selector] }],
    });
    expect(runsOnFargate(config, 'kube-system')).toBe(isSo);
    expect(capacityKeys(config, 'kube-system')).toEqual([isSo ? 'fargateProfile/all' : 'nodeGroup/web']);
  });
});
