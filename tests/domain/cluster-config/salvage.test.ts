import { describe, expect, it } from '@jest/globals';
import { salvage } from '../../../domain/cluster-config/salvage.ts';

const document = (more: object) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region: 'us-west-2', version: '1.35' },
  ...more,
});

describe('what is left of a document with mistakes', () => {
  it('is all but its mistakes', () => {
    const read = salvage(
      document({ vpcs: {}, managedNodeGroups: [{ name: 'web', instanceType: 7, maxSize: 3 }] }),
    );
    expect(read?.config.managedNodeGroups).toMatchObject([{ name: 'web', maxSize: 3 }]);
  });

  it('keeps the places that things have in the document', () => {
    const read = salvage(
      document({ addons: [{ version: '1' }, { name: 'coredns' }, { nam: 'x' }, { name: 'coredsn' }] }),
    );
    expect(read?.config.addons.slice(0, 2).map(({ name }) => name)).toEqual(['coredns', 'coredsn']);
    expect(read?.written('addons[0].name')).toBe('addons[1].name');
    expect(read?.written('addons[1].version')).toBe('addons[3].version');
  });

  it('says nothing of what is near a mistake', () => {
    const read = salvage(document({ managedNodeGroups: [{ name: 'web', instanceType: 7 }] }));
    expect(read?.written('managedNodeGroups[0].instanceType')).toBeUndefined();
    expect(read?.written('managedNodeGroups[0]')).toBeUndefined();
    expect(read?.written('managedNodeGroups[0].ami')).toBe('managedNodeGroups[0].ami');
  });

  it('changes nothing of the document itself', () => {
    const value = document({ vpcs: {} });
    salvage(value);
    expect(value).toHaveProperty('vpcs');
  });

  it('is nothing where its name or region is wrong', () => {
    expect(salvage({ ...document({}), metadata: { name: 'shop' } })).toBeUndefined();
    expect(salvage('prose')).toBeUndefined();
  });
});
