import { describe, expect, it } from '@jest/globals';
import { route53World } from './route53-world.ts';

const shop = { FullyQualifiedDomainName: 'shop.example.com' };

describe('a health check', () => {
  it('is made once for a caller reference, and by the same request again', async () => {
    const { call } = route53World();
    const request = { CallerReference: 'r', HealthCheckConfig: { Type: 'HTTPS', ...shop } };
    const { HealthCheck } = await call('CreateHealthCheck', request);
    expect(HealthCheck).toMatchObject({
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Port: 443,
        RequestInterval: 30,
        FailureThreshold: 3,
        EnableSNI: true,
        Inverted: false,
      },
    });
    expect((await call('CreateHealthCheck', request)).HealthCheck.Id).toBe(HealthCheck.Id);
    const other = { ...request, HealthCheckConfig: { ...request.HealthCheckConfig, FailureThreshold: 1 } };
    await expect(call('CreateHealthCheck', other)).rejects.toMatchObject({
      code: 'HealthCheckAlreadyExists',
      statusCode: 409,
    });
    await call('DeleteHealthCheck', { HealthCheckId: HealthCheck.Id });
    await expect(call('CreateHealthCheck', request)).rejects.toMatchObject({
      code: 'HealthCheckAlreadyExists',
    });
    await expect(call('GetHealthCheck', { HealthCheckId: HealthCheck.Id })).rejects.toMatchObject({
      code: 'NoSuchHealthCheck',
    });
  });

  it('is changed at its version, and not by another', async () => {
    const { call, check } = route53World();
    const HealthCheckId = await check(shop);
    const { HealthCheck } = await call('UpdateHealthCheck', {
      HealthCheckId,
      HealthCheckVersion: 1,
      Inverted: true,
    });
    expect([HealthCheck.HealthCheckVersion, HealthCheck.HealthCheckConfig.Inverted]).toEqual([2, true]);
    await expect(call('UpdateHealthCheck', { HealthCheckId, HealthCheckVersion: 1 })).rejects.toMatchObject({
      code: 'HealthCheckVersionMismatch',
      statusCode: 409,
    });
    await expect(call('UpdateHealthCheck', { HealthCheckId, RequestInterval: 10 })).rejects.toMatchObject({
      name: 'NotSimulated',
    });
  });

  it('is one of 200 in an account', async () => {
    const { call, check } = route53World();
    for (let index = 0; index < 200; index++) await check(shop);
    await expect(check(shop)).rejects.toMatchObject({ code: 'TooManyHealthChecks' });
    const first = await call('ListHealthChecks', { MaxItems: 150 });
    const second = await call('ListHealthChecks', { Marker: first.NextMarker });
    expect([first.HealthChecks.length, second.HealthChecks.length, second.IsTruncated]).toEqual([
      150,
      50,
      false,
    ]);
  });

  it.each([
    ['no name and no address', { FullyQualifiedDomainName: undefined }],
    ['a private address', { IPAddress: '10.0.0.1' }],
    ['an interval of 20 s', { RequestInterval: 20 }],
    ['a threshold of 11', { FailureThreshold: 11 }],
    ['two regions', { Regions: ['us-east-1', 'us-west-2'] as const }],
    [
      'a region without checkers',
      { Regions: ['us-east-1', 'us-west-2', 'us-east-2'] as unknown as ['us-east-1'] },
    ],
    ['no string to look for', { Type: 'HTTPS_STR_MATCH' as const }],
    [
      'a child that is not there',
      { Type: 'CALCULATED' as const, ChildHealthChecks: ['none'], HealthThreshold: 1 },
    ],
  ])('with %s is refused', async (_, config) => {
    const { check } = route53World();
    await expect(check({ ...shop, ...config } as object)).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('that is calculated has no calculated child', async () => {
    const { check } = route53World();
    const child = await check(shop);
    const parent = await check({ Type: 'CALCULATED', ChildHealthChecks: [child], HealthThreshold: 1 });
    await expect(
      check({ Type: 'CALCULATED', ChildHealthChecks: [parent], HealthThreshold: 1 }),
    ).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('of a type that is not modelled ends the run by name', async () => {
    const { check } = route53World();
    await expect(check({ ...shop, Type: 'TCP' })).rejects.toMatchObject({ name: 'NotSimulated' });
  });
});

describe('requests', () => {
  it('are throttled by operation and by account', async () => {
    const { world, kernel, seconds } = route53World();
    const region = world.region('us-east-1');
    const admin = {
      kind: 'administrator',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
    } as const;
    const times = async (operation: string, count: number): Promise<number> => {
      let throttled = 0;
      for (let index = 0; index < count; index++) {
        try {
          await region.call(
            'route53',
            operation,
            operation === 'ListHealthChecks' ? {} : { HealthCheckId: 'none' },
            admin,
          );
        } catch (error) {
          if ((error as { code: string }).code === 'Throttling') throttled += 1;
        }
      }
      return throttled;
    };
    // Its own bucket holds four.
    expect(await times('GetHealthCheckStatus', 6)).toBe(2);
    // Six of the account's fifty are gone: those that were refused have taken theirs, too.
    expect(await times('ListHealthChecks', 50)).toBe(6);
    await seconds(1);
    expect([await times('ListHealthChecks', 12), kernel.failure]).toEqual([2, undefined]);
  });
});
