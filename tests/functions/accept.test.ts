import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../domain/operation/acceptance.ts';
import type { IdentityAnswer } from '../../domain/ports/identities.ts';
import type { Records, RecordsPort, Subject } from '../../domain/ports/records.ts';
import type { PresignedCall } from '../../domain/proof/presigned-call.ts';
import { signedText } from '../../domain/proof/signed-text.ts';
import { clusterDeletionRequested } from '../../events/cluster/deletion-requested.ts';
import { accept } from '../../functions/operation/accept.ts';
import { refused } from '../../functions/operation/acceptable.ts';
import { registered } from '../domain/firings/on-agenda.ts';
import { fleetOf } from '../domain/policy/documents.ts';
import { PARAMETERS, proofUrl } from '../domain/proof/proofs.ts';
import { storeInMemory } from './operation-store.ts';

const account = { partition: 'aws', region: 'us-east-1', accountId: '111122223333', stage: 'prod' };
const FREEZE = { from: '2026-11-25', to: '2026-12-27', zone: 'UTC', stops: ['delete'] };
const event = {
  id: 'event',
  source: 'eks-fleet',
  'detail-type': 'ClusterDeletionRequested',
  account: account.accountId,
  region: account.region,
  time: '2026-11-24T23:59:00Z',
  detail: { version: '1', requestId: 'r1', cluster: 'shop', confirm: 'shop', proof: proofUrl() },
};
const identity = {
  arn: 'arn:aws:sts::111122223333:assumed-role/platform/ann',
  userId: 'AROAEXAMPLE:ann',
  account: account.accountId,
};
const requester = { by: identity.arn, proven: true };
const [BEFORE, WITHIN] = ['2026-11-24T23:59:59Z', '2026-11-25T00:00:01Z'];
const of = (execution: string, at: string) => ({
  event,
  executionArn: `arn:aws:states:us-east-1:111122223333:execution:delete:${execution}`,
  executionName: `event_${execution}`,
  at,
});

/** Ports over one store, and the names that were read; the cluster is as the fleet has it, under a freeze. */
function world(known: Partial<Records> = { registered: registered() }) {
  const { store, records: written } = storeInMemory();
  const reads: (readonly string[])[] = [];
  let lists = 0;
  const records: RecordsPort = {
    read: async <Name extends keyof Records>({ arn, requestId = '' }: Subject, names: readonly Name[]) => {
      reads.push(names);
      const found = { ...known, lease: await store.readLease(arn), claim: await store.readClaim(requestId) };
      return found as unknown as Pick<Records, Name>;
    },
  };
  const document = fleetOf({ freezes: [FREEZE] });
  const fleets = {
    list: async () => {
      lists++;
      const by = { writtenBy: 'op', writtenAt: '', requestedBy: '' };
      return [{ name: 'retail', revision: 1, home: 'us-east-2', document, regions: [], ...by }];
    },
  };
  const signed: string[] = [];
  const identities = {
    whoSigned: async (_call: PresignedCall, text: string): Promise<IdentityAnswer> => {
      signed.push(text);
      return { outcome: 'Known', identity };
    },
  };
  const ports = { account, fleets, identities, leases: store, operations: store, records };
  return { ports, reads, written, signed, listed: () => lists };
}

const deletion = {
  kind: 'delete',
  event: clusterDeletionRequested,
  ask: ({ cluster: name }: { readonly cluster: string }) => ({ name, request: {} }),
} as const;

/** Not held by freezes, and by no level. */
const adoption = {
  ...deletion,
  kind: 'adopt',
  ask: ({ cluster: name }: { readonly cluster: string }) => ({
    name,
    request: { level: 'observe' as const },
  }),
} as const;

describe('what every request goes through', () => {
  it('is a freeze of its kind, and then nothing is claimed', async () => {
    const { ports, written } = world();
    expect(await accept(of('x1', WITHIN), ports, deletion)).toEqual({
      outcome: 'Rejected',
      requestId: 'r1',
      about: 'shop',
      requester,
      problems: [
        { path: 'Fleet retail: spec.freezes[0].stops', message: expect.stringContaining('is frozen') },
      ],
    });
    expect(written.size).toBe(0);
  });

  it('is decided once: a freeze, a level and reasons of its own that come between two attempts change nothing', async () => {
    const known: Partial<Records> = { registered: registered() };
    const { ports } = world(known);
    const accepted = await accept(of('x1', BEFORE), ports, deletion);
    expect(accepted).toMatchObject({ outcome: 'Accepted', operation: { kind: 'delete', epoch: 1 } });
    Object.assign(known, { registered: registered({ level: 'observe' }) });
    const decide = (): Verdict<'delete'> => ({
      do: 'refuse',
      problem: { path: '', message: 'not any more' },
    });
    expect(await accept(of('x1', WITHIN), ports, { ...deletion, decide })).toMatchObject({
      outcome: 'Accepted',
      operation: { epoch: 1 },
    });
    expect(await accept(of('x2', WITHIN), ports, { ...deletion, decide })).toMatchObject({
      outcome: 'Duplicate',
    });
  });

  it('begins with the request itself, then what is on record, at last documents', async () => {
    const wrong = world();
    const ask = () => refused('detail.confirm', 'wrong');
    expect(await accept(of('x1', WITHIN), wrong.ports, { ...deletion, ask })).toMatchObject({
      problems: [{ path: 'detail.confirm', message: 'wrong' }],
    });
    expect([wrong.reads, wrong.listed()]).toEqual([[], 0]);
    const low = world({ registered: registered({ level: 'observe' }) });
    expect(await accept(of('x1', WITHIN), low.ports, deletion)).toMatchObject({
      problems: [{ path: '', message: expect.stringContaining('this needs all') }],
    });
    expect([low.reads, low.listed()]).toEqual([[['lease', 'claim', 'registered']], 0]);
  });

  it('reads neither the registration nor documents for a kind that they do not hold', async () => {
    const { ports, reads, listed } = world();
    expect(await accept(of('x1', WITHIN), ports, adoption)).toMatchObject({
      outcome: 'Accepted',
    });
    expect([reads, listed()]).toEqual([[['lease', 'claim']], 0]);
  });

  it('skips what nobody waits for where that is wanted, once and for all its attempts', async () => {
    const { ports, written } = world();
    const about = {
      ...deletion,
      decide: (): Verdict<'delete'> | undefined => undefined,
      whileFrozen: (): Verdict['do'] => 'skip',
    } as const;
    const skipped = { outcome: 'Skipped', reason: expect.stringContaining('is frozen') };
    expect(await accept(of('x1', WITHIN), ports, about)).toMatchObject(skipped);
    expect(await accept(of('x1', BEFORE), ports, about)).toMatchObject(skipped);
    expect(await accept(of('x2', BEFORE), ports, about)).toMatchObject({ outcome: 'Duplicate' });
    expect([...written.values()].map(({ status, epoch }) => [status, epoch])).toEqual([['Skipped', 0]]);
  });

  it('lets the way back go on while a freeze holds', async () => {
    const { ports, listed } = world();
    const about = {
      ...deletion,
      decide: (): Verdict<'delete'> | undefined => undefined,
      whileFrozen: (): Verdict['do'] => 'go',
    } as const;
    expect(await accept(of('x1', WITHIN), ports, about)).toMatchObject({ outcome: 'Accepted' });
    expect(listed()).toBe(0);
  });

  it('claims the request as it is by now', async () => {
    const { ports, written } = world();
    const decide = (): Verdict<'adopt'> => ({ do: 'go', request: { level: 'scale' } });
    await accept(of('x1', BEFORE), ports, { ...adoption, decide });
    expect([...written.values()].map(({ request }) => request)).toEqual([{ level: 'scale' }]);
  });

  it('records the operation that asked for it, and of a person none', async () => {
    const { ports, written } = world();
    const ask = ({
      cluster: name,
      parent,
    }: {
      readonly cluster: string;
      readonly parent?: string | undefined;
    }) => ({ name, request: {}, parent }) as const;
    const child = { ...of('x1', BEFORE), event: { ...event, detail: { ...event.detail, parent: 'o1' } } };
    expect(await accept(child, ports, { ...deletion, ask })).toMatchObject({ outcome: 'Accepted' });
    expect([...written.values()]).toMatchObject([{ id: 'x1', parent: 'o1' }]);
    const alone = world();
    await accept(of('x2', BEFORE), alone.ports, { ...deletion, ask });
    expect([...alone.written.values()][0]).not.toHaveProperty('parent');
  });
});

describe('who asks', () => {
  const { proof: _proof, ...unsigned } = event.detail;
  const raw = (execution: string, more: object = {}) => ({
    ...of(execution, BEFORE),
    event: { ...event, detail: { ...unsigned, ...more } },
  });

  it('is on record with the reason, and in the reference that tasks and facts have; the proof is nowhere', async () => {
    const { ports, written, signed } = world();
    const input = {
      ...of('x1', BEFORE),
      event: { ...event, detail: { ...event.detail, reason: 'the sale' } },
    };
    const accepted = await accept(input, ports, deletion);
    const known = { ...requester, reason: 'the sale' };
    expect(accepted).toMatchObject({ outcome: 'Accepted', operation: { requester: known } });
    expect([...written.values()]).toMatchObject([{ identity, requestedBy: 'unknown', reason: 'the sale' }]);
    expect(JSON.stringify([accepted, [...written]])).not.toContain('X-Amz');
    expect(signed).toEqual([
      signedText({
        stage: 'prod',
        detailType: 'ClusterDeletionRequested',
        detail: { ...unsigned, reason: 'the sale' },
      }),
    ]);
  });

  it('is asked once: a repeated try is answered from the claim, however old the proof is by then', async () => {
    const { ports, signed } = world();
    await accept(of('x1', BEFORE), ports, deletion);
    const later = '2026-11-25T02:00:00Z';
    expect(await accept(of('x1', later), ports, deletion)).toMatchObject({
      outcome: 'Accepted',
      operation: { requester },
    });
    expect(await accept(of('x2', later), ports, deletion)).toMatchObject({ outcome: 'Duplicate' });
    expect(signed).toHaveLength(1);
  });

  it('is unproven without a proof, by the name that the request gives', async () => {
    const { ports, written, signed } = world();
    const accepted = await accept(raw('x1', { requestedBy: 'a pipeline' }), ports, deletion);
    expect(accepted).toMatchObject({ operation: { requester: { by: 'a pipeline', proven: false } } });
    expect([...written.values()][0]).not.toHaveProperty('identity');
    expect(signed).toEqual([]);
  });

  it.each([
    ['null', null],
    ['no text', 1],
    ['another host', proofUrl(undefined, 'https://sts.us-east-2.amazonaws.com/?')],
    ['too old', proofUrl({ ...PARAMETERS, 'X-Amz-Date': '20261124T234400Z' })],
  ])('is never unproven where a proof is bad, but refused: %s', async (_, proof) => {
    const { ports, written, signed } = world();
    expect(await accept(raw('x1', { proof }), ports, deletion)).toMatchObject({
      outcome: 'Rejected',
      problems: [{ path: 'detail.proof' }],
    });
    expect([written.size, signed.length]).toEqual([0, 0]);
  });

  it('is refused where STS does not vouch for it, and where it is of another account', async () => {
    for (const answer of [
      { outcome: 'Refused', code: 'SignatureDoesNotMatch' },
      { outcome: 'Known', identity: { ...identity, account: '444455556666' } },
    ] as const) {
      const { ports, written } = world();
      const identities = { whoSigned: async (): Promise<IdentityAnswer> => answer };
      expect(await accept(of('x1', BEFORE), { ...ports, identities }, deletion)).toMatchObject({
        outcome: 'Rejected',
        requester: { by: 'unknown', proven: false },
        problems: [{ path: 'detail.proof' }],
      });
      expect(written.size).toBe(0);
    }
  });

  it('is told of a request too that is wrong in itself', async () => {
    const { ports } = world();
    const ask = () => refused('detail.confirm', 'wrong');
    expect(await accept(of('x1', BEFORE), ports, { ...deletion, ask })).toMatchObject({
      requester,
      about: 'shop',
    });
  });

  it('has to be proven where a document says so, but for what the fleet itself asks and holds', async () => {
    const document = fleetOf({ requireProof: true });
    const by = { writtenBy: 'op', writtenAt: '', requestedBy: '' };
    const fleets = {
      list: async () => [{ name: 'retail', revision: 1, home: 'us-east-2', document, regions: [], ...by }],
    };
    const strict = () => ({ ...world().ports, fleets });
    expect(await accept(of('x1', BEFORE), strict(), deletion)).toMatchObject({ outcome: 'Accepted' });
    expect(await accept(raw('x1'), strict(), deletion)).toMatchObject({
      outcome: 'Rejected',
      problems: [{ path: 'detail.proof', message: expect.stringContaining('takes no unproven request') }],
    });
    for (const own of [true, false])
      expect(await accept(raw('x1'), strict(), { ...deletion, isOwn: async () => own })).toMatchObject({
        outcome: own ? 'Accepted' : 'Rejected',
      });
  });
});
