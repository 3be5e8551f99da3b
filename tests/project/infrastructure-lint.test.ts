import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { definitionFindings } from '../../scripts/definition-findings.ts';
import { templateFindings } from '../../scripts/template-findings.ts';

const folder = mkdtempSync(join(tmpdir(), 'infrastructure-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const findings = (resources: Readonly<Record<string, unknown>>) => {
  const path = join(folder, 'template.json');
  writeFileSync(path, JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources }));
  return templateFindings(path);
};

const queue = (Properties: unknown) => ({
  Type: 'AWS::SQS::Queue',
  DeletionPolicy: 'Delete',
  UpdateReplacePolicy: 'Delete',
  Properties,
});

describe('the lint of templates', () => {
  it('finds nothing in a sound template', () => {
    expect(findings({ Queue: queue({ MessageRetentionPeriod: 1209600 }) })).toEqual([]);
  });

  it.each([
    ['a property that the resource does not have', { Queue: queue({ Retention: 1 }) }, /^Queue: F3002/],
    ['a value that the property does not allow', { Bus: logGroup(31) }, /^Bus: [EW]30\d\d/],
    ['a reference to nothing', { Queue: queue({ QueueName: { Ref: 'Name' } }) }, /^Queue: F1020/],
    ['a resource type that there is not', { Queue: { Type: 'AWS::SQS::Queues' } }, /^Queue: F3006/],
  ])('finds %s', (_what, resources, finding) => {
    expect(findings(resources)).toContainEqual(expect.stringMatching(finding));
  });
});

function logGroup(RetentionInDays: number): unknown {
  return {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
    Properties: { RetentionInDays },
  };
}

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${LookFunctionArn}', Payload: {} },
  End: true,
};

const machine = (Look: unknown) => ({ QueryLanguage: 'JSONata', StartAt: 'Look', States: { Look } });

describe('the lint of state machines', () => {
  it('finds nothing in a sound one', async () => {
    expect(await definitionFindings(machine(task), { LookFunctionArn: 'arn' })).toEqual([]);
  });

  it.each([
    ['a placeholder without a substitution', task, {}, '${LookFunctionArn} has no substitution'],
    [
      'a substitution that is not used',
      task,
      { LookFunctionArn: 'arn', Other: 'arn' },
      'the substitution Other is not used',
    ],
    [
      'a field that no state has',
      { ...task, Timeout: 3 },
      { LookFunctionArn: 'arn' },
      /Field is not supported/,
    ],
    [
      'a JSONPath field',
      { ...task, ResultPath: '$.a' },
      { LookFunctionArn: 'arn' },
      /ResultPath|is invalid|not supported/,
    ],
    [
      'an action that the service does not have',
      { ...task, Resource: 'arn:aws:states:::aws-sdk:eks:lookAround' },
      { LookFunctionArn: 'arn' },
      'arn:aws:states:::aws-sdk:eks:lookAround: the service has no such action',
    ],
  ])('finds %s', async (_what, state, substitutions, finding) => {
    const found = await definitionFindings(machine(state), substitutions);
    expect(found).toContainEqual(typeof finding === 'string' ? finding : expect.stringMatching(finding));
  });
});
