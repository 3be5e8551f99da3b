import { expect, it, describe as suite } from '@jest/globals';
import { standInServiceLinked } from '../stand-in-region.ts';
import { ADMINISTRATOR, stackWorld, thing } from './world.ts';

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
        serviceLinked: standInServiceLinked,
        holdInProfile: () => () => undefined,
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

  it('is asked of IAM with the tags of the stack, or of the request that makes it', async () => {
    const { start, settle, cloudFormation } = stackWorld();
    const Tags = [{ Key: 'team', Value: 'web' }];
    const asked = (operation: string, input: object) =>
      cloudFormation.authorize(operation, { StackName: 'stack', ...input }, ADMINISTRATOR)[0]?.context;
    expect(asked('CreateStack', { Tags })).toMatchObject({ 'aws:RequestTag/team': 'web' });
    expect(asked('UpdateStack', {})).toEqual({});
    await start({ A: thing() }, {}, { Tags });
    await settle();
    const RoleARN = 'arn:aws:iam::111122223333:role/stacks';
    expect(asked('UpdateStack', { RoleARN })).toEqual({
      'aws:ResourceTag/team': 'web',
      'cloudformation:RoleArn': RoleARN,
    });
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
