import { describe, expect, it } from '@jest/globals';
import { EVENT_BYTES_MAX, eventBytes } from '../../events/event.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { accountId, region, type Scenario, violations } from './simulations.ts';

/*
 * Events that no command of ours has checked. Each is put on the bus of a deployed fleet, and each is found again
 * with its reason: refused by EventBridge itself, in the rejects queue, or in the dead-letter queue. None changes
 * anything, and none keeps a lease, which every simulation checks.
 */

type Publish = Extract<Step, { publish: unknown }>['publish'];
type Json = Readonly<Record<string, unknown>>;

const config = (more: Json = {}, metadata: Json = {}): Json => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'shop', region, version: '1.35', ...metadata },
  ...more,
});
const request = (more: Json = {}): Json => ({
  version: '1',
  requestId: `request-${JSON.stringify(more).length}`,
  config: config(),
  ...more,
});
const put = (
  detail: Json | string,
  more: Partial<Publish> = {},
  entry: Partial<Publish['entry']> = {},
): Step => ({
  publish: {
    region,
    entry: {
      source: 'eks-fleet',
      detailType: 'ClusterRequested',
      detail: detail as Publish['entry']['detail'],
      ...entry,
    },
    bus: 'fleet',
    starts: 1,
    ...more,
  },
});
const of = (document: Json): Step => put(request({ config: document }));
const rejected = (reason: string): Step => ({
  expect: { rejected: { region, reason: JSON.stringify(reason).slice(1, -1) }, untouched: true },
});
const succeeded: Step = {
  expect: { operation: { kind: 'create', outcome: 'Succeeded' }, deliveredAll: { region } },
};

/** A request whose event has about so many bytes, by a long annotation that no task reads. */
const large = (bytes: number, letter = 'x'): Json => {
  const noted = (text: string) => request({ config: config({}, { annotations: { note: text } }) });
  const left = bytes - Buffer.byteLength(JSON.stringify(noted('')));
  return noted(letter.repeat(Math.floor(left / Buffer.byteLength(letter))));
};

const refusals: readonly (readonly [what: string, step: Step, reason: string])[] = [
  ['an unknown version', put(request({ version: '2' })), 'found "2", allowed "1"'],
  ['an empty detail', put({}), 'found nothing, allowed "1"'],
  [
    'no document',
    put({ version: '1', requestId: 'bare' }),
    'required field is missing; found nothing, allowed a mapping',
  ],
  [
    'an unknown member',
    put(request({ rollbackOnFailur: true })),
    'unknown field rollbackOnFailur; found true, allowed one of version, requestId, requestedBy, reason, config, rollbackOnFailure; did you mean rollbackOnFailure?',
  ],
  ['a request id of another form', put(request({ requestId: 'shop now' })), 'found "shop now", allowed text'],
  [
    'a time of the day before yesterday',
    put(request(), {}, { time: '2026-11-22T08:00:00Z' }),
    'the event is of 2026-11-22T08:00:00Z and older than 24 hours',
  ],
  [
    'a path of a local file',
    of(config({ nodeGroups: [{ name: 'a', ssh: { publicKeyPath: '~/.ssh/id.pub' } }] })),
    'a file on your machine is not there where the cluster is created; found "~/.ssh/id.pub", allowed nothing; put the key itself under publicKey',
  ],
  [
    "another region than the bus's",
    of(config({}, { region: 'us-west-2' })),
    "found us-west-2, allowed us-east-1: a request is sent to the bus of the cluster's own region",
  ],
  ['a version past support', of(config({}, { version: '1.30' })), "1.30 is past EKS's extended support"],
  ['a misspelt field', of(config({ managedNodeGroup: [] })), 'did you mean managedNodeGroups?'],
  [
    'a group without room',
    of(config({ managedNodeGroups: [{ name: 'web', maxSize: 0 }] })),
    'a node group has a maximum of at least 1; found 0, allowed at least 1',
  ],
  [
    'more bytes than a workflow reads',
    put(large(EVENT_BYTES_MAX + 1000)),
    `bytes, allowed at most ${EVENT_BYTES_MAX}`,
  ],
];

describe('a request that cannot be processed', () => {
  it('is in the rejects queue with its reason, and changes nothing', async () => {
    // A queue is read ten messages at a time, so that one simulation has no more.
    const scenarios: readonly Scenario[] = [refusals.slice(0, 6), refusals.slice(6)].map((some) => ({
      steps: some.flatMap(([, step, reason]) => [step, rejected(reason)]),
    }));
    expect(await violations(scenarios)).toEqual(scenarios.map(() => []));
  }, 120_000);

  it('is there too where no event of ours has its detail type, with what a person may ask for', async () => {
    const mistyped = put(request(), { starts: 0 }, { detailType: 'ClusterRequest' });
    const reason = 'no event of eks-fleet has this detail-type; allowed is what a person may ask for';
    const steps = [mistyped, { wait: 60 }, rejected(reason), rejected('ClusterScaleRequested')];
    expect(await violations([{ steps }])).toEqual([[]]);
  }, 60_000);

  it('is there too where its first task cannot read or write the tables, or dies', async () => {
    const document = config();
    const withoutGrant: Step = {
      administrator: {
        region,
        calls: [
          {
            service: 'iam',
            operation: 'DeleteRolePolicy',
            request: { RoleName: 'eks-fleet-prod-create-accept-request', PolicyName: 'task' },
          },
        ],
      },
    };
    const functionName = 'createAcceptRequest';
    const scenarios: readonly Scenario[] = [
      {
        steps: [
          withoutGrant,
          of(document),
          rejected('the request could not be read: accept-request: User: arn:aws:sts::'),
          rejected(
            'A role lacks a permission; deploy the current templates, or grant what the message names.',
          ),
        ],
      },
      {
        faults: [{ kind: 'crash-before', functionName, times: 1000 }],
        steps: [of(document), rejected('the request could not be read: workflow: ')],
      },
      {
        faults: [{ kind: 'throttle', functionName, times: 1000 }],
        steps: [of(document), rejected('the request could not be read: accept-request: Rate exceeded')],
      },
    ];
    expect(await violations(scenarios)).toEqual(scenarios.map(() => []));
  }, 120_000);
});

describe('an event that EventBridge does not take', () => {
  it('is refused by the call itself, and starts nothing', async () => {
    const none = (refused: string) => ({ refused, starts: 0 });
    const steps: readonly Step[] = [
      put('', none('InvalidArgument')),
      put('metadata: { name: shop }', none('MalformedDetail')),
      put('["shop"]', none('MalformedDetail')),
      put(large(270_000), none('ValidationException')),
      { expect: { untouched: true } },
    ];
    expect(await violations([{ steps }])).toEqual([[]]);
  }, 120_000);
});

describe('the size of a request', () => {
  it('may be all that a workflow can read, and no more than that', async () => {
    const most = large(EVENT_BYTES_MAX - 1000);
    // It fits on the bus alone, but not with its envelope into an execution's input.
    const beyond = put(large(262_100), { starts: 0 });
    const reason = "INVALID_PARAMETER: Invalid State Machine Execution Input: 'Input is too long";
    const scenarios: readonly Scenario[] = [
      { steps: [put(most), succeeded] },
      { steps: [put(large(EVENT_BYTES_MAX - 1000, '€')), rejected(`allowed at most ${EVENT_BYTES_MAX}`)] },
      {
        steps: [
          beyond,
          { wait: 600 },
          { expect: { deadLettered: { region, detailType: 'ClusterRequested', reason }, untouched: true } },
        ],
      },
    ];
    expect(await violations(scenarios)).toEqual(scenarios.map(() => []));
  }, 120_000);

  it('is counted by commands as the workflows count it', () => {
    expect(eventBytes(large(EVENT_BYTES_MAX - 2000))).toBeLessThanOrEqual(EVENT_BYTES_MAX);
    expect(eventBytes(large(EVENT_BYTES_MAX + 1000))).toBeGreaterThan(EVENT_BYTES_MAX);
    expect(eventBytes({ text: '€' }) - eventBytes({ text: 'e' })).toBe(3);
  });
});

describe('the source of our events', () => {
  /** Makes a role that may put any event on any bus, and waits until STS sees it. */
  const role = (name: string, path: string): readonly Step[] => [
    {
      administrator: {
        region,
        calls: [
          {
            service: 'iam',
            operation: 'CreateRole',
            request: {
              RoleName: name,
              Path: path,
              AssumeRolePolicyDocument: JSON.stringify({
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
                    Action: 'sts:AssumeRole',
                  },
                ],
              }),
            },
          },
          {
            service: 'iam',
            operation: 'PutRolePolicy',
            request: {
              RoleName: name,
              PolicyName: 'events',
              PolicyDocument: JSON.stringify({
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }],
              }),
            },
          },
        ],
      },
    },
    { wait: 60 },
  ];
  const arnOf = (name: string, path: string) => `arn:aws:iam::${accountId}:role${path}${name}`;

  it('is denied to who is not listed, and another source starts nothing', async () => {
    const as = arnOf('shop', '/');
    const steps: readonly Step[] = [
      ...role('shop', '/'),
      put(request(), { as, starts: 0, refused: 'AccessDeniedException' }),
      put({}, { as, starts: 0, refused: 'AccessDeniedException' }, { detailType: 'ClusterCreated' }),
      put(
        {},
        { as, bus: 'home', starts: 0, refused: 'AccessDeniedException' },
        { detailType: 'ClusterCreated' },
      ),
      put(request(), { as, starts: 0 }, { source: 'shop' }),
      put(request(), { as, starts: 0 }, { source: 'eks-fleet.shop' }),
      put(request(), { starts: 0, refused: 'NotAuthorizedForSourceException' }, { source: 'aws.eks' }),
      { wait: 3600 },
      { expect: { untouched: true, deliveredAll: { region } } },
    ];
    // A cluster's own roles have names that its document chooses.
    const pod = 'eks-fleet-prod-create-publish-created';
    const pretending: readonly Step[] = [
      ...role(`${pod}-x`, '/eks-fleet/'),
      put(request(), {
        as: arnOf(`${pod}-x`, '/eks-fleet/'),
        starts: 0,
        refused: 'AccessDeniedException',
      }),
    ];
    expect(await violations([{ steps }, { steps: pretending }])).toEqual([[], []]);
  }, 120_000);

  it('is free for who has the path of requesters', async () => {
    const path = '/eks-fleet-requesters/';
    const steps: readonly Step[] = [
      ...role('pipeline', path),
      put(request({ version: '2' }), { as: arnOf('pipeline', path) }),
      rejected('found "2", allowed "1"'),
      // Our own functions and rules are let through too: the refusal went to the queue and to the home bus.
      { expect: { deliveredAll: { region } } },
    ];
    expect(await violations([{ steps }])).toEqual([[]]);
  }, 120_000);
});
