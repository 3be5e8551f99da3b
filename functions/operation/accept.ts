import type * as z from 'zod';
import {
  type AskedOfCluster,
  freezeProblem,
  isHeldAgainstCluster,
  lowLevelProblem,
  mayBeFrozen,
  placed,
  type Verdict,
} from '../../domain/operation/acceptance.ts';
import { type CarriedOut, workOf } from '../../domain/operation/kinds.ts';
import type { SubjectOf } from '../../domain/operation/operation.ts';
import { unprovenFleetProblem, unprovenProblem } from '../../domain/operation/proof-required.ts';
import type {
  Acceptance,
  AcceptInput,
  Busy,
  RequestProblem,
  Skipped,
} from '../../domain/operation/request.ts';
import { type Asking, requesterOf } from '../../domain/operation/requester.ts';
import { subjectNamed } from '../../domain/operation/subject.ts';
import type { FleetsPort, StoredFleet } from '../../domain/ports/fleets.ts';
import type { Leases } from '../../domain/ports/leases.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Records, RecordsPort, Subject } from '../../domain/ports/records.ts';
import type { RequestMembers } from '../../events/event.ts';
import type { Acceptable } from './acceptable.ts';
import { type Claim, claimRequest } from './claim.ts';
import { namedIn, readRequest } from './read-request.ts';
import { skipRequest } from './skip.ts';
import { type WhoAsksPorts, whoAsks } from './who-asks.ts';

export interface AcceptPorts extends WhoAsksPorts {
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly leases: Pick<Leases, 'claim' | 'skip'>;
  readonly operations: Pick<OperationStore, 'readOperation'>;
  readonly records: RecordsPort;
}

type Answer<Kind extends CarriedOut, Own> =
  | Acceptance<Kind>
  | (Own extends { readonly do: 'skip' } ? Skipped<Kind> : never)
  | (Own extends { readonly do: 'wait' } ? Busy : never);

/** A refused request: its id and subject, where they can be read, and who asked. */
interface Refusable {
  readonly requestId?: string | undefined;
  readonly about?: string | undefined;
  readonly asking?: Asking;
}

const rejected = ({ requestId, about, asking }: Refusable, problems: readonly RequestProblem[]) => ({
  outcome: 'Rejected' as const,
  ...(requestId === undefined ? {} : { requestId }),
  ...(about === undefined ? {} : { about }),
  ...(asking ? { requester: requesterOf(asking) } : {}),
  problems: [...problems],
});

const subjectOf = <Kind extends CarriedOut>(kind: Kind, name: string, account: AcceptPorts['account']) =>
  subjectNamed(workOf(kind).subject, account, account.region, name) as SubjectOf<Kind>;

type Decided<Name extends keyof Records> = Pick<Records, Name | 'lease' | 'claim'> &
  Partial<Pick<Records, 'registered'>>;

/** In one read: a cluster's registration only where a kind is held against it. */
async function look<Name extends keyof Records>(
  kind: CarriedOut,
  subject: Subject,
  own: readonly Name[],
  records: RecordsPort,
): Promise<Decided<Name>> {
  const registered = isHeldAgainstCluster(kind) ? (['registered'] as const) : [];
  const names = new Set<keyof Records>(['lease', 'claim', ...registered, ...own]);
  return records.read(subject, [...names]) as Promise<Decided<Name>>;
}

/** The verdict of level and freezes on a request, or undefined. Documents are read only where they could hold it. */
async function decideStanding(
  asked: AskedOfCluster,
  whileFrozen: Verdict['do'],
  at: string,
  documents: () => ReturnType<FleetsPort['list']>,
): Promise<Verdict | undefined> {
  const tooLow = lowLevelProblem(asked);
  if (tooLow) return { do: 'refuse', problem: tooLow };
  if (whileFrozen === 'go' || !mayBeFrozen(asked.kind)) return undefined;
  const problem = freezeProblem(asked, await documents(), at);
  if (!problem) return undefined;
  return whileFrozen === 'skip' ? { do: 'skip', reason: problem.message } : { do: 'refuse', problem };
}

async function carryOut<Kind extends CarriedOut>(
  verdict: Verdict<Kind>,
  claim: Claim<Kind>,
  { lease }: Pick<Records, 'lease'>,
  ports: Pick<AcceptPorts, 'leases' | 'operations'>,
): Promise<Acceptance<Kind> | Skipped<Kind> | Busy> {
  switch (verdict.do) {
    case 'refuse':
      return rejected({ ...claim, about: claim.cluster.name }, [verdict.problem]);
    case 'skip':
      return skipRequest(ports, claim, undefined, verdict.reason);
    case 'wait':
      return { outcome: 'Busy', waitSeconds: verdict.seconds };
    case 'go': {
      const { request = claim.request } = verdict;
      return claimRequest(ports.leases, { ...claim, request }, { lease, claim: undefined });
    }
  }
}

/** The reason why a request about its subject has to be proven, or undefined. */
const proofNeeded = <Kind extends CarriedOut>(
  { kind, cluster: { name, region }, tags, registered }: AskedOfCluster & { readonly kind: Kind },
  regions: readonly string[] | undefined,
  stored: readonly StoredFleet[],
): RequestProblem | undefined =>
  workOf(kind).subject === 'fleet'
    ? unprovenFleetProblem({ name, regions: regions ?? [] }, stored)
    : unprovenProblem({ name, ...placed({ cluster: { name, region }, tags, registered }) }, stored);

/**
 * Reads a request, decides whether it may go on, and claims it: every workflow begins with this. Who asks
 * comes first, then the request's own reasons, its cluster's level, freezes, at last the lease.
 *
 * What if this runs twice? A request that was claimed once is not decided again, since the facts may have changed.
 * The same execution is answered as before, another one as `Duplicate` (see `claimRequest` and `skipRequest`). Nor is its
 * proof looked at again, which may be too old by then: the claim says who asked.
 */
export async function accept<
  Kind extends CarriedOut,
  Detail extends z.ZodType<RequestMembers>,
  Name extends keyof Records = never,
  Own extends Verdict<Kind> = never,
>(
  input: AcceptInput,
  ports: AcceptPorts,
  about: Acceptable<Kind, Detail, Name, Own>,
): Promise<Answer<Kind, Own>> {
  const { kind, records = [], whileFrozen } = about;
  const { at, executionArn, executionName } = input;
  const { accountId, region } = ports.account;
  const read = readRequest(about.event, input.event, { accountId, at });
  if (read.problems)
    return rejected({ requestId: read.requestId, about: namedIn(input.event) }, read.problems);
  const { event, detail, proof } = read;
  const { requestId, requestedBy = 'unknown', reason } = detail;
  const said = { requestedBy, ...(reason === undefined ? {} : { reason }) };
  const refusable = { requestId, about: namedIn(event), asking: said };
  const asked = await about.ask(detail, { region, at, event });
  if ('problems' in asked) {
    const { identity, problem } = await whoAsks(event, proof, at, ports);
    const asking = identity ? { ...said, identity } : said;
    return rejected({ ...refusable, asking }, [...asked.problems, ...(problem ? [problem] : [])]);
  }

  const { name, request, tags, parent, part } = asked;
  const cluster = subjectOf(kind, name, ports.account);
  const fleet = about.fleet?.(detail);
  const subject = { arn: cluster.arn, requestId, ...(fleet === undefined ? {} : { fleet }) };
  const seen = await look(kind, subject, records, ports.records);
  const of = { requestId, kind, cluster, request, executionArn, executionName, at };
  const claim = {
    ...{ ...of, asking: said },
    ...(parent === undefined ? {} : { parent }),
    ...(part === undefined ? {} : { part }),
  };
  // A kind that is never skipped has no claim of a skipped request, so that its answer is one of a kind that is
  // carried out.
  if (seen.claim) return (await answerAgain(claim, seen, ports)) as Answer<Kind, Own>;

  const { identity, problem } = await whoAsks(event, proof, at, ports);
  if (problem) return rejected(refusable, [problem]);
  const documents = once(() => ports.fleets.list());
  const place = { region, at, event, cluster };
  const standing = { kind, cluster, tags, registered: seen.registered };
  const unproven = identity ? undefined : proofNeeded(standing, about.regions?.(detail), await documents());
  const needed = unproven ?? about.unlessOwn?.(detail);
  if (needed && !(await about.isOwn?.(detail, seen, place))) return rejected(refusable, [needed]);

  const own = about.decide?.(detail, seen, place) ?? ({ do: 'go' } as const);
  const held =
    own.do === 'go'
      ? await decideStanding(standing, whileFrozen?.(detail) ?? 'refuse', at, documents)
      : undefined;
  const proven = identity ? { ...claim, asking: { ...said, identity } } : claim;
  return (await carryOut(held ?? own, proven, seen, ports)) as Answer<Kind, Own>;
}

/** Asked for once, and only where somebody wants to know. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** The answer to a request that was claimed before: epoch 0 is that of one that was skipped. */
const answerAgain = <Kind extends CarriedOut>(
  claim: Claim<Kind>,
  seen: Pick<Records, 'lease' | 'claim'>,
  ports: Pick<AcceptPorts, 'leases' | 'operations'>,
) =>
  seen.claim?.epoch === 0
    ? skipRequest(ports, claim, seen.claim, '')
    : claimRequest(ports.leases, claim, seen);
