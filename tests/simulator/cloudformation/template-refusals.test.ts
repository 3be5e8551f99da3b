import { expect, it, describe as suite } from '@jest/globals';
import { create, refused } from './templates.fixtures.ts';
import { stackWorld, thing } from './world.ts';

suite('a template is refused before anything is made', () => {
  it.each<[string, object, string | RegExp]>([
    [
      'without resources',
      { Resources: {} },
      'Template format error: At least one Resources member must be defined.',
    ],
    [
      'with an unknown section',
      { Resources: { A: thing() }, Resource: {} },
      'Invalid template property or properties [Resource]',
    ],
    [
      'with an unknown member',
      { Resources: { A: thing({}, { Depends: 'B' }) } },
      "Invalid template resource property 'Depends'",
    ],
    [
      'without a type',
      { Resources: { A: {} } },
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    ],
    [
      'with a dangling Ref',
      { Resources: { A: thing({ V: { Ref: 'B' } }) } },
      'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [
      'with a dangling DependsOn',
      { Resources: { A: thing({}, { DependsOn: ['B'] }) } },
      'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [
      'with a dangling output',
      { Resources: { A: thing() }, Outputs: { O: { Value: { Ref: 'B' } } } },
      'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
    ],
    [
      'with a dangling Fn::GetAtt',
      { Resources: { A: thing({ V: { 'Fn::GetAtt': ['B', 'Arn'] } }) } },
      'Template error: instance of Fn::GetAtt references undefined resource B',
    ],
    [
      'with a circle',
      { Resources: { A: thing({ V: { Ref: 'B' } }), B: thing({}, { DependsOn: 'A' }) } },
      'Circular dependency between resources: [A, B]',
    ],
    [
      'with an unknown condition',
      { Resources: { A: thing({ V: { 'Fn::If': ['C', 1, 2] } }) } },
      'Template error: unresolved condition dependency C in Fn::If',
    ],
    [
      'with a resource in a condition',
      { Resources: { A: thing() }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 'a'] } } },
      /^Template format error: Unresolved dependencies \[A\]\. Cannot reference resources in the Conditions block/,
    ],
    [
      'with a bad Fn::Join',
      { Resources: { A: thing({ V: { 'Fn::Join': [',', 'a'] } }) } },
      /^Template error: every Fn::Join object requires two parameters/,
    ],
    [
      'with a bad Fn::Sub',
      { Resources: { A: thing({ V: { 'Fn::Sub': '${a-b}' } }) } },
      /^Template error: variable names in Fn::Sub syntax/,
    ],
    [
      'with a null',
      { Resources: { A: thing({ Value: null }) } },
      "[/Resources/A/Properties/Value] 'null' values are not allowed in templates",
    ],
    [
      'with an output that is no text',
      { Resources: { A: thing() }, Outputs: { O: { Value: ['a'] } } },
      'Template format error: Output O is malformed. The Value field of every Outputs member must evaluate to a String.',
    ],
    [
      'of another version',
      { AWSTemplateFormatVersion: '2020-01-01', Resources: { A: thing() } },
      /is not a supported value for AWSTemplateFormatVersion/,
    ],
  ])('%s', async (_, template, message) => {
    await refused(template, message);
  });

  it('beyond 500 resources, or 51,200 bytes', async () => {
    const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`R${index}`, thing()]));
    await refused(
      { Resources },
      'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
    );
    const long = { Resources: { A: thing({ Value: 'x'.repeat(51_200) }) } };
    await refused(long, /Member must have length less than or equal to 51200$/);
  });

  it('with IAM resources, unless the caller acknowledges them', async () => {
    const { region } = stackWorld();
    const { createCloudFormation } = await import('../../../simulator/cloudformation/cloudformation.ts');
    const provider = {
      replacementProperties: [],
      create: async () => ({ physicalId: 'x', attributes: {} }),
      update: async () => ({ physicalId: 'x', attributes: {} }),
      delete: async () => undefined,
    };
    const { operations } = createCloudFormation(region, () => provider);
    const run = (Properties: object, Capabilities?: string[]) =>
      operations.CreateStack?.(
        {
          StackName: 'iam',
          TemplateBody: JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }),
          Capabilities,
        },
        {
          operation: 'CreateStack',
          caller: { kind: 'administrator', arn: 'arn', accountId: '1' },
          requestId: 'r',
        },
      );
    const code = 'InsufficientCapabilitiesException';
    await expect(run({})).rejects.toMatchObject({
      code,
      message: 'Requires capabilities : [CAPABILITY_IAM]',
    });
    await expect(run({ RoleName: 'x' }, ['CAPABILITY_IAM'])).rejects.toMatchObject({
      code,
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    });
    await expect(run({}, ['CAPABILITY_NAMED_IAM'])).resolves.toMatchObject({ StackId: expect.any(String) });
  });

  it.each([
    [{ Resources: { A: { Type: 'Other::Thing' } } }, 'the resource type Other::Thing is not simulated'],
    [
      { Resources: { A: thing() }, Transform: 'AWS::Serverless-2016-10-31' },
      /Transform section .* is not simulated/,
    ],
    [{ Resources: { A: thing({}, { CreationPolicy: {} }) } }, /CreationPolicy .* is not simulated/],
  ])('and ends the run for what is not modelled: %j', async (template, message) => {
    await expect(create(template)).rejects.toThrow(message);
  });
});
