import { describe, expect, it } from '@jest/globals';
import { AwsError, NotSimulated } from '../../../simulator/aws-error.ts';
import { only, outputOf, ROLE_ARN, workbench } from './workbench.ts';

const text = (definition: object) => JSON.stringify({ QueryLanguage: 'JSONata', ...definition });
const pass = text(only({ Type: 'Pass' }));
const created = { name: 'machine', roleArn: ROLE_ARN, definition: pass };

describe('CreateStateMachine', () => {
  it('answers the machine that is there for the same definition, and refuses another', async () => {
    const { api } = workbench();
    const first = await api('CreateStateMachine', created);
    expect(await api('CreateStateMachine', created)).toEqual(first);
    const other = { ...created, definition: text(only({ Type: 'Pass', Output: 1 })) };
    await expect(api('CreateStateMachine', other)).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
      message: "State Machine Already Exists: 'arn:aws:states:us-east-1:111122223333:stateMachine:machine'",
    });
  });

  it('refuses a role that Step Functions may not assume', async () => {
    const { api, region } = workbench();
    Object.assign(region.roles, {
      assertPassable: () => {
        throw new AwsError('RoleNotAssumable', 'no');
      },
    });
    await expect(api('CreateStateMachine', created)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('states.amazonaws.com, nor the regional one is authorized to assume'),
    });
  });

  it('ends the run for EXPRESS machines, versions and JSONPath', async () => {
    for (const more of [
      { type: 'EXPRESS' },
      { publish: true },
      { definition: JSON.stringify(only({ Type: 'Pass', Parameters: { a: 1 } })) },
      { definition: JSON.stringify(only({ Type: 'Pass', Assign: { 'a.$': '$.x' } })) },
    ]) {
      const { api, kernel } = workbench();
      await expect(api('CreateStateMachine', { ...created, ...more })).rejects.toThrow(NotSimulated);
      expect(kernel.failure).toBeDefined();
    }
  });
});

describe('UpdateStateMachine', () => {
  it('leaves running executions their definition and role', async () => {
    const { start, api, settle } = workbench();
    const waitThen = (output: string) => ({
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, Next: 'P' }, P: { Type: 'Pass', Output: output, End: true } },
    });
    const execution = await start(waitThen('old'));
    await settle(10_000);
    const { stateMachineArn } = execution.facts;
    const roleArn = ROLE_ARN.replace('workflow', 'other');
    const updated = await api<{ revisionId: string }>('UpdateStateMachine', {
      stateMachineArn,
      definition: text(waitThen('new')),
      roleArn,
    });
    expect(updated.revisionId).toMatch(/^[0-9a-f-]{36}$/);
    await settle();
    expect(outputOf(execution)).toBe('old');
    const during = await api<object>('DescribeStateMachineForExecution', {
      executionArn: execution.facts.arn,
    });
    expect(during).toMatchObject({ roleArn: ROLE_ARN, definition: text(waitThen('old')) });
    expect(await api('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      roleArn,
      definition: text(waitThen('new')),
      revisionId: updated.revisionId,
      status: 'ACTIVE',
    });
  });

  it('needs something to change', async () => {
    const { create, api } = workbench();
    const stateMachineArn = await create(only({ Type: 'Pass' }));
    await expect(api('UpdateStateMachine', { stateMachineArn })).rejects.toMatchObject({
      code: 'MissingRequiredParameter',
    });
  });
});

describe('DeleteStateMachine', () => {
  it('is DELETING until running executions have ended at their next transition', async () => {
    const { start, api, settle } = workbench();
    const execution = await start({
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, Next: 'P' }, P: { Type: 'Pass', End: true } },
    });
    await settle(10_000);
    const { stateMachineArn } = execution.facts;
    await api('DeleteStateMachine', { stateMachineArn });
    expect(await api('DescribeStateMachine', { stateMachineArn })).toMatchObject({ status: 'DELETING' });
    await expect(api('StartExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDeleting',
    });
    await settle();
    expect(execution.status).toBe('ABORTED');
    await expect(api('DescribeStateMachine', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
  });

  it('succeeds for a machine that does not exist', async () => {
    const { api } = workbench();
    const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:gone';
    expect(await api('DeleteStateMachine', { stateMachineArn })).toEqual({});
  });
});

describe('tags', () => {
  it('keeps those of creation, adds, replaces and removes', async () => {
    const { api } = workbench();
    const { stateMachineArn: resourceArn } = await api<{ stateMachineArn: string }>('CreateStateMachine', {
      ...created,
      tags: [{ key: 'team', value: 'a' }],
    });
    await api('TagResource', {
      resourceArn,
      tags: [
        { key: 'team', value: 'b' },
        { key: 'env', value: 'dev' },
      ],
    });
    await api('UntagResource', { resourceArn, tagKeys: ['env'] });
    expect(await api('ListTagsForResource', { resourceArn })).toEqual({
      tags: [{ key: 'team', value: 'b' }],
    });
  });
});

describe('AWS::StepFunctions::StateMachine', () => {
  const context = (caller: never) => ({
    stackId: 'stack',
    stackName: 'fleet',
    logicalId: 'CreateCluster',
    tags: { 'aws:cloudformation:stack-name': 'fleet' },
    caller,
    authorize: () => undefined,
  });

  it('creates from Definition with substitutions, updates in place and deletes', async () => {
    const { service, api, region } = workbench();
    const provider = service.resourceTypes?.['AWS::StepFunctions::StateMachine'];
    if (!provider) throw new Error('the service provides no state machines');
    const properties = {
      StateMachineName: 'create-cluster',
      RoleArn: ROLE_ARN,
      Definition: { QueryLanguage: 'JSONata', ...only({ Type: 'Pass', Output: '${Bus} "${Unknown}' }) },
      DefinitionSubstitutions: { Bus: 'the "fleet" bus' },
      TracingConfiguration: { Enabled: true },
      Tags: [{ Key: 'app', Value: 'eks-fleet' }],
    };
    const resource = await provider.create(properties, context(undefined as never));
    expect(resource).toEqual({
      physicalId: region.arn('states', 'stateMachine:create-cluster'),
      ref: region.arn('states', 'stateMachine:create-cluster'),
      attributes: {
        Arn: region.arn('states', 'stateMachine:create-cluster'),
        Name: 'create-cluster',
        StateMachineRevisionId: 'INITIAL',
      },
    });
    const described = await api<{ definition: string }>('DescribeStateMachine', {
      stateMachineArn: resource.physicalId,
    });
    expect(JSON.parse(described.definition).States.S.Output).toBe('the "fleet" bus "${Unknown}');
    expect(await api('ListTagsForResource', { resourceArn: resource.physicalId })).toEqual({
      tags: [
        { key: 'aws:cloudformation:stack-name', value: 'fleet' },
        { key: 'app', value: 'eks-fleet' },
      ],
    });
    const changed = { ...properties, DefinitionString: pass, Definition: undefined };
    const updated = await provider.update(
      resource.physicalId,
      changed,
      properties,
      context(undefined as never),
    );
    expect(updated.attributes.StateMachineRevisionId).toMatch(/^[0-9a-f-]{36}$/);
    await provider.delete(resource.physicalId, changed, context(undefined as never));
    await expect(api('DescribeStateMachine', { stateMachineArn: resource.physicalId })).rejects.toMatchObject(
      {
        code: 'StateMachineDoesNotExist',
      },
    );
  });
});
