import type * as Quotas from '@aws-sdk/client-service-quotas';
import { describe, expect, it } from '@jest/globals';
import { createServiceQuotas } from '../../../simulator/servicequotas/servicequotas.ts';
import { callerOf } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

function world(quotas: Readonly<Record<string, number>> = {}) {
  const { kernel } = standInKernel();
  const service = createServiceQuotas(standInRegion({ name: 'us-west-2', kernel, settings: { quotas } }));
  return { service, call: callerOf<typeof Quotas>(service) };
}
const clusters = { ServiceCode: 'eks', QuotaCode: 'L-1194D53C' };
const missing = { code: 'NoSuchResourceException' };

describe('quotas', () => {
  it('are defaults where the account has no value of its own, and that value where it has', async () => {
    const { call: fresh } = world();
    await expect(fresh('GetServiceQuota', clusters)).rejects.toMatchObject(missing);
    expect(await fresh('GetAWSDefaultServiceQuota', clusters)).toMatchObject({
      Quota: { ServiceCode: 'eks', QuotaName: 'Clusters', Value: 100, Adjustable: true },
    });
    const { call: raised } = world({ 'eks/clusters': 250 });
    expect(await raised('GetServiceQuota', clusters)).toMatchObject({ Quota: { Value: 250 } });
    expect(await raised('GetAWSDefaultServiceQuota', clusters)).toMatchObject({ Quota: { Value: 100 } });
  });

  it('are not found by codes in other letters', async () => {
    const { call } = world();
    const codes = [
      { ...clusters, ServiceCode: 'EKS' },
      { ...clusters, QuotaCode: 'l-1194d53c' },
    ];
    for (const code of codes) {
      await expect(call('GetServiceQuota', code)).rejects.toMatchObject(missing);
      await expect(call('GetAWSDefaultServiceQuota', code)).rejects.toMatchObject(missing);
    }
  });

  it('of vCPUs have a value that EC2 has raised by itself', async () => {
    const standard = { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' };
    const { call } = world();
    expect(await call('GetServiceQuota', standard)).toMatchObject({ Quota: { Value: 1152 } });
    expect(await call('GetAWSDefaultServiceQuota', standard)).toMatchObject({ Quota: { Value: 5 } });
  });

  it('end the run where AWS may have one that is not simulated', async () => {
    const { call } = world();
    await expect(call('GetServiceQuota', { ...clusters, QuotaCode: 'L-00000000' })).rejects.toThrow(
      'the quota eks/L-00000000 is not simulated',
    );
  });

  it('are read by actions that take no resource', () => {
    expect(world().service.authorize('GetServiceQuota', clusters, {} as never)).toEqual([
      { action: 'servicequotas:GetServiceQuota', resource: '*' },
    ]);
  });
});
