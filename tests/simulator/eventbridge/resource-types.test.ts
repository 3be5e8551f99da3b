import { describe, expect, it } from '@jest/globals';
import { resourceContext } from '../resource-context.ts';
import { entry, eventBridgeWorld, eventsOf, QUEUE } from './stand-in-world.ts';

const typesOf = (world: ReturnType<typeof eventBridgeWorld>) => {
  const types = world.services.get('us-east-1')?.resourceTypes ?? {};
  const one = (name: string) => {
    const type = types[name];
    if (!type) throw new Error(`no type ${name}`);
    return type;
  };
  return {
    bus: one('AWS::Events::EventBus'),
    policy: one('AWS::Events::EventBusPolicy'),
    rule: one('AWS::Events::Rule'),
  };
};

const BUS = 'arn:aws:events:us-east-1:111122223333:event-bus/fleet';

describe("CloudFormation's types of EventBridge", () => {
  it('make a bus and rules whose Ref and attributes are as documented', async () => {
    const world = eventBridgeWorld();
    const { bus, rule } = typesOf(world);
    const context = resourceContext('Requested');
    expect(await bus.create({ Name: 'fleet' }, context)).toMatchObject({
      physicalId: 'fleet',
      attributes: { Arn: BUS, Name: 'fleet' },
    });
    const Targets = [{ Id: 'q', Arn: QUEUE, RetryPolicy: { MaximumRetryAttempts: '3' } }];
    const properties = { EventBusName: 'fleet', EventPattern: { source: ['app'] }, Targets };
    const made = await rule.create(properties, context);
    expect(made.physicalId).toMatch(/^fleet\|fleet-Requested-\w{12}$/);
    const name = made.physicalId.slice('fleet|'.length);
    expect(made.attributes.Arn).toBe(`arn:aws:events:us-east-1:111122223333:rule/fleet/${name}`);
    expect(
      (await rule.create({ Name: 'plain', EventPattern: { source: ['app'] } }, context)).physicalId,
    ).toBe('plain');
    await world.call('PutEvents', { Entries: [entry({ EventBusName: 'fleet' })] });
    await world.settle();
    expect(eventsOf(world.sent)).toHaveLength(1);
    // The schema of AWS::Events::Rule says, under `handlers`, which calls read it back.
    const readBack = ['events:DescribeRule', 'events:ListTargetsByRule'];
    const asked = () => context.asked.splice(0).map(({ action }) => action);
    expect(asked()).toEqual([
      'events:CreateEventBus',
      'events:PutRule',
      'events:PutTargets',
      ...readBack,
      'events:PutRule',
      ...readBack,
    ]);
    await rule.delete('plain', {}, context);
    expect(asked()).toEqual([...readBack, 'events:RemoveTargets', 'events:DeleteRule']);
  });

  it('replace the targets of a rule on update, and delete it with them', async () => {
    const world = eventBridgeWorld();
    const { rule } = typesOf(world);
    const context = resourceContext('Requested');
    const base = { Name: 'r', EventPattern: { source: ['app'] } };
    await rule.create({ ...base, Targets: [{ Id: 'a', Arn: QUEUE }] }, context);
    await rule.update('r', { ...base, State: 'DISABLED', Targets: [{ Id: 'b', Arn: QUEUE }] }, base, context);
    expect((await world.call('ListTargetsByRule', { Rule: 'r' })).Targets).toEqual([{ Id: 'b', Arn: QUEUE }]);
    expect((await world.call('DescribeRule', { Name: 'r' })).State).toBe('DISABLED');
    await rule.delete('r', base, context);
    expect((await world.call('ListRules', {})).Rules).toEqual([]);
  });

  it('tell what could not be read back of a rule, which is not there afterwards', async () => {
    const world = eventBridgeWorld();
    const { rule } = typesOf(world);
    const context = {
      ...resourceContext('R'),
      authorize: ({ action }: { readonly action: string }) => {
        if (action === 'events:ListTargetsByRule') throw new Error(action);
      },
    };
    const properties = { Name: 'r', EventPattern: { source: ['app'] }, Targets: [{ Id: 'a', Arn: QUEUE }] };
    await expect(rule.create(properties, context)).rejects.toThrow('events:ListTargetsByRule');
    expect((await world.call('ListRules', {})).Rules).toEqual([]);
  });

  it('do not take over a rule that is there already', async () => {
    const world = eventBridgeWorld();
    const { rule } = typesOf(world);
    const properties = { Name: 'r', EventPattern: { source: ['app'] } };
    await world.call('PutRule', { Name: 'r', EventPattern: '{"source":["b"]}' });
    await expect(rule.create(properties, resourceContext('R'))).rejects.toThrow(
      "Resource of type 'AWS::Events::Rule' with identifier 'r' already exists.",
    );
  });

  it('leave no rule behind whose targets were refused', async () => {
    const world = eventBridgeWorld();
    const { rule } = typesOf(world);
    const Targets = [{ Id: 'm', Arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:m' }];
    const properties = { Name: 'r', EventPattern: { source: ['app'] }, Targets };
    await expect(rule.create(properties, resourceContext('R'))).rejects.toThrow(
      'RoleArn is required for target',
    );
    expect((await world.call('ListRules', {})).Rules).toEqual([]);
  });

  it('put a statement into the policy of a bus, a deny among them', async () => {
    const world = eventBridgeWorld();
    const { bus, policy } = typesOf(world);
    const context = resourceContext('Guard');
    await bus.create({ Name: 'fleet' }, context);
    const Statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: BUS,
      Condition: {
        StringEquals: { 'events:source': 'eks-fleet' },
        ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/fleet-*'] },
      },
    };
    const made = await policy.create({ EventBusName: 'fleet', StatementId: 'own', Statement }, context);
    const described = await world.call('DescribeEventBus', { Name: 'fleet' });
    expect(JSON.parse(String(described.Policy)).Statement).toEqual([{ ...Statement, Sid: 'own' }]);
    await policy.delete(made.physicalId, {}, context);
    expect(await world.call('DescribeEventBus', { Name: 'fleet' })).not.toHaveProperty('Policy');
  });

  it('name properties that are not simulated', async () => {
    const world = eventBridgeWorld();
    const { bus } = typesOf(world);
    const create = bus.create({ Name: 'fleet', KmsKeyIdentifier: 'k' }, resourceContext('Bus'));
    await expect(create).rejects.toThrow('KmsKeyIdentifier of AWS::Events::EventBus is not simulated');
  });
});
