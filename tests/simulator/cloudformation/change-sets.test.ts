import { expect, it, describe as suite } from '@jest/globals';
import { stackWorld, thing } from './world.ts';

/** A world with a stack of `before`, and a change set that leads to `after`. */
async function changeSetTo(after: object, before: object, sections: object = {}, options: object = {}) {
  const world = stackWorld();
  await world.start(before, sections, options);
  await world.settle();
  await world.call('CreateChangeSet', {
    StackName: 'stack',
    ChangeSetName: 'changes',
    TemplateBody: JSON.stringify({ Resources: after, ...sections }),
  });
  await world.settle();
  const describeChanges = async (IncludePropertyValues = true) =>
    (await world.call('DescribeChangeSet', {
      StackName: 'stack',
      ChangeSetName: 'changes',
      IncludePropertyValues,
    })) as unknown as {
      Status: string;
      StatusReason?: string;
      ExecutionStatus: string;
      Changes: { ResourceChange: object }[];
    };
  const execute = async () => {
    await world.call('ExecuteChangeSet', { StackName: 'stack', ChangeSetName: 'changes' });
    await world.settle();
  };
  return { ...world, describeChanges, execute };
}

suite('a change set', () => {
  it('tells additions, changes, replacements and removals, and does them when it is executed', async () => {
    const { describeChanges, execute, describe, log } = await changeSetTo(
      { A: thing({ Name: 'a', Value: '2' }), B: thing({ Name: 'b2' }), D: thing({ Name: 'd' }) },
      { A: thing({ Name: 'a', Value: '1' }), B: thing({ Name: 'b' }), C: thing({ Name: 'c' }) },
    );
    const { Changes, ExecutionStatus } = await describeChanges();
    expect(ExecutionStatus).toBe('AVAILABLE');
    expect(Changes.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      { Action: 'Modify', LogicalResourceId: 'A', Replacement: 'False', Scope: ['Properties'] },
      { Action: 'Modify', LogicalResourceId: 'B', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' },
      { Action: 'Add', LogicalResourceId: 'D' },
      { Action: 'Remove', LogicalResourceId: 'C', PolicyAction: 'Delete' },
    ]);
    expect(log).toHaveLength(3);
    await execute();
    expect((await describe()).StackStatus).toBe('UPDATE_COMPLETE');
    expect([...log.slice(3)].sort()).toEqual(['create b2', 'create d', 'delete b', 'delete c', 'update a']);
  });

  it('leaves values out unless it is asked for them', async () => {
    const { describeChanges } = await changeSetTo(
      { A: thing({ Name: 'a', Value: '2' }) },
      { A: thing({ Name: 'a' }) },
    );
    const [change] = (await describeChanges(false)).Changes;
    expect(change?.ResourceChange).not.toHaveProperty('AfterContext');
    expect(change?.ResourceChange).toMatchObject({
      Details: [{ Target: { Attribute: 'Properties', Name: 'Value', RequiresRecreation: 'Never' } }],
    });
  });

  it('shows what a replacement alone will tell as known after apply, with its cause', async () => {
    const dependent = thing({ Name: 'b', Value: { 'Fn::GetAtt': ['A', 'Arn'] } });
    const { describeChanges } = await changeSetTo(
      { A: thing({ Name: 'a2' }), B: dependent },
      { A: thing({ Name: 'a' }), B: dependent },
    );
    const [, change] = (await describeChanges()).Changes;
    expect(change?.ResourceChange).toMatchObject({
      LogicalResourceId: 'B',
      AfterContext: expect.stringContaining('{{changeSet:KNOWN_AFTER_APPLY}}'),
      Details: [
        { ChangeSource: 'DirectModification', Evaluation: 'Dynamic' },
        { ChangeSource: 'ResourceAttribute', CausingEntity: 'A.Arn', Evaluation: 'Static' },
      ],
    });
  });

  it('that changes nothing is FAILED, and cannot be executed', async () => {
    const { describeChanges, execute } = await changeSetTo(
      { A: thing({ Name: 'a' }) },
      { A: thing({ Name: 'a' }) },
    );
    expect(await describeChanges()).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    await expect(execute()).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  it('is obsolete once the stack was updated otherwise', async () => {
    const { describeChanges, execute, update, settle } = await changeSetTo(
      { A: thing({ Name: 'a', Value: '2' }) },
      { A: thing({ Name: 'a' }) },
    );
    await update({ A: thing({ Name: 'a', Value: '3' }) });
    await settle();
    expect((await describeChanges()).ExecutionStatus).toBe('OBSOLETE');
    await expect(execute()).rejects.toMatchObject({ code: 'InvalidChangeSetStatus' });
  });

  it('of type CREATE makes a stack that waits for review, then the resources', async () => {
    const { call, settle, describe, log } = stackWorld();
    const input = { StackName: 'stack', ChangeSetName: 'first', ChangeSetType: 'CREATE' };
    const TemplateBody = JSON.stringify({ Resources: { A: thing({ Name: 'a' }) } });
    await call('CreateChangeSet', { ...input, TemplateBody });
    expect((await describe()).StackStatus).toBe('REVIEW_IN_PROGRESS');
    await settle();
    expect(log).toEqual([]);
    await call('ExecuteChangeSet', { StackName: 'stack', ChangeSetName: 'first' });
    await settle();
    expect((await describe()).StackStatus).toBe('CREATE_COMPLETE');
    await expect(
      call('CreateChangeSet', { ...input, ChangeSetName: 'second', TemplateBody }),
    ).rejects.toThrow(
      'Stack [stack] already exists and cannot be created again with the changeSet [second].',
    );
  });

  it('is listed until it is deleted', async () => {
    const { call } = await changeSetTo({ A: thing({ Name: 'a', Value: '2' }) }, { A: thing({ Name: 'a' }) });
    const list = async () =>
      (await call('ListChangeSets', { StackName: 'stack' })) as { Summaries?: object[] };
    expect((await list()).Summaries).toMatchObject([{ ChangeSetName: 'changes', Status: 'CREATE_COMPLETE' }]);
    await call('DeleteChangeSet', { StackName: 'stack', ChangeSetName: 'changes' });
    expect((await list()).Summaries).toEqual([]);
    await expect(
      call('DescribeChangeSet', { StackName: 'stack', ChangeSetName: 'changes' }),
    ).rejects.toMatchObject({
      code: 'ChangeSetNotFound',
      message: 'ChangeSet [changes] does not exist',
    });
  });
});

suite('what an update counts as a change', () => {
  const body = (more: object = {}) => ({ A: thing({ Name: 'a' }, more) });

  it('is an output', async () => {
    const { start, update, settle, describe } = stackWorld();
    await start(body());
    await settle();
    await update(body(), { Outputs: { Out: { Value: { Ref: 'A' } } } });
    await settle();
    expect((await describe()).Outputs).toMatchObject([{ OutputValue: 'a' }]);
  });

  it('is a tag of the stack, which reaches every resource', async () => {
    const { start, update, settle, log } = stackWorld();
    await start(body());
    await settle();
    await update(body(), {}, { Tags: [{ Key: 'team', Value: 'platform' }] });
    await settle();
    expect(log).toEqual(['create a', 'update a']);
  });

  it('is the metadata of a resource, which no provider is asked to change', async () => {
    const { start, update, settle, log, call } = stackWorld();
    await start(body());
    await settle();
    await update(body({ Metadata: { Version: 2 } }));
    await settle();
    expect(log).toEqual(['create a']);
    const input = { StackName: 'stack', LogicalResourceId: 'A' };
    const { StackResourceDetail } = await call('DescribeStackResource', input);
    expect(StackResourceDetail).toMatchObject({ Metadata: '{"Version":2}' });
  });

  it('is not a description, nor a parameter that nothing uses', async () => {
    const { start, update, settle } = stackWorld();
    await start(body());
    await settle();
    const Parameters = { Unused: { Type: 'String', Default: 'x' } };
    await expect(update(body(), { Description: 'new', Parameters })).rejects.toThrow(
      'No updates are to be performed.',
    );
  });
});

it('GetTemplate answers the template as it was sent', async () => {
  const { call, settle } = stackWorld();
  const TemplateBody = 'Resources:\n  A:\n    Type: Test::Thing # a comment\n';
  await call('CreateStack', { StackName: 'stack', TemplateBody });
  await settle();
  expect(await call('GetTemplate', { StackName: 'stack' })).toMatchObject({ TemplateBody });
});

it('events and lists come page by page', async () => {
  const { start, settle, call } = stackWorld();
  await start(Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`R${index}`, thing()])));
  await settle();
  const first = (await call('ListStackResources', { StackName: 'stack' })) as unknown as Listed;
  const rest = (await call('ListStackResources', {
    StackName: 'stack',
    NextToken: first.NextToken,
  })) as unknown as Listed;
  expect(first.StackResourceSummaries).toHaveLength(100);
  expect(rest.StackResourceSummaries).toHaveLength(20);
  expect(rest.NextToken).toBeUndefined();
});

interface Listed {
  readonly StackResourceSummaries: readonly object[];
  readonly NextToken?: string;
}
