import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { fromItem, toItem } from '../../aws/items.ts';

const plan = { targets: [{ key: 'managed/web', sizes: { minSize: 0, desiredSize: 0 } }], 'until?': null };
const record = {
  id: 'o1',
  epoch: 3,
  plan,
  regions: ['us-east-1'],
  tags: { team: 'web' },
  endedAt: undefined,
};

describe('an item', () => {
  it('holds its documents as JSON, and all else as values of DynamoDB', () => {
    expect(toItem(record)).toEqual({
      id: { S: 'o1' },
      epoch: { N: '3' },
      plan: { S: JSON.stringify(plan) },
      regions: { L: [{ S: 'us-east-1' }] },
      tags: { M: { team: { S: 'web' } } },
    });
  });

  it('gives what was put into it', () => {
    const { endedAt: _, ...kept } = record;
    expect(fromItem(toItem(record))).toEqual(kept);
  });

  it('has the documents of an expression under their own names', () => {
    expect(toItem({ ':plan': plan, ':status': 'Running', ':failure': null })).toEqual({
      ':plan': { S: JSON.stringify(plan) },
      ':status': { S: 'Running' },
      ':failure': { NULL: true },
    });
  });

  it('may have a document that somebody wrote as a map', () => {
    expect(fromItem(marshall({ plan }))).toEqual({ plan });
  });

  it('keeps a text that looks like JSON where it is none of its documents', () => {
    const named = { reason: '{"not": "a document"}', failure: null };
    expect(fromItem(toItem(named))).toEqual(named);
  });
});
