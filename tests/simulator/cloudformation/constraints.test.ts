import { expect, it, describe as suite } from '@jest/globals';
import { stackWorld } from './world.ts';

const NAME = '[a-zA-Z][-a-zA-Z0-9]*';
const NAME_OR_ARN = `(${NAME})|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)`;

suite("the service model's constraints", () => {
  it('come before all else, in one message', async () => {
    await expect(
      stackWorld().call('DescribeChangeSet', { StackName: 'a b', ChangeSetName: '1' }),
    ).rejects.toMatchObject({
      code: 'ValidationError',
      message:
        `2 validation errors detected: Value 'a b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME_OR_ARN}; ` +
        `Value '1' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME}|arn:[-a-zA-Z0-9:/]*`,
    });
  });

  it.each([
    ['CreateStack', { StackName: 's', OnFailure: 'STOP' }, "Value 'STOP' at 'onFailure'"],
    ['CreateStack', { StackName: 's', TimeoutInMinutes: 0 }, "Value '0' at 'timeoutInMinutes'"],
    ['CreateStack', { StackName: 's', Tags: [{ Key: 'k', Value: '' }] }, "Value '' at 'tags.1.member.value'"],
    ['CreateStack', { StackName: 's', RoleARN: 'role' }, "Value 'role' at 'roleARN'"],
    ['UpdateStack', { StackName: 'none', ClientRequestToken: 'a_b' }, "at 'clientRequestToken'"],
    ['CreateChangeSet', { StackName: 'none', ChangeSetName: 'x'.repeat(129) }, 'less than or equal to 128'],
    ['DeleteStack', {}, "Value null at 'stackName' failed to satisfy constraint: Member must not be null"],
    [
      'CreateStack',
      { StackName: 's', Capabilities: ['CAPABILITY_ALL'] },
      "Value '[CAPABILITY_ALL]' at 'capabilities' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [CAPABILITY_NAMED_IAM, CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND]]",
    ],
  ])('hold in %s %j', async (operation, input, part) => {
    const call = stackWorld().call(operation, input);
    await expect(call).rejects.toMatchObject({ code: 'ValidationError' });
    await expect(call).rejects.toThrow(part);
  });
});
