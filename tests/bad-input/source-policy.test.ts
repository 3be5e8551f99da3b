import { describe, expect, it } from '@jest/globals';
import { ofType, type Resources, templates, text } from '../project/deployment/templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statement of a bus that is about our own source. */
function sourceStatement(resources: Resources): Statement {
  const found = ofType(resources, 'AWS::Events::EventBusPolicy')
    .map(({ properties }) => properties.Statement as Statement)
    .filter(({ Condition = {} }) => Condition['ForAnyValue:StringEquals']?.['events:source'] === 'eks-fleet');
  expect(found).toHaveLength(1);
  return found[0] as Statement;
}

const listed = (statement: Statement): readonly string[] =>
  [statement.Condition?.ArnNotEquals?.['aws:PrincipalArn']]
    .flat()
    .map((arn) => text(arn, templates.regional))
    .sort();

/** ARNs of the roles whose own policies let them put events on the fleet's buses. */
const publishers = ofType(templates.global, 'AWS::IAM::Role')
  .filter(({ properties }) => {
    const policies = (properties.Policies ?? []) as readonly {
      readonly PolicyDocument: { readonly Statement: readonly Statement[] };
    }[];
    const allowed = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return allowed.some(
      ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('events:PutEvents'),
    );
  })
  .map(
    ({ properties: { Path, RoleName } }) =>
      `arn:aws:iam::111122223333:role${String(Path)}${String(RoleName)}`,
  );
const rules = 'arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-prod-rules';

describe('our source on the bus of a region', () => {
  const statement = sourceStatement(templates.regional);

  it('is denied to everyone, whatever else allows it', () => {
    expect(statement).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 'events:PutEvents' });
  });

  it('but for exactly the functions that publish, each by its full name', () => {
    expect(listed(statement)).toEqual(publishers.filter((arn) => arn !== rules).sort());
    expect(listed(statement).join()).not.toContain('*');
  });

  it('and for the requesters that the deployment names', () => {
    expect(statement.Condition?.ArnNotLike).toEqual({
      'aws:PrincipalArn': { Ref: 'RequesterPrincipalArns' },
    });
  });
});

describe('our source on the home bus', () => {
  it('is denied to everyone but the rules that forward facts', () => {
    const statement = sourceStatement(templates.global);
    expect(statement).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 'events:PutEvents' });
    expect(statement.Condition?.ArnNotEquals).toEqual({
      'aws:PrincipalArn': { 'Fn::GetAtt': ['RuleRole', 'Arn'] },
    });
  });
});

describe('queues of what was not processed', () => {
  it.each(['RejectsQueue', 'DeadLetterQueue'])('%s has an alarm on its first message', (queue) => {
    const alarms = ofType(templates.regional, 'AWS::CloudWatch::Alarm').filter(({ properties }) =>
      JSON.stringify(properties.Dimensions ?? []).includes(`"${queue}"`),
    );
    expect(alarms.map(({ properties: { MetricName, Threshold } }) => [MetricName, Threshold])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 0],
    ]);
  });

  it('have an alarm beside theirs on firings that no queue took', () => {
    const alarms = ofType(templates.regional, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.Namespace === 'AWS/Scheduler',
    );
    expect(alarms.map(({ properties: { MetricName, Threshold } }) => [MetricName, Threshold])).toEqual([
      ['InvocationsFailedToBeSentToDeadLetterCount', 0],
    ]);
  });

  it('take over from every rule what could not be delivered', () => {
    const without = ofType(templates.regional, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) =>
      (properties.Targets as readonly { readonly DeadLetterConfig?: unknown }[])
        .filter(({ DeadLetterConfig }) => !JSON.stringify(DeadLetterConfig ?? '').includes('DeadLetterQueue'))
        .map(() => logicalId),
    );
    expect(without).toEqual([]);
  });
});
