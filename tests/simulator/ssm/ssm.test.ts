import type * as Ssm from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { publicImages } from '../../../simulator/ec2/images/public-images.ts';
import { createSsm } from '../../../simulator/ssm/ssm.ts';
import { inTime } from '../ec2/world.ts';
import { administrator, callerOf, stackContext } from '../service-calls.ts';
import { standInKernel, standInRegion } from '../stand-in-region.ts';

function world() {
  const { kernel, settle } = standInKernel();
  const ssm = createSsm(standInRegion({ name: 'us-west-2', kernel }));
  return { settle, ssm, call: callerOf<typeof Ssm>(ssm) };
}

describe('parameters', () => {
  it('have versions, and are overwritten only when that is asked', async () => {
    const { call } = world();
    await call('PutParameter', { Name: '/a/b', Type: 'String', Value: '1' });
    await expect(call('PutParameter', { Name: '/a/b', Type: 'String', Value: '2' })).rejects.toMatchObject({
      code: 'ParameterAlreadyExists',
    });
    expect(await call('PutParameter', { Name: '/a/b', Value: '2', Overwrite: true })).toMatchObject({
      Version: 2,
    });
    expect((await call('GetParameter', { Name: '/a/b:1' })).Parameter).toMatchObject({
      Value: '1',
      Version: 1,
    });
    expect((await call('GetParameter', { Name: '/a/b' })).Parameter.ARN).toBe(
      'arn:aws:ssm:us-west-2:111122223333:parameter/a/b',
    );
    await call('DeleteParameter', { Name: '/a/b' });
    await expect(call('GetParameter', { Name: '/a/b' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
  });

  it('refuse reserved names, missing types and values outside their pattern', async () => {
    const { call } = world();
    const put = (input: object) =>
      expect(call('PutParameter', { Type: 'String', Value: 'x', ...input })).rejects;
    await put({ Name: '/aws/mine' }).toMatchObject({ code: 'AccessDeniedException' });
    await put({ Name: 'ssm-mine' }).toMatchObject({ code: 'ValidationException' });
    await put({ Name: 'mine', Type: undefined }).toMatchObject({
      message: 'A parameter type is required when you create a parameter.',
    });
    await put({ Name: 'mine', AllowedPattern: '^y$' }).toMatchObject({
      code: 'ParameterPatternMismatchException',
    });
  });

  it('are listed below a path, ten at a time', async () => {
    const { call } = world();
    for (let index = 0; index < 12; index++) {
      await call('PutParameter', { Name: `/app/p${index}`, Type: 'String', Value: String(index) });
    }
    await call('PutParameter', { Name: '/app/deep/er', Type: 'String', Value: 'x' });
    const first = await call('GetParametersByPath', { Path: '/app' });
    const second = await call('GetParametersByPath', { Path: '/app', NextToken: first.NextToken });
    expect([first.Parameters.length, second.Parameters.length]).toEqual([10, 2]);
    const deep = await call('GetParametersByPath', { Path: '/app/deep', Recursive: true });
    expect(deep.Parameters.map((held: { Name: string }) => held.Name)).toEqual(['/app/deep/er']);
  });

  it('name the AMIs of EKS for supported versions, and none for others', async () => {
    const { call, ssm } = world();
    const names = [
      '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended/image_id',
      '/aws/service/bottlerocket/aws-k8s-1.34/x86_64/latest/image_id',
      '/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-1.34/image_id',
      '/aws/service/eks/optimized-ami/1.34/amazon-linux-2/recommended/image_id',
    ];
    const { Parameters, InvalidParameters } = await call('GetParameters', { Names: names });
    expect(InvalidParameters).toEqual([names[3]]);
    for (const { Value } of Parameters) {
      expect(publicImages('us-west-2', Date.parse('2026-01-01T00:00:00Z')).images.get(Value)).toMatchObject({
        State: 'available',
      });
    }
    const { Parameter } = await call('GetParameter', {
      Name: '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/release_version',
    });
    expect(Parameter.Value).toMatch(/^1\.34\.\d+-\d{8}$/);
    expect(ssm.authorize('GetParameter', { Name: names[0] }, administrator)).toMatchObject([
      { action: 'ssm:GetParameter', resource: `arn:aws:ssm:us-west-2::parameter${names[0]}` },
    ]);
  });

  it('are made by stacks, under a name of CloudFormation where they have none', async () => {
    const { call, ssm, settle } = world();
    const type = ssm.resourceTypes?.['AWS::SSM::Parameter'];
    if (!type) throw new Error('no type');
    const { context } = stackContext();
    const made = await inTime(settle, type.create({ Type: 'String', Value: 'x' }, context));
    expect(made.physicalId).toMatch(/^CFN-Thing-[A-Za-z0-9]{12}$/);
    expect(made.attributes).toEqual({ Type: 'String', Value: 'x' });
    await inTime(settle, type.update(made.physicalId, { Type: 'String', Value: 'y' }, {}, context));
    expect((await call('GetParameter', { Name: made.physicalId })).Parameter).toMatchObject({
      Value: 'y',
      Version: 2,
    });
    await inTime(settle, type.delete(made.physicalId, {}, context));
    await inTime(settle, type.delete(made.physicalId, {}, context));
  });
});
