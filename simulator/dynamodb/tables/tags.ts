import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { assertConstraints } from '../constraints.ts';
import { validationError } from '../errors.ts';
import { type DynamoDbState, tableNameOf } from '../state.ts';
import type { Tag } from './create.ts';
import type { Table } from './table.ts';

const TAGS_PER_PAGE = 10;
const TABLE_ARN = /^arn:[\w-]+:dynamodb:[\w-]+:\d+:table\/[^/]{3,255}$/;

function assertArn(arn: string | undefined): asserts arn is string {
  if (arn === undefined) throw validationError('Invalid TableArn');
}

/** The table of an ARN. In its refusal, UntagResource alone does not name the ARN (dynalite, held against AWS). */
function taggedTable(state: DynamoDbState, arn: string, isNamed = true): Table {
  if (!TABLE_ARN.test(arn)) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  const table = state.tables.get(tableNameOf(arn));
  if (table && table.arn === arn) return table;
  const name = isNamed ? `: ResourcArn: ${arn} not found` : '';
  throw new AwsError('ResourceNotFoundException', `Requested resource not found${name}`);
}

function assertSome(path: string, given: readonly unknown[] | undefined, what: string): void {
  assertConstraints((constraints) => constraints.required(path, given));
  if (given?.length === 0) throw validationError(`Atleast one ${what} needs to be provided as Input.`);
}

export function tagOperations(state: DynamoDbState): Record<string, ModelledOperation> {
  return {
    TagResource: {
      members: ['ResourceArn', 'Tags'],
      run: ({ ResourceArn, Tags }: { ResourceArn?: string; Tags?: readonly Tag[] }) => {
        assertArn(ResourceArn);
        assertSome('tags', Tags, 'Tag');
        const { tags } = taggedTable(state, ResourceArn);
        for (const { Key, Value } of Tags ?? []) tags.set(Key, Value);
        return {};
      },
    },
    UntagResource: {
      members: ['ResourceArn', 'TagKeys'],
      run: ({ ResourceArn, TagKeys }: { ResourceArn?: string; TagKeys?: readonly string[] }) => {
        assertArn(ResourceArn);
        assertSome('tagKeys', TagKeys, 'Tag Key');
        const { tags } = taggedTable(state, ResourceArn, false);
        for (const key of TagKeys ?? []) tags.delete(key);
        return {};
      },
    },
    ListTagsOfResource: {
      members: ['ResourceArn', 'NextToken'],
      run: ({ ResourceArn, NextToken }: { ResourceArn?: string; NextToken?: string }) => {
        assertArn(ResourceArn);
        const tags = [...taggedTable(state, ResourceArn).tags].map(([Key, Value]) => ({ Key, Value }));
        const from = Number(NextToken ?? 0);
        const next = from + TAGS_PER_PAGE;
        return {
          Tags: tags.slice(from, next),
          ...(tags.length > next && { NextToken: String(next) }),
        };
      },
    },
  };
}
