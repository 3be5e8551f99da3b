import type { Rule } from '../rule.ts';

const GUIDE = 'DynamoDB developer guide';
const API = 'DynamoDB API reference';

/** The rules of DynamoDB, kept true by `tests/simulator/rules.test.ts`. */
export const DYNAMODB_RULES: readonly Rule[] = [
  {
    rule: 'A read may be stale unless it asks for consistency',
    source: `${GUIDE}, "Read consistency"`,
    test: 'may be stale for a moment unless they ask for consistency',
  },
  {
    rule: 'A global secondary index is behind its table',
    source: `${GUIDE}, "Using global secondary indexes", data synchronisation`,
    test: 'find a new item in a global secondary index only after a while',
  },
  {
    rule: 'An expired item is deleted within days, and seen until then',
    source: `${GUIDE}, "Using time to live"`,
    test: 'deletes an item some time after it expired, and reads return it until then',
  },
  {
    rule: 'An update reads everything from the item as it was',
    source: `${GUIDE}, "Update expressions"`,
    test: 'leave what a naive model of them leaves, reading everything from the item as it was',
  },
  {
    rule: 'Of two conditional writers one wins',
    source: `${GUIDE}, "Condition expressions"; "Optimistic locking"`,
    test: 'lets one of two claimants write, and shows the other the item that was there',
  },
  {
    rule: 'A transaction is all or nothing, and names the part that failed',
    source: `${API}, TransactWriteItems, CancellationReasons`,
    test: 'writes all parts of a transaction or none, and says which part failed',
  },
  {
    rule: 'A transaction that meets another call on an item is cancelled, a single write refused (as a fault)',
    source: `${GUIDE}, "Transaction conflict handling in DynamoDB"; ${API}, TransactionCanceledException`,
    test: 'is cancelled where it is a transaction, with one of its items as the reason',
  },
  {
    rule: 'A client request token holds for ten minutes',
    source: `${API}, TransactWriteItems, ClientRequestToken`,
    test: 'carries out a transaction once for a token in ten minutes, and again after them',
  },
  {
    rule: 'A query counts what it read, before it filters',
    source: `${GUIDE}, "Filter expressions for the Query operation"`,
    test: 'filters after it has read: the limit counts what was read',
  },
  {
    rule: 'A local index fetches the rest of an item, a global one cannot',
    source: `${GUIDE}, "Improving data access with secondary indexes"`,
    test: 'gives of an index what it holds: a local one fetches the rest, a global one cannot',
  },
  {
    rule: 'A page has 1 MB at most',
    source: `${API}, Query and Scan`,
    test: 'ends a page at 1 MB',
  },
  {
    rule: 'A batch reads 100 and writes 25 items, and may leave some',
    source: `${API}, BatchGetItem and BatchWriteItem`,
    test: 'leave keys unprocessed once 16 MB were read',
  },
  {
    rule: 'A table is there in its own time',
    source: `${API}, CreateTable`,
    test: 'is created in its own time, and is not there for items before',
  },
  {
    rule: 'A table gains one index at a time',
    source: `${API}, UpdateTable`,
    test: 'takes one new index at a time, which can be read once it is filled',
  },
  {
    rule: 'Numbers have 38 digits',
    source: `${GUIDE}, "Supported data types", Number`,
    test: 'keeps 38 digits exactly, at both ends of the range',
  },
  {
    rule: 'Every name and value that an expression is given is used',
    source: 'moto and dynalite recordings of AWS',
    test: 'counts a name as used wherever any expression of the request uses it',
  },
  {
    rule: 'A write shows in another region after a lag',
    source: `${GUIDE}, "Global tables", multi-Region eventual consistency`,
    test: 'shows a write in the other region after a lag',
  },
  {
    rule: 'A condition is judged on the local replica alone, and the later write stays',
    source: `${GUIDE}, "Global tables: how it works", last writer wins`,
    test: 'judges conditions on the local replica alone, and keeps the later write in both',
  },
  {
    rule: 'A replica that others were added from stays for 24 hours, while one of those is there',
    source: `${GUIDE}, "Best practices for global tables", deleting a source table`,
    test: 'keeps the replica that others were added from for 24 hours, while one of those is there',
  },
  {
    rule: 'Replication waits while regions cannot reach each other',
    source: `${GUIDE}, "Global tables", resilience`,
    test: 'holds writes back while the regions cannot reach each other',
  },
  {
    rule: 'A strongly consistent table shows a write everywhere at once',
    source: `${GUIDE}, "Global tables", multi-Region strong consistency`,
    test: 'shows a write everywhere at once, and judges conditions on it',
  },
  {
    rule: 'A strongly consistent table refuses a write while another region writes the item',
    source: `${GUIDE}, MRSC, ReplicatedWriteConflictException`,
    test: 'refuses a write while another region writes the same item',
  },
  {
    rule: 'A strongly consistent table answers where a second region can be reached',
    source: `${GUIDE}, MRSC, availability`,
    test: 'answers where it reaches one more region, and nowhere else',
  },
  {
    rule: 'A quorum is a round trip: a link that passes one way alone is none',
    source: `${GUIDE}, MRSC, availability`,
    test: 'needs a way there and a way back',
  },
  {
    rule: 'A strongly consistent replica that is cut off answers eventual reads of what it had, and catches up after',
    source: `${GUIDE}, MRSC, availability; re:Invent 2025, DAT440`,
    test: 'that is cut off reads what it had, until it catches up',
  },
  {
    rule: 'A strongly consistent table takes no transactions and no time to live',
    source: `${GUIDE}, MRSC, considerations`,
    test: 'takes no transactions and no time to live',
  },
  {
    rule: 'Nothing looks inside of a key, and a starting key is judged like one',
    source: 'dynalite, whose texts are held against AWS by its tests',
    test: 'refuses %j',
  },
  {
    rule: 'A request is judged before its table is looked for',
    source: 'dynalite, whose texts are held against AWS by its tests',
    test: '%s of %j',
  },
  {
    rule: "An update leaves an index's key of its type and not empty",
    source: 'dynalite; getmoto/moto#4245, verified against AWS; ExtendDB/extenddb#275',
    test: 'is refused: %s of %j',
  },
];
