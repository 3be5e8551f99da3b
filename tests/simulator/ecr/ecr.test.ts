import type * as Ecr from '@aws-sdk/client-ecr';
import { describe, expect, it } from '@jest/globals';
import { createEcr } from '../../../simulator/ecr/ecr.ts';
import { inTime } from '../ec2/world.ts';
import { callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

const SECRET = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/docker-AbCdEf';

function world() {
  const { kernel, settle } = standInKernel();
  const ecr = createEcr(standInRegion({ name: 'us-west-2', kernel }));
  return { settle, ecr, call: callerOf<typeof Ecr>(ecr) };
}

describe('pull-through cache rules', () => {
  const docker = { ecrRepositoryPrefix: 'docker-hub', upstreamRegistryUrl: 'registry-1.docker.io' };

  it('for Docker Hub need a secret of the right name that is there', async () => {
    const { call, ecr } = world();
    const refused = (more: object) =>
      expect(call('CreatePullThroughCacheRule', { ...docker, ...more })).rejects;
    await refused({}).toMatchObject({ code: 'InvalidParameterException' });
    await refused({
      credentialArn: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:docker-AbCdEf',
    }).toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining('ecr-pullthroughcache/'),
    });
    await refused({ credentialArn: SECRET }).toMatchObject({ code: 'SecretNotFoundException' });
    ecr.plants.plantSecret(SECRET);
    expect(await call('CreatePullThroughCacheRule', { ...docker, credentialArn: SECRET })).toMatchObject({
      ecrRepositoryPrefix: 'docker-hub',
      upstreamRegistry: 'docker-hub',
      registryId: '111122223333',
    });
  });

  it('refuse other registries, bad prefixes and the same prefix twice', async () => {
    const { call } = world();
    const make = (more: object) =>
      call('CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'k8s',
        upstreamRegistryUrl: 'registry.k8s.io',
        ...more,
      });
    await expect(make({ upstreamRegistryUrl: 'registry.example.com' })).rejects.toMatchObject({
      code: 'UnsupportedUpstreamRegistryException',
    });
    await expect(make({ ecrRepositoryPrefix: 'Bad_' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await make({});
    await expect(make({})).rejects.toMatchObject({ code: 'PullThroughCacheRuleAlreadyExistsException' });
    await expect(make({ customRoleArn: 'arn:aws:iam::1:role/x' })).rejects.toMatchObject({
      name: 'NotSimulated',
    });
  });

  it('are made and deleted by stacks', async () => {
    const { call, ecr, settle } = world();
    const type = ecr.resourceTypes?.['AWS::ECR::PullThroughCacheRule'];
    if (!type) throw new Error('no type');
    const { context, asked } = stackContext();
    const properties = { EcrRepositoryPrefix: 'k8s', UpstreamRegistryUrl: 'registry.k8s.io' };
    const made = await inTime(settle, type.create(properties, context));
    expect([made.physicalId, asked]).toEqual(['k8s', ['ecr:CreatePullThroughCacheRule *']]);
    expect((await call('DescribePullThroughCacheRules')).pullThroughCacheRules).toHaveLength(1);
    await inTime(settle, type.delete('k8s', properties, context));
    await inTime(settle, type.delete('k8s', properties, context));
    await expect(
      call('DescribePullThroughCacheRules', { ecrRepositoryPrefixes: ['k8s'] }),
    ).rejects.toMatchObject({
      code: 'PullThroughCacheRuleNotFoundException',
    });
  });
});
