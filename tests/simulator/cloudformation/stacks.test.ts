import { expect, it, describe as suite } from '@jest/globals';
import { stackWorld, thing } from './world.ts';

suite('creating a stack', () => {
  it('makes each resource after those that it refers to, and the others side by side', async () => {
    const { start, settle, describe, log, kernel } = stackWorld();
    const begun = kernel.now();
    await start({
      C: thing({ Value: { 'Fn::GetAtt': ['B', 'Nested.Value'] } }),
      A: thing({ Seconds: 10 }),
      B: thing({ Seconds: 10, Value: { 'Fn::Sub': 'of ${A}' } }),
      D: thing({ Seconds: 10 }, { DependsOn: 'A' }),
    });
    await settle();
    expect(await describe()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(log).toHaveLength(4);
    expect(log[0]).toMatch(/^create A/);
    expect(log[3]).toMatch(/^create C/);
    expect(kernel.now() - begun).toBe(22_000);
  });

  it('tells each step as an event', async () => {
    const { start, settle, events, published } = stackWorld();
    await start({ A: thing() });
    await settle();
    expect(await events('stack', true)).toEqual([
      'stack CREATE_IN_PROGRESS User Initiated',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS Resource creation Initiated',
      'A CREATE_COMPLETE',
      'stack CREATE_COMPLETE',
    ]);
    expect(published).toContain('CloudFormation Stack Status Change');
  });

  it('rolls back when a resource fails, and says which', async () => {
    const { start, settle, events, describe, log } = stackWorld();
    await start({
      A: thing({ Name: 'a' }),
      B: thing({ Name: 'b', Fail: 'create' }, { DependsOn: 'A' }),
      C: thing({}, { DependsOn: 'B' }),
    });
    await settle();
    expect(await describe()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(log).toEqual(['create a', 'delete a']);
    const told = await events('stack', true);
    expect(told).toContainEqual(
      expect.stringMatching(
        /^B CREATE_FAILED Resource handler returned message: "cannot create b \(Service: .*HandlerErrorCode: InvalidRequest\)$/,
      ),
    );
    expect(told).toContain(
      'stack ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback requested by user.',
    );
    expect(told.some((event) => event.startsWith('C '))).toBe(false);
  });

  it('cancels what is under way beside a failure, and deletes it when it has ended', async () => {
    const { start, settle, events, log } = stackWorld();
    await start({ Slow: thing({ Name: 'slow', Seconds: 60 }), Bad: thing({ Name: 'bad', Fail: 'create' }) });
    await settle();
    expect(await events('stack', true)).toContain('Slow CREATE_FAILED Resource creation cancelled');
    expect(log).toEqual(['create slow', 'delete slow']);
  });

  it('rolls back at once, beside what is still under way', async () => {
    const { start, settle, describe, log } = stackWorld();
    await start({
      Slow: thing({ Name: 'slow', Seconds: 600 }),
      Done: thing({ Name: 'done' }),
      Bad: thing({ Name: 'bad', Fail: 'create' }, { DependsOn: 'Done' }),
    });
    await settle(10_000);
    expect((await describe()).StackStatus).toBe('ROLLBACK_IN_PROGRESS');
    expect(log).toEqual(['create done', 'delete done']);
    await settle();
    expect((await describe()).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(log.slice(2)).toEqual(['create slow', 'delete slow']);
  });

  it.each([
    [{ DisableRollback: true }, 'CREATE_FAILED', ['create a']],
    [{ OnFailure: 'DO_NOTHING' }, 'CREATE_FAILED', ['create a']],
    [{ OnFailure: 'ROLLBACK' }, 'ROLLBACK_COMPLETE', ['create a', 'delete a']],
  ])('with %j ends as %s', async (options, status, expected) => {
    const { start, settle, describe, log } = stackWorld();
    await start(
      { A: thing({ Name: 'a' }), B: thing({ Name: 'b', Fail: 'create' }, { DependsOn: 'A' }) },
      {},
      options,
    );
    await settle();
    expect((await describe()).StackStatus).toBe(status);
    expect(log).toEqual(expected);
  });

  it('is gone after a failure with OnFailure DELETE', async () => {
    const { start, settle, describe } = stackWorld();
    const { StackId } = await start({ A: thing({ Fail: 'create' }) }, {}, { OnFailure: 'DELETE' });
    await settle();
    await expect(describe()).rejects.toThrow('Stack with id stack does not exist');
    expect((await describe(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  });

  it('answers a repeated call with the same token, and refuses another', async () => {
    const { start, settle } = stackWorld();
    const token = { ClientRequestToken: 'token-1' };
    const first = await start({ A: thing() }, {}, token);
    expect(await start({ A: thing() }, {}, token)).toEqual(first);
    await expect(start({ A: thing() })).rejects.toMatchObject({
      code: 'AlreadyExistsException',
      message: 'Stack [stack] already exists',
    });
    await settle();
  });

  it('notifies the topics given', async () => {
    const { start, settle, notifications } = stackWorld();
    await start({ A: thing() }, {}, { NotificationARNs: ['arn:aws:sns:us-east-1:111122223333:ops'] });
    await settle();
    expect(notifications.at(-1)).toContain("ResourceStatus='CREATE_COMPLETE'\n");
  });

  it('fails a second stack that claims the same resource', async () => {
    const { call, start, settle, describe } = stackWorld();
    await start({ A: thing({ Name: 'shared' }) });
    await settle();
    const TemplateBody = JSON.stringify({ Resources: { B: thing({ Name: 'shared' }) } });
    await call('CreateStack', { StackName: 'other', TemplateBody });
    await settle();
    expect((await describe('other')).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await describe('stack')).StackStatus).toBe('CREATE_COMPLETE');
  });

  it('acts as the service role, which must be passable', async () => {
    const asked: string[] = [];
    const service = {
      kind: 'role',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/AWSCloudFormation',
    } as const;
    const roleArn = 'arn:aws:iam::111122223333:role/deploy';
    const { start, settle } = stackWorld({
      authorize: (caller) => asked.push('arn' in caller ? caller.arn : caller.principal),
      roles: {
        find: () => undefined,
        assertPassable: (_caller, arn, principal) => asked.push(`${arn} to ${principal}`),
        assume: () => ({ ...service, roleArn, accountId: '111122223333' }),
      },
    });
    await start({ A: thing() }, {}, { RoleARN: roleArn });
    await settle();
    expect(asked).toEqual([`${roleArn} to cloudformation.amazonaws.com`, service.arn]);
  });

  it('records a span from request to end', async () => {
    const { start, settle, kernel } = stackWorld();
    await start({ A: thing({ Seconds: 9 }) });
    await settle();
    const [span] = kernel.trace.spans;
    expect(span).toMatchObject({ kind: 'cloudformation/stack-create', requires: [] });
    expect((span?.endedAt ?? 0) - (span?.startedAt ?? 0)).toBe(10_000);
  });

  it('leaves no timer of its timeout behind', async () => {
    const { start, settle, kernel } = stackWorld();
    const begun = kernel.now();
    await start({ A: thing() }, {}, { TimeoutInMinutes: 60 });
    await settle();
    expect(kernel.now() - begun).toBeLessThan(10_000);
  });

  it('ends the run when a provider itself is at fault', async () => {
    const { start, settle, kernel } = stackWorld({
      authorize: () => {
        throw new TypeError('a fault of the simulator');
      },
    });
    await start({ A: thing() });
    await expect(settle()).rejects.toThrow('a fault of the simulator');
    expect(kernel.failure).toBeDefined();
  });

  it('fails when it takes longer than its timeout', async () => {
    const { start, settle, describe } = stackWorld();
    await start({ A: thing({ Seconds: 120 }) }, {}, { TimeoutInMinutes: 1 });
    await settle();
    expect((await describe()).StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});

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
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'Export shared-name cannot be deleted as it is in use by other',
    });
    await expect(update({ A: thing({ Name: 'a2' }) }, exporting)).rejects.toThrow(/can not be updated/);
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
