import { describe, expect, it } from '@jest/globals';
import {
  type ExpressionInput,
  parseRequestExpressions,
} from '../../../simulator/dynamodb/expressions/request-expressions.ts';

const parse = (input: ExpressionInput) =>
  parseRequestExpressions(
    { ...input },
    [
      'UpdateExpression',
      'ConditionExpression',
      'KeyConditionExpression',
      'FilterExpression',
      'ProjectionExpression',
    ],
    ['AttributesToGet'],
  );

const VALUES = { ':s': { S: 'text' }, ':n': { N: '1' }, ':l': { L: [] } };

/** Only the values that a text uses, so that none is left over. */
const valuesIn = (text: string): Pick<ExpressionInput, 'ExpressionAttributeValues'> => {
  const used = Object.entries(VALUES).filter(([name]) => text.includes(name));
  return used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {};
};

describe('a condition is refused', () => {
  // Developer guide, "Condition and filter expressions, operators, and functions"; texts of the service.
  it.each([
    ['', 'The expression can not be empty;'],
    ['a = b AND', 'Syntax error; token: "<EOF>", near: "AND"'],
    ['a == b', 'Syntax error; token: "=", near: "== b"'],
    ['_a = :s', 'Syntax error; token: "_", near: "_a"'],
    ['a ! b', 'Syntax error; token: "!", near: "a ! b"'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['((a = b))', 'The expression has redundant parentheses;'],
    ['exists(a)', 'Invalid function name; function: exists'],
    ['Attribute_Exists(a)', 'Invalid function name; function: Attribute_Exists'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'contains(a, begins_with(b, :s))',
      'The function is not allowed to be used this way in an expression; function: begins_with',
    ],
    ['Status = :s', 'Attribute name is a reserved keyword; reserved keyword: Status'],
    ['a.data = :s', 'Attribute name is a reserved keyword; reserved keyword: data'],
    ['#a = :s', 'An expression attribute name used in the document path is not defined; attribute name: #a'],
    [
      'a = :missing',
      'An expression attribute value used in expression is not defined; attribute value: :missing',
    ],
    [
      'size(a, b) > :n',
      'Incorrect number of operands for operator or function; operator or function: size, number of operands: 2',
    ],
    [
      'begins_with(a, :n)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    ['a < :l', 'Incorrect operand type for operator or function; operator or function: <, operand type: L'],
    [
      'size(:n) = :n',
      'Incorrect operand type for operator or function; operator or function: size, operand type: N',
    ],
    [
      'attribute_type(a, :s)',
      'Invalid attribute type name found; type: text, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'attribute_exists(:s)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'a BETWEEN :n AND :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:text}',
    ],
    [
      'a <> a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: <>, first operand: [a]',
    ],
    [
      'a IN (b, a)',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [a]',
    ],
  ])('%s', (ConditionExpression, reason) => {
    expect(() => parse({ ConditionExpression, ...valuesIn(ConditionExpression) })).toThrow(
      `Invalid ConditionExpression: ${reason}`,
    );
  });
});

describe('an update is refused', () => {
  // Developer guide, "Using update expressions"; texts of the service.
  it.each([
    ['a = :n', 'Syntax error; token: "a", near: "a ="'],
    ['SET a = :n SET b = :n', 'The "SET" section can only be used once in an update expression;'],
    ['ADD a b', 'Syntax error; token: "b", near: "a b"'],
    ['ADD a :s', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
    [
      'DELETE a :n',
      'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER',
    ],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
    ['SET a = append(b, :l)', 'Invalid function name; function: append'],
    [
      'SET a = b + :s',
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'SET a = list_append(b, :n)',
      'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
    ],
    [
      'SET a = if_not_exists(:s, :n)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = if_not_exists(b)',
      'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
    ],
    [
      'SET a = :n REMOVE a.b',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a.b = :n, a[0] = :n',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
    ],
  ])('%s', (UpdateExpression, reason) => {
    expect(() => parse({ UpdateExpression, ...valuesIn(UpdateExpression) })).toThrow(
      `Invalid UpdateExpression: ${reason}`,
    );
  });
});

describe('a key condition is refused', () => {
  // Developer guide, "Key condition expressions"; texts of the service.
  it.each([
    ['a = :s OR b = :s', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT a = :s', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['a = :s AND contains(b, :s)', 'Invalid operator used in KeyConditionExpression: contains'],
    ['size(a) = :n', 'KeyConditionExpressions cannot contain nested operations'],
    ['a.b = :s', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    ['a = b', 'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition'],
    [':n = :s', 'Invalid condition in KeyConditionExpression: No key attribute specified'],
    [
      ':n BETWEEN a AND :n',
      'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand',
    ],
    ['a = :s AND a > :s', 'KeyConditionExpressions must only contain one condition per key'],
  ])('%s', (KeyConditionExpression, message) => {
    expect(() => parse({ KeyConditionExpression, ...valuesIn(KeyConditionExpression) })).toThrow(message);
  });
});

describe('a request is refused for its placeholders', () => {
  it.each<[object, string]>([
    [
      { ExpressionAttributeNames: { '#a': 'a' } },
      'ExpressionAttributeNames can only be specified when using expressions',
    ],
    [
      { ProjectionExpression: 'a', AttributesToGet: ['a'] },
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}',
    ],
    [
      { ProjectionExpression: 'a', ExpressionAttributeNames: {} },
      'ExpressionAttributeNames must not be empty',
    ],
    [
      { ProjectionExpression: 'a', ExpressionAttributeNames: { '#a-b': 'a' } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"',
    ],
    [
      { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':v': {} } },
      'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :v',
    ],
    [
      { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':v': { N: 'x' } } },
      'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v',
    ],
    [
      { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':v': { S: '' }, ':w': { S: '' } } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
    ],
  ])('%j', (input, message) => {
    expect(() => parse(input)).toThrow(message);
  });

  it('counts a name as used wherever any expression of the request uses it', () => {
    const { projection, filter } = parse({
      FilterExpression: '#a = :v',
      ProjectionExpression: '#b[1].#a, c',
      ExpressionAttributeNames: { '#a': 'a.with.dots', '#b': 'Bytes' },
      ExpressionAttributeValues: { ':v': { N: '1.0' } },
    });
    expect(projection).toEqual([['Bytes', 1, 'a.with.dots'], ['c']]);
    expect(filter).toEqual({
      kind: 'comparison',
      operator: '=',
      operands: [
        { kind: 'path', path: ['a.with.dots'] },
        { kind: 'value', value: { N: '1' } },
      ],
    });
  });
});
