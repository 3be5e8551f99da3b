import { expect, it, describe as suite } from '@jest/globals';
import { stackWorld, thing } from './world.ts';

suite('updating a stack', () => {
  it('changes in place what can be, leaves the rest alone', async () => {
    const { start, update, settle, events, describe, log } = stackWorld();
    await start({ A: thing({ Name: 'a', Value: '1' }), B: thing({ Name: 'b' }) });
    await settle();
    await update({ A: thing({ Name: 'a', Value: '2' }), B: thing({ Name: 'b' }) });
    await settle();
    expect((await describe()).StackStatus).toBe('UPDATE_COMPLETE');
    expect(log.slice(2)).toEqual(['update a']);
    expect((await events()).slice(-5)).toEqual([
      'stack UPDATE_IN_PROGRESS',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'stack UPDATE_COMPLETE',
    ]);
  });

  it('replaces by making the new one first and deleting the old one last', async () => {
    const { start, update, settle, log, call } = stackWorld();
    const dependent = thing({ Name: 'b', Value: { Ref: 'A' } });
    await start({ A: thing({ Name: 'a' }), B: dependent });
    await settle();
    await update({ A: thing({ Name: 'a2' }), B: dependent });
    await settle();
    expect(log.slice(2)).toEqual(['create a2', 'update b', 'delete a']);
    const { StackResources } = await call('DescribeStackResources', { StackName: 'stack' });
    expect(StackResources).toMatchObject([
      { LogicalResourceId: 'A', PhysicalResourceId: 'a2', ResourceStatus: 'UPDATE_COMPLETE' },
      { LogicalResourceId: 'B', ResourceStatus: 'UPDATE_COMPLETE' },
    ]);
  });

  it('keeps a replaced resource under UpdateReplacePolicy Retain, a removed one under DeletionPolicy Retain', async () => {
    const { start, update, settle, log, events } = stackWorld();
    await start({
      A: thing({ Name: 'a' }, { UpdateReplacePolicy: 'Retain' }),
      B: thing({ Name: 'b' }, { DeletionPolicy: 'Retain' }),
      C: thing({ Name: 'c' }),
    });
    await settle();
    await update({ A: thing({ Name: 'a2' }, { UpdateReplacePolicy: 'Retain' }) });
    await settle();
    expect(log.slice(3)).toEqual(['create a2', 'delete c']);
    expect((await events()).filter((event) => event.endsWith('DELETE_SKIPPED'))).toEqual([
      'A DELETE_SKIPPED',
      'B DELETE_SKIPPED',
    ]);
  });

  it('refuses an update that changes nothing', async () => {
    const { start, update, settle } = stackWorld();
    await start({ A: thing() });
    await settle();
    await expect(update({ A: thing() })).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'No updates are to be performed.',
    });
  });

  it('brings everything back when a resource fails', async () => {
    const { start, update, settle, log, describe, call } = stackWorld();
    await start({ A: thing({ Name: 'a', Value: '1' }), B: thing({ Name: 'b' }) });
    await settle();
    await update({
      A: thing({ Name: 'a', Value: '2' }),
      B: thing({ Name: 'b2' }),
      New: thing({ Name: 'new' }),
      Bad: thing({ Name: 'bad', Fail: 'create', Seconds: 5 }),
    });
    await settle();
    expect(await describe()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect([...log.slice(2, 5)].sort()).toEqual(['create b2', 'create new', 'update a']);
    expect([...log.slice(5)].sort()).toEqual(['delete b2', 'delete new', 'update a']);
    const { StackResources } = await call('DescribeStackResources', { StackName: 'stack' });
    expect(StackResources).toMatchObject([{ PhysicalResourceId: 'a' }, { PhysicalResourceId: 'b' }]);
  });

  it('stays failed when the rollback fails too, until it is continued without the resource', async () => {
    const { start, update, settle, describe, call } = stackWorld();
    await start({ A: thing({ Name: 'a', Value: '1', Fail: 'update' }), B: thing({ Name: 'b' }) });
    await settle();
    await update({ A: thing({ Name: 'a', Value: '2', Fail: 'update' }), B: thing({ Name: 'b' }) });
    await settle();
    expect(await describe()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to update: [A]. ',
    });
    await expect(update({ A: thing({ Name: 'a' }) })).rejects.toThrow(
      /is in UPDATE_ROLLBACK_FAILED state and can not be updated/,
    );
    await call('ContinueUpdateRollback', { StackName: 'stack', ResourcesToSkip: ['A'] });
    await settle();
    expect((await describe()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('can be cancelled', async () => {
    const { start, update, settle, describe, call, log } = stackWorld();
    await start({ A: thing({ Name: 'a' }) });
    await settle();
    await update({
      A: thing({ Name: 'a', Value: '2', Seconds: 60 }),
      B: thing({ Name: 'b' }, { DependsOn: 'A' }),
    });
    await settle(10_000);
    await call('CancelUpdateStack', { StackName: 'stack' });
    await settle();
    expect((await describe()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(log).not.toContain('create b');
  });

  it.each(['ROLLBACK_COMPLETE', 'CREATE_IN_PROGRESS'])('is refused in %s', async (status) => {
    const { start, update, settle, describe } = stackWorld();
    await start({ A: thing({ Fail: 'create' }) });
    if (status === 'ROLLBACK_COMPLETE') await settle();
    const { StackId } = await describe();
    await expect(update({ A: thing() })).rejects.toMatchObject({
      message: `Stack:${StackId} is in ${status} state and can not be updated.`,
    });
    await settle();
  });
});

suite('deleting a stack', () => {
  it('deletes each resource after those that depend on it', async () => {
    const { start, settle, call, log, describe } = stackWorld();
    const { StackId } = await start({
      A: thing({ Name: 'a' }),
      B: thing({ Name: 'b', Value: { Ref: 'A' } }),
    });
    await settle();
    await call('DeleteStack', { StackName: 'stack' });
    await settle();
    expect(log.slice(2)).toEqual(['delete b', 'delete a']);
    expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  });

  it('succeeds for a stack that is not there', async () => {
    const { call } = stackWorld();
    await expect(call('DeleteStack', { StackName: 'none' })).resolves.toEqual({});
  });

  it('is refused under termination protection', async () => {
    const { start, settle, call } = stackWorld();
    await start({ A: thing() }, {}, { EnableTerminationProtection: true });
    await settle();
    await expect(call('DeleteStack', { StackName: 'stack' })).rejects.toThrow(
      'Stack [stack] cannot be deleted while TerminationProtection is enabled',
    );
  });

  it('fails with what cannot be deleted, which may then be retained', async () => {
    const { start, settle, call, describe, log } = stackWorld();
    const { StackId } = await start({
      A: thing({ Name: 'a' }),
      B: thing({ Name: 'b', Fail: 'delete', Value: { Ref: 'A' } }),
    });
    await settle();
    await expect(call('DeleteStack', { StackName: 'stack', RetainResources: ['B'] })).rejects.toThrow(
      /only when the stack is in the DELETE_FAILED state/,
    );
    await call('DeleteStack', { StackName: 'stack' });
    await settle();
    expect(await describe()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [B]. ',
    });
    expect(log).not.toContain('delete a');
    await call('DeleteStack', { StackName: 'stack', RetainResources: ['B'] });
    await settle();
    expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(log).toContain('delete a');
  });

  it('takes over from a creation that is under way', async () => {
    const { start, settle, call, describe, log } = stackWorld();
    const { StackId } = await start({
      A: thing({ Name: 'a', Seconds: 30 }),
      B: thing({ Name: 'b' }, { DependsOn: 'A' }),
    });
    await settle(10_000);
    await call('DeleteStack', { StackName: 'stack' });
    await settle();
    expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(log).toEqual(['create a', 'delete a']);
  });
});

suite('exports', () => {
  const exporting = { Outputs: { Out: { Value: { Ref: 'A' }, Export: { Name: 'shared-name' } } } };
  const importing = JSON.stringify({
    Resources: { B: thing({ Value: { 'Fn::ImportValue': 'shared-name' } }) },
  });

  it('are imported by value, and hold the exporting stack', async () => {
    const { start, update, settle, call, describe } = stackWorld();
    await start({ A: thing({ Name: 'a' }) }, exporting);
    await settle();
    await call('CreateStack', { StackName: 'other', TemplateBody: importing });
    await settle();
    expect((await describe('other')).StackStatus).toBe('CREATE_COMPLETE');
    expect(await call('ListImports', { ExportName: 'shared-name' })).toEqual({ Imports: ['other'] });
    await call('DeleteStack', { StackName: 'stack' });
    await settle();
    expect(await describe()).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      StackStatusReason: 'Export shared-name cannot be deleted as it is in use by other',
    });
    // Nor is its value changed.
    await update({ A: thing({ Name: 'a2' }) }, exporting);
    await settle();
    expect((await describe()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('that are missing fail the stack before anything is made', async () => {
    const { call, settle, describe, log } = stackWorld();
    await call('CreateStack', { StackName: 'other', TemplateBody: importing });
    await settle();
    expect(await describe('other')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(log).toEqual([]);
  });

  it('have one name a region', async () => {
    const { start, settle, call, events } = stackWorld();
    await start({ A: thing() }, exporting);
    await settle();
    const TemplateBody = JSON.stringify({ Resources: { A: thing() }, ...exporting });
    await call('CreateStack', { StackName: 'other', TemplateBody });
    await settle();
    expect(await events('other', true)).toContain(
      'other ROLLBACK_IN_PROGRESS Export with name shared-name is already exported by stack stack. Rollback requested by user.',
    );
  });
});
