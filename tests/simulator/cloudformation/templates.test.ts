import { expect, it, describe as suite } from '@jest/globals';
import { outputOf, refused } from './templates.fixtures.ts';
import { stackWorld, thing } from './world.ts';

suite('intrinsic functions', () => {
  it.each<[string, unknown, string]>([
    ['Ref of a resource', { Ref: 'A' }, 'a'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['A', 'Arn'] }, 'arn:aws:test:::a'],
    ['Fn::GetAtt written as text', { 'Fn::GetAtt': 'A.Nested.Value' }, 'v'],
    ['Fn::GetAtt of a property', { 'Fn::GetAtt': ['A', 'Name'] }, 'a'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${A} ${A.Arn} ${AWS::AccountId} ${!Literal}' },
      'a arn:aws:test:::a 111122223333 ${Literal}',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${X}-${A}', { X: { 'Fn::Select': [1, ['p', 'q']] } }] }, 'q-a'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'A' }, 3]] }, 'a/a/3'],
    ['Fn::Join of Fn::Split', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
    ['AWS::NoValue in a list', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
    ['Fn::Base64', { 'Fn::Base64': { 'Fn::Sub': 'of ${A}' } }, Buffer.from('of a').toString('base64')],
    ['Fn::GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'us-east-1b'],
    [
      'Fn::Cidr',
      { 'Fn::Join': [',', { 'Fn::Cidr': ['192.168.0.0/16', 3, 13] }] },
      '192.168.0.0/19,192.168.32.0/19,192.168.64.0/19',
    ],
    [
      'Fn::Cidr of IPv6',
      { 'Fn::Select': [2, { 'Fn::Cidr': ['2600:1f16::/56', 4, 64] }] },
      '2600:1f16:0:2::/64',
    ],
  ])('%s', async (_, value, expected) => {
    expect(await outputOf(value)).toBe(expected);
  });

  it('Fn::FindInMap', async () => {
    const Mappings = { Sizes: { 'us-east-1': { small: 't3' } } };
    expect(
      await outputOf({ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, { Mappings }),
    ).toBe('t3');
  });

  it('conditions over parameters', async () => {
    const more = {
      Parameters: { Stage: { Type: 'String', Default: 'prod' }, Extra: { Type: 'String', Default: 'no' } },
      Conditions: {
        Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        Extra: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Extra' }, 'no'] }] },
        Both: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Extra' }] },
        Either: { 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Extra' }] },
      },
    };
    const value = { 'Fn::If': ['Both', 'both', { 'Fn::If': ['Either', 'either', 'none'] }] };
    expect(await outputOf(value, more)).toBe('either');
    expect(
      await outputOf(value, more, { Parameters: [{ ParameterKey: 'Extra', ParameterValue: 'yes' }] }),
    ).toBe('both');
  });

  it('leave out what a condition leaves out', async () => {
    const { start, settle, call } = stackWorld();
    await start(
      { A: thing(), B: thing({}, { Condition: 'Never' }) },
      {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Outputs: { B: { Condition: 'Never', Value: { Ref: 'B' } } },
      },
    );
    await settle();
    const { StackResources } = await call('DescribeStackResources', { StackName: 'stack' });
    expect(StackResources).toMatchObject([{ LogicalResourceId: 'A' }]);
  });
});

// Texts as users report them, and as cfn-lint quotes them of the service.
suite('templates are refused', () => {
  const Resources = { A: thing() };
  const yes = { 'Fn::Equals': ['a', 'a'] };
  const output = (Value: unknown) => ({ Resources, Outputs: { Out: { Value } } });

  it.each<[string, object, string | RegExp]>([
    [
      'for a function of AWS::LanguageExtensions',
      output({ 'Fn::Length': ['a'] }),
      /^Template error: Encountered unsupported function: Fn::Length Supported functions are: \[Fn::Base64, .*, Fn::Cidr\]$/,
    ],
    [
      'for a pseudo parameter that is none',
      output({ Ref: 'AWS::Nothing' }),
      'Template format error: Unresolved resource dependencies [AWS::Nothing] in the Outputs block of the template',
    ],
    ['for a block that is none', output({ 'Fn::Cidr': ['here', 2, 8] }), /^Template error: Fn::Cidr/],
    ['for too many blocks', output({ 'Fn::Cidr': ['10.0.0.0/8', 257, 8] }), /^Template error: Fn::Cidr/],
    [
      'for one operand of Fn::And',
      { Resources, Conditions: { C: { 'Fn::And': [yes] } } },
      'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
    ],
    [
      'for two operands of Fn::Not',
      { Resources, Conditions: { C: { 'Fn::Not': [yes, yes] } } },
      'Template error: every Fn::Not object requires one boolean parameter.',
    ],
    [
      'for one operand of Fn::Equals',
      { Resources, Conditions: { C: { 'Fn::Equals': ['a'] } } },
      'Template error: every Fn::Equals object requires a list of 2 string parameters.',
    ],
    [
      'for an output on an unknown condition',
      { Resources, Outputs: { Out: { Value: 'a', Condition: 'C' } } },
      'Template format error: Unresolved condition dependency C in the Outputs block of the template',
    ],
    [
      'for a parameter of an unknown type',
      { Resources, Parameters: { P: { Type: 'Text' } } },
      'Template format error: Unrecognized parameter type: Text',
    ],
    [
      'for an unknown property of a parameter',
      { Resources, Parameters: { P: { Type: 'String', Defualt: 'a' } } },
      "Invalid template parameter property 'Defualt'",
    ],
    [
      'for a default that is no text',
      { Resources, Parameters: { P: { Type: 'String', Default: { Ref: 'A' } } } },
      'Template format error: Every Default member must be a string.',
    ],
    [
      'for a long description',
      { Resources, Description: 'x'.repeat(1025) },
      "Template format error: 'Description' length is greater than 1024.",
    ],
  ])('%s', async (_, template, message) => {
    await refused(template, message);
  });

  it('for an export without a name, and fail for one that is there twice', async () => {
    await refused({ Resources, Outputs: { Out: { Value: 'a', Export: {} } } }, /Every Export member/);
    const { start, settle, describe } = stackWorld();
    const Export = { Name: 'shared' };
    await start(Resources, { Outputs: { One: { Value: 'a', Export }, Two: { Value: 'b', Export } } });
    await settle();
    expect((await describe()).StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});

suite('YAML templates', () => {
  it('take every short form', async () => {
    const { call, settle, describe } = stackWorld();
    const TemplateBody = `
Parameters:
  Names: { Type: CommaDelimitedList, Default: "one, two" }
Conditions:
  Yes: !Equals [a, a]
  Also: !And [!Condition Yes, !Not [!Equals [a, b]]]
Resources:
  A:
    Type: Test::Thing
    Properties:
      Name: !Select [1, !Ref Names]
      Version: 2012-10-17
      Value: !If [Also, !Sub "\${AWS::StackName}!", !Ref AWS::NoValue]
Outputs:
  Out:
    Value: !Join ["|", [!GetAtt A.Nested.Value, !GetAtt [A, Name], !GetAtt A.Version, !Base64 x]]
`;
    await call('CreateStack', { StackName: 'stack', TemplateBody });
    await settle();
    expect((await describe()).Outputs).toMatchObject([{ OutputValue: 'stack!|two|2012-10-17|eA==' }]);
  });

  it('say where they are not well-formed', async () => {
    await refused(
      'Resources:\n  A: [',
      /^Template format error: YAML not well-formed\. \(line \d+, column \d+\)$/,
    );
  });
});

suite('parameters', () => {
  const Resources = { A: thing() };
  const given = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue }] });

  it.each<[string, object, object, string]>([
    ['without a value', { Type: 'String' }, {}, 'Parameters: [P] must have values'],
    [
      'not in the template',
      {},
      { Parameters: [{ ParameterKey: 'Q', ParameterValue: 'x' }] },
      'Parameters: [Q] do not exist in the template',
    ],
    [
      'outside AllowedValues',
      { Type: 'String', AllowedValues: ['a'] },
      given('b'),
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'against AllowedPattern',
      { Type: 'String', AllowedPattern: '[a-z]+' },
      given('B'),
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      'with its own description',
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only' },
      given('B'),
      'Parameter P failed to satisfy constraint: letters only',
    ],
    [
      'that is too short',
      { Type: 'String', MinLength: 3 },
      given('b'),
      "Parameter 'P' must contain at least 3 characters",
    ],
    ['that is no number', { Type: 'Number' }, given('b'), "Parameter 'P' must be a number."],
    [
      'that is too large',
      { Type: 'Number', MaxValue: 5 },
      given('6'),
      "Parameter 'P' must be a number not greater than 5",
    ],
  ])('%s are refused', async (_, definition, options, message) => {
    const P = { Type: 'String', Default: 'd', ...definition };
    const { Default: _unused, ...required } = P;
    await refused({ Resources, Parameters: { P: 'Type' in definition ? required : P } }, message, options);
  });

  it('that are secret are masked', async () => {
    const { start, settle, describe } = stackWorld();
    await start(Resources, { Parameters: { P: { Type: 'String', NoEcho: true } } }, given('secret'));
    await settle();
    expect((await describe()).Parameters).toEqual([{ ParameterKey: 'P', ParameterValue: '****' }]);
  });

  it('of SSM types are read from the parameter store', async () => {
    const asked: unknown[] = [];
    const { start, settle, describe } = stackWorld({
      call: async (service, operation, input) => {
        asked.push([service, operation, input]);
        return { Parameters: [{ Value: 'ami-1' }] };
      },
    });
    const Parameters = { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/ami' } };
    await start(Resources, { Parameters, Outputs: { Out: { Value: { Ref: 'P' } } } });
    await settle();
    expect(asked).toEqual([['ssm', 'GetParameters', { Names: ['/ami'] }]]);
    expect(await describe()).toMatchObject({
      Outputs: [{ OutputValue: 'ami-1' }],
      Parameters: [{ ParameterKey: 'P', ParameterValue: '/ami', ResolvedValue: 'ami-1' }],
    });
  });

  it('may keep their previous value in an update', async () => {
    const { start, update, settle, describe } = stackWorld();
    const more = { Parameters: { P: { Type: 'String' } }, Outputs: { Out: { Value: { Ref: 'P' } } } };
    await start(Resources, more, given('first'));
    await settle();
    await update({ A: thing({ Value: 'new' }) }, more, {
      Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }],
    });
    await settle();
    expect((await describe()).Outputs).toMatchObject([{ OutputValue: 'first' }]);
  });

  it('keep either a previous value or get a new one, and of a new stack have none', async () => {
    const { start, update, settle, call } = stackWorld();
    const more = { Parameters: { P: { Type: 'String' } } };
    await start({ A: thing() }, more, given('first'));
    await settle();
    const Parameters = [{ ParameterKey: 'P', ParameterValue: 'second', UsePreviousValue: true }];
    await expect(update({ A: thing({ Value: 'new' }) }, more, { Parameters })).rejects.toThrow(
      'Invalid input for parameter key P. Cannot specify usePreviousValue as true and non empty value for a parameter',
    );
    const TemplateBody = JSON.stringify({ Resources: { A: thing() }, ...more });
    const changeSet = { StackName: 'other', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody };
    await expect(call('CreateChangeSet', { ...changeSet, Parameters })).rejects.toThrow(
      'Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE',
    );
    await expect(
      call('UpdateStack', { StackName: 'stack', TemplateBody, UsePreviousTemplate: true }),
    ).rejects.toThrow('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
  });
});

it('dynamic references to SSM are resolved when a resource is made', async () => {
  const { start, settle, describe } = stackWorld({
    call: async () => ({ Parameter: { Value: 'from-ssm' } }),
  });
  const Resources = { A: thing({ Value: 'x-{{resolve:ssm:/path:1}}' }) };
  await start(Resources, { Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Nested.Value'] } } } });
  await settle();
  expect((await describe()).Outputs).toMatchObject([{ OutputValue: 'x-from-ssm' }]);
});
