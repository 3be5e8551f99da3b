import { describe, expect, it } from '@jest/globals';
import { ofType, type Resources, text } from '../../scripts/rules/resources.ts';
import { compile, coversRequest } from '../../simulator/iam/evaluation/statement-match.ts';
import { parsePolicy } from '../../simulator/iam/policies/document.ts';
import { templates, texts } from '../project/deployment/templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statement of a bus that says who may put events under our own source. */
function sourceStatement(resources: Resources): Statement {
  const found = ofType(resources, 'AWS::Events::EventBusPolicy')
    .map(({ properties }) => properties.Statement as Statement)
    .filter(({ Condition = {} }) => Condition['ForAnyValue:StringEquals']?.['events:source'] === 'eks-fleet')
    .filter(({ Condition = {} }) => Condition.ArnNotEquals);
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

describe('an event under our source', () => {
  const bus = 'arn:aws:events:us-east-1:111122223333:event-bus/eks-fleet-prod';
  const defaults = String(
    (
      JSON.parse(texts.regional) as {
        readonly Parameters: Readonly<Record<string, { readonly Default: string }>>;
      }
    ).Parameters.RequesterPrincipalArns?.Default,
  ).split(/,\s*/);

  /** The bus's statements, filled in as by a deployment. */
  const filled = (value: unknown, requesters: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((each) => filled(each, requesters));
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value && value.Ref === 'RequesterPrincipalArns') return requesters;
    if ('Fn::GetAtt' in value) return bus;
    if ('Ref' in value || 'Fn::Sub' in value) return text(value, templates.regional);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, requesters)]));
  };
  const isDenied = (
    from: { readonly arn: string; readonly forwarded?: boolean },
    requesters = defaults,
  ): boolean => {
    const Statement = ofType(templates.regional, 'AWS::Events::EventBusPolicy').map(({ properties }) =>
      filled(properties.Statement, requesters),
    );
    const context = new Map([
      ['events:source', ['eks-fleet']],
      ['events:eventbusinvocation', [String(from.forwarded ?? false)]],
      ['aws:principalaccount', ['111122223333']],
      ['aws:principalarn', [from.arn]],
    ]);
    return compile(parsePolicy({ Version: '2012-10-17', Statement }, 'resource')).some((statement) =>
      coversRequest(statement, { action: 'events:PutEvents', resource: bus }, context),
    );
  };
  const root = 'arn:aws:iam::111122223333:root';
  const requester = 'arn:aws:iam::111122223333:role/eks-fleet-requesters/pipeline';

  it('is taken from a requester, by itself or by a rule that has its role', () => {
    expect(isDenied({ arn: requester })).toBe(false);
    expect(isDenied({ arn: requester, forwarded: true })).toBe(false);
  });

  // EventBridge guide, "Permissions for event buses": a rule without a role sends as its account.
  it('is not taken from another bus whose rule has no role, though it come as root and root may request', () => {
    expect(isDenied({ arn: root, forwarded: true })).toBe(true);
    expect(isDenied({ arn: root, forwarded: true }, ['arn:aws:iam::*:root'])).toBe(true);
    expect(isDenied({ arn: root }, ['arn:aws:iam::*:root'])).toBe(false);
  });

  it('is not taken from root, whom nobody has named', () => {
    expect(isDenied({ arn: root })).toBe(true);
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
