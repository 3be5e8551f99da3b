import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InCluster } from '../../../simulator/eks/in-cluster.ts';
import { DEPLOYMENTS } from '../../../simulator/kubernetes/api/resources.ts';
import { ObjectStore } from '../../../simulator/kubernetes/api/store.ts';
import { Workload } from '../../../simulator/sites/workload.ts';
import { PRIMARY, route53World } from '../route53/route53-world.ts';

const NAME = 'east.shop.example.com';
const ADDRESS = '192.0.2.1';

let drive: ReturnType<typeof route53World>;
let store: ObjectStore;
beforeEach(() => {
  drive = route53World();
  store = new ObjectStore(drive.kernel, 'uids');
});

function lay(
  state: { data?: 'writable' | 'read-only'; blocksProbes?: boolean; readsShare?: number } = {},
  ready = 2,
): Workload {
  store.add(
    DEPLOYMENTS,
    {
      metadata: { name: 'shop', namespace: 'default' },
      spec: { replicas: 4, selector: { matchLabels: {} }, template: { spec: { containers: [] } } },
      status: { readyReplicas: ready },
    },
    'test',
  );
  const inCluster = { hasCluster: () => true, kubernetes: () => ({ store }) } as unknown as InCluster;
  const backing = { cluster: 'shop-east', namespace: 'default', deployment: 'shop', needs: 4 };
  const whole = { data: 'writable', blocksProbes: false, readsShare: 0, ...state } as const;
  const workload = new Workload(backing, inCluster, () => drive.world.internet.changed(), whole);
  drive.world.sites.serve(NAME, workload, { address: ADDRESS, region: PRIMARY });
  return workload;
}

function scaleTo(readyReplicas: number): void {
  const [held] = store.list(DEPLOYMENTS);
  if (!held) throw new Error('no Deployment');
  store.edit(DEPLOYMENTS, held, 'test', (draft) => {
    draft.status.readyReplicas = readyReplicas;
  });
}

const asked = (isClient: boolean) => drive.world.internet.answer(NAME, '/healthz', { isClient });
const served = () => drive.world.sites.servedShare(NAME);

describe('an application in a cluster', () => {
  it('answers while it has Ready pods, and serves as much as these can', () => {
    lay();
    expect([asked(false), asked(true), served()]).toMatchObject([{ status: 200 }, { status: 200 }, 0.5]);
    scaleTo(4);
    expect(served()).toBe(1);
    scaleTo(0);
    expect([asked(false), served()]).toMatchObject([{ status: 503 }, 0]);
  });

  it('that is read-only looks well, and serves the reads alone', () => {
    const workload = lay({ data: 'read-only', readsShare: 0.25 }, 4);
    expect([asked(false), asked(true), served()]).toMatchObject([{ status: 200 }, { status: 503 }, 0.25]);
    workload.set({ data: 'writable' });
    expect([asked(true), served()]).toMatchObject([{ status: 200 }, 1]);
  });

  it('behind something that blocks probes turns these away, and no client', () => {
    const workload = lay({}, 4);
    workload.set({ blocksProbes: true });
    expect([asked(false), asked(true), served()]).toMatchObject([{ status: 403 }, { status: 200 }, 1]);
  });

  it('is lost with its region, for who looks and for clients', () => {
    lay({}, 4);
    drive.world.outages.begin({ kind: 'region-down', region: PRIMARY });
    expect([asked(false), served()]).toEqual(['unreachable', 0]);
  });

  it('is seen by a health check as its pods come and go', async () => {
    lay({}, 4);
    const id = await drive.check({
      FullyQualifiedDomainName: NAME,
      ResourcePath: '/healthz',
      RequestInterval: 10,
      FailureThreshold: 1,
    });
    await drive.seconds(60);
    scaleTo(0);
    await drive.seconds(30);
    expect(drive.world.dns.health.isHealthy(id)).toBe(false);
    scaleTo(1);
    await drive.seconds(30);
    expect(drive.world.dns.health.isHealthy(id)).toBe(true);
  });

  it('is found by a record that leads to its address', async () => {
    lay({}, 4);
    const zone = await drive.zone('example.net');
    await drive.change(zone, [
      'CREATE',
      { Name: 'shop.example.net', Type: 'A', TTL: 30, ResourceRecords: [{ Value: ADDRESS }] },
    ]);
    await drive.seconds(120);
    expect(drive.world.internet.answer('shop.example.net', '/', {})).toMatchObject({ status: 200 });
    expect(drive.world.internet.answer('none.example.net', '/', {})).toBe('unresolved');
  });
});
