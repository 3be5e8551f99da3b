import { expect, it } from '@jest/globals';
import { World } from '../../../simulator/world.ts';
import { standInKernel } from '../stand-in-region.ts';
import { ADMINISTRATOR } from './world.ts';

it('fails for a property that its schema requires', async () => {
  const { kernel, settle } = standInKernel();
  const load = () => Promise.reject(new Error('no functions here'));
  const world = new World({ kernel, accountId: '111122223333', regionNames: ['us-east-1'], load });
  const call = (operation: string, input: Record<string, unknown>) =>
    world.region('us-east-1').call('cloudformation', operation, input, ADMINISTRATOR);
  const Resources = { Stored: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String' } } };
  await call('CreateStack', { StackName: 'stack', TemplateBody: JSON.stringify({ Resources }) });
  await settle();
  const { StackEvents } = (await call('DescribeStackEvents', { StackName: 'stack' })) as {
    StackEvents: { ResourceStatus: string; ResourceStatusReason?: string }[];
  };
  expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')).toMatchObject({
    ResourceStatusReason:
      'Properties validation failed for resource Stored with message:\n#: required key [Value] not found',
  });
});
