import { describe, expect, it } from '@jest/globals';
import { describeEmptySelect, emptySelects } from '../../../domain/fleet/checks/empty-selects.ts';
import type { ScheduledCluster } from '../../../domain/policy/scheduled-cluster.ts';
import { clusterOf, fleetOf, OFFICE, SALE, SHOP } from '../policy/documents.ts';

const CLUSTERS = [SHOP, clusterOf('till', { env: 'prod', hours: 'always' })];

const reasons = (select: object, clusters: readonly ScheduledCluster[] = CLUSTERS) =>
  emptySelects(fleetOf({ sleep: [{ ...OFFICE, select }], scale: [SALE] }), clusters)
    .filter(({ path }) => path === 'spec.sleep[0].select')
    .map(({ reason }) => reason);

describe('a selection in which no cluster is', () => {
  it('says which values clusters have instead, and which was likely meant', () => {
    expect(reasons({ env: 'dve' })).toEqual([
      'no cluster has env=dve: they have env=dev, env=prod; did you mean env=dev?',
    ]);
    expect(reasons({ name: 'shpo' })).toEqual([
      'no cluster has name=shpo: they have name=shop, name=till; did you mean name=shop?',
    ]);
  });

  it('says which tags clusters have where none has that one', () => {
    expect(reasons({ hour: 'office' })).toEqual([
      'no cluster has a tag hour: they have env, hours, tier; did you mean hours?',
    ]);
    expect(reasons({ hour: 'office' }, [clusterOf('bare', {})])).toEqual([
      'no cluster has a tag hour: they have none',
    ]);
  });

  it('says where only all of it together is too much', () => {
    expect(reasons({ env: 'dev', hours: 'always' })).toEqual([
      "each of env=dev, hours=always is some cluster's, and no cluster has them all",
    ]);
  });

  it('is to be expected of a fleet without clusters, and is none where a cluster is', () => {
    expect(reasons({}, [])).toEqual(['the fleet has no clusters yet']);
    expect(reasons({})).toEqual([]);
    expect(reasons({ env: 'dev' })).toEqual([]);
  });

  it('names no more than ten', () => {
    const many = Array.from({ length: 12 }, (_, index) => clusterOf(`c${index}`, { team: `team-${index}` }));
    expect(reasons({ team: 'warehouse' }, many)[0]).toMatch(/team=team-7 and 2 more$/);
  });

  it('is told as a warning', () => {
    expect(
      describeEmptySelect({ path: 'spec.sleep[0].select', reason: 'the fleet has no clusters yet' }),
    ).toBe(
      'warning: spec.sleep[0].select selects no cluster, and makes no schedule until one comes: the fleet has no clusters yet',
    );
  });
});
