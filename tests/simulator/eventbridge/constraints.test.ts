import { describe, expect, it } from '@jest/globals';
import { eventBridgeWorld, QUEUE, refusalOf } from './stand-in-world.ts';

const pattern = '{"source":["app"]}';

describe("the service model's constraints", () => {
  it('judges them before it looks for a rule or bus, all in one message', async () => {
    const { call } = eventBridgeWorld();
    expect(await refusalOf(call('DescribeRule', { Name: 'a b', EventBusName: '' }))).toMatchObject({
      code: 'ValidationException',
      message:
        "3 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; " +
        "Value '' at 'eventBusName' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '' at 'eventBusName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+",
    });
  });

  it.each([
    ['CreateEventBus', { Name: 'b', Description: 'x'.repeat(513) }, "at 'description'"],
    ['PutRule', { Name: 'r', EventPattern: pattern, State: 'ON' }, "Value 'ON' at 'state'"],
    ['PutRule', { Name: 'r', EventPattern: pattern, Tags: [{ Key: '', Value: '' }] }, "'tags.1.member.key'"],
    ['PutTargets', { Rule: 'none', Targets: [] }, "Value '[]' at 'targets'"],
    [
      'PutTargets',
      { Rule: 'none', Targets: [{ Id: 't', Arn: QUEUE, InputTransformer: { InputTemplate: '' } }] },
      "'targets.1.member.inputTransformer.inputTemplate'",
    ],
    ['RemoveTargets', { Rule: 'none', Ids: [] }, "Value '[]' at 'ids'"],
    ['ListRules', { Limit: 101 }, "Value '101' at 'limit'"],
    ['ListEventBuses', { NamePrefix: '' }, "at 'namePrefix'"],
    ['PutPermission', { Action: 'events:PutEvents', Principal: 'me', StatementId: 's' }, "at 'principal'"],
    [
      'UntagResource',
      { ResourceARN: 'arn', TagKeys: [''] },
      "Value '[]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length",
    ],
    ['PutEvents', { Entries: [{ EventBusName: 'a/b' }] }, "at 'entries.1.member.eventBusName'"],
    ['ListTargetsByRule', {}, "Value null at 'rule'"],
  ])('refuses in %s %j', async (operation, input, part) => {
    const { call } = eventBridgeWorld();
    const { code, message } = await refusalOf(call(operation, input));
    expect(code).toBe('ValidationException');
    expect(message).toContain(part);
  });

  it('refuses a FIFO queue without its message group', async () => {
    const { call } = eventBridgeWorld();
    await call('PutRule', { Name: 'r', EventPattern: pattern });
    const fifo = call('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: `${QUEUE}.fifo` }] });
    expect((await refusalOf(fifo)).message).toBe(
      'Parameter(s) SqsParameters must be specified for target: t.',
    );
  });
});
