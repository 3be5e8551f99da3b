import { it, describe as suite } from '@jest/globals';
import { refused } from './templates.fixtures.ts';
import { thing } from './world.ts';

suite('a template is refused for its form', () => {
  it.each<[string, object, string]>([
    [
      'with a type that is no text',
      { Resources: { A: { Type: { Ref: 'P' } } } },
      'Template format error: [/Resources/A] Every Type member must be a string.',
    ],
    [
      'with a type of no service',
      { Resources: { A: { Type: 'AWS.yaml::EC2.yaml::VPC' } } },
      'Template format error: Unrecognized resource types: [AWS.yaml::EC2.yaml::VPC]',
    ],
    [
      'with a resource that is a text',
      { Resources: { Type: 'AWS::S3::Bucket' } },
      'Template format error: [/Resources/Type] resource definition is malformed',
    ],
    [
      'with a range as the key of a mapping',
      { Resources: { A: thing() }, Mappings: { M: { '10.0.0.0/16': { Zone: 'a' } } } },
      "Template format error: Mappings element name '10.0.0.0/16' must be non-empty and can contain only alphanumerics, '-' or '.'",
    ],
    [
      'with an attribute of a mapping that has a line',
      { Resources: { A: thing() }, Mappings: { M: { aws: { aws_cn: 'a' } } } },
      "Template format error: Mappings attribute name 'aws_cn' must contain only alphanumeric characters.",
    ],
    [
      'with an output of another name',
      { Resources: { A: thing() }, Outputs: { 'my-url': { Value: 'a' } } },
      "Template format error: Outputs name 'my-url' is non alphanumeric.",
    ],
    [
      'with an output that counts',
      { Resources: { A: thing() }, Outputs: { O: { Value: 'a', Count: 2 } } },
      'Template format error: Invalid outputs property : [Count].',
    ],
    [
      'with an export that is named after a resource',
      {
        Resources: { A: thing() },
        Outputs: { O: { Value: 'a', Export: { Name: { 'Fn::Sub': '${A}-o' } } } },
      },
      'Template format error: Output O is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.',
    ],
    [
      'with an export whose name has a dot',
      { Resources: { A: thing() }, Outputs: { O: { Value: 'a', Export: { Name: 'a.b' } } } },
      'Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
    ],
  ])('of types, mappings, outputs and exports: %s', async (_, template, message) => {
    await refused(template, message);
  });

  it.each<[string, object, string]>([
    [
      'with Fn::GetAtt of one word',
      { Resources: { A: thing({ V: { 'Fn::GetAtt': 'B' } }) } },
      'Template error: if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>',
    ],
    [
      'with another function in Fn::FindInMap',
      {
        Resources: { A: thing({ V: { 'Fn::FindInMap': ['M', 'a', { 'Fn::Join': ['', ['b']] }] } }) },
        Mappings: { M: { a: { b: 'c' } } },
      },
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    ],
  ])('of functions: %s', async (_, template, message) => {
    await refused(template, message);
  });
});
