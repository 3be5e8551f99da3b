import type * as z from 'zod';
import {
  type AskedOfCluster,
  freezeProblem,
  isHeldAgainstCluster,
  lowLevelProblem,
  mayBeFrozen,
  type Verdict,
} from '../../domain/operation/acceptance.ts';
import { type CarriedOut, workOf } from '../../domain/operation/kinds.ts';
import type { SubjectOf } from '../../domain/operation/operation.ts';
import type {
  Acceptance,
  AcceptInput,
  Busy,
  RequestProblem,
  Skipped,
} from '../../domain/operation/request.ts';
import { subjectNamed } from '../../domain/operation/subject.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Records, RecordsPort, Subject } from '../../domain/ports/records.ts';
import type { RequestMembers } from '../../events/event.ts';
import type { OwnAccount } from '../runtime/ports/account/account.ts';
import type { Acceptable } from './acceptable.ts';
import { type Claim, claimRequest } from './claim.ts';
import { readRequest } from './read-request.ts';
import { skipRequest } from './skip.ts';

export interface AcceptPorts {
  readonly account: Pick<OwnAccount, 'partition' | 'region' | 'accountId'>;
  readonly fleets: Pick<FleetsPort, 'list'>;
  readonly operations: OperationStore;
  readonly records: RecordsPort;
}

type Answer<Kind extends CarriedOut, Own> =
  | Acceptance<Kind>
  | (Own extends { readonly do: 'skip' } ? Skipped<Kind> : never)
  | (Own extends { readonly do: 'wait' } ? Busy : never);

const rejected = (requestId: string | undefined, problems: readonly RequestProblem[]) => ({
  outcome: 'Rejected' as const,
  ...(requestId === undefined ? {} : { requestId }),
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
  fleets: AcceptPorts['fleets'],
): Promise<Verdict | undefined> {
  const tooLow = lowLevelProblem(asked);
  if (tooLow) return { do: 'refuse', problem: tooLow };
  if (whileFrozen === 'go' || !mayBeFrozen(asked.kind)) return undefined;
  const problem = freezeProblem(asked, await fleets.list(), at);
  if (!problem) return undefined;
  return whileFrozen === 'skip' ? { do: 'skip', reason: problem.message } : { do: 'refuse', problem };
}

async function carryOut<Kind extends CarriedOut>(
  verdict: Verdict<Kind>,
  claim: Claim<Kind>,
  { lease }: Pick<Records, 'lease'>,
  operations: OperationStore,
): Promise<Acceptance<Kind> | Skipped<Kind> | Busy> {
  switch (verdict.do) {
    case 'refuse':
      return rejected(claim.requestId, [verdict.problem]);
    case 'skip':
      return skipRequest(operations, claim, undefined, verdict.reason);
    case 'wait':
      return { outcome: 'Busy', waitSeconds: verdict.seconds };
    case 'go': {
      const { request = claim.request } = verdict;
      return claimRequest(operations, { ...claim, request }, { lease, claim: undefined });
    }
  }
}

/**
 * Reads a request, decides whether it may go on, and claims it: every workflow begins with this. The request's own
 * reasons come first, then its cluster's level, then freezes, at last the lease.
 *
 * What if this runs twice? A request that was claimed once is not decided again, since the facts may have changed.
 * The same execution is answered as before, another one as `Duplicate` (see `claimRequest` and `skipRequest`).
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
  if (read.problems) return rejected(read.requestId, read.problems);
  const { event, detail } = read;
  const { requestId, requestedBy = 'unknown' } = detail;
  const asked = await about.ask(detail, { region, at, event });
  if ('problems' in asked) return rejected(requestId, asked.problems);

  const { name, request, tags, parent } = asked;
  const cluster = subjectOf(kind, name, ports.account);
  const fleet = about.fleet?.(detail);
  const subject = { arn: cluster.arn, requestId, ...(fleet === undefined ? {} : { fleet }) };
  const seen = await look(kind, subject, records, ports.records);
  const by = { requestedBy, ...(parent === undefined ? {} : { parent }) };
  const claim = { requestId, kind, cluster, ...by, request, executionArn, executionName, at };
  // A kind that is never skipped has no claim of a skipped request, so that its answer is one of a kind that is
  // carried out.
  if (seen.claim) return (await answerAgain(claim, seen, ports.operations)) as Answer<Kind, Own>;

  const own = about.decide?.(detail, seen, { region, at, event, cluster }) ?? ({ do: 'go' } as const);
  const standing =
    own.do === 'go'
      ? await decideStanding(
          { kind, cluster, tags, registered: seen.registered },
          whileFrozen?.(detail) ?? 'refuse',
          at,
          ports.fleets,
        )
      : undefined;
  return (await carryOut(standing ?? own, claim, seen, ports.operations)) as Answer<Kind, Own>;
}

/** The answer to a request that was claimed before: epoch 0 is that of one that was skipped. */
const answerAgain = <Kind extends CarriedOut>(
  claim: Claim<Kind>,
  seen: Pick<Records, 'lease' | 'claim'>,
  operations: OperationStore,
) =>
  seen.claim?.epoch === 0
    ? skipRequest(operations, claim, seen.claim, '')
    : claimRequest(operations, claim, seen);
