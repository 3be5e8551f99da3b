import type * as z from 'zod';
import { findingsOf } from '../../domain/cluster-config/issues.ts';
import { sentenceOf, toProblem } from '../../domain/cluster-config/problem.ts';
import { ofUnion } from '../../domain/cluster-config/union-issues.ts';
import { MAX_AGE_HOURS, type RequestProblem } from '../../domain/operation/request.ts';
import { withoutProof } from '../../domain/proof/signed-text.ts';
import { type Envelope, type EventDefinition, envelope } from '../../events/event.ts';

export type ReadRequest<Detail> =
  | {
      /** Without the proof, as the detail. */
      readonly event: Envelope;
      readonly detail: Detail;
      /** Of any type; undefined where there is none. */
      readonly proof: unknown;
      readonly problems?: undefined;
    }
  | { readonly requestId: string | undefined; readonly problems: readonly RequestProblem[] };

function problemsOf(
  schema: z.ZodType,
  value: unknown,
  { issues }: z.ZodError,
  prefix: string,
): RequestProblem[] {
  return findingsOf(schema, value, issues, ofUnion).map((finding) => ({
    path: [prefix, finding.path].filter(Boolean).join('.'),
    message: sentenceOf(toProblem('', finding)),
  }));
}

/** The request id of a detail that may be anything: so that even a refused request can be found again. */
function requestIdOf(detail: unknown): string | undefined {
  const id = (detail as { requestId?: unknown } | undefined)?.requestId;
  return typeof id === 'string' && id.length <= 128 ? id : undefined;
}

/** The cluster or Fleet document that an event of any form names, for the record of its refusal. */
export function namedIn(event: unknown): string | undefined {
  const member = (from: unknown, name: string): unknown =>
    (from as Record<string, unknown> | null | undefined)?.[name];
  const detail = member(event, 'detail');
  const inDocument = (name: string) => member(member(member(detail, name), 'metadata'), 'name');
  const names = [
    member(detail, 'cluster'),
    inDocument('config'),
    inDocument('fleet'),
    member(detail, 'name'),
  ];
  return names.find(
    (name): name is string => typeof name === 'string' && name.length > 0 && name.length <= 128,
  );
}

/**
 * Holds an event against its definition before anything reads it: its envelope, source, type, version, account
 * and age, then its detail. Every problem is named; none is guessed around. The proof is taken out first, so that nothing
 * that is told or kept of a request has it.
 */
export function readRequest<Detail extends z.ZodType>(
  definition: EventDefinition<Detail>,
  received: unknown,
  where: { readonly accountId: string; readonly at: string },
): ReadRequest<z.output<Detail>> {
  const enveloped = envelope.safeParse(received);
  if (!enveloped.success)
    return { requestId: undefined, problems: problemsOf(envelope, received, enveloped.error, '') };
  const { detail: sent, proof } = withoutProof(enveloped.data.detail);
  const event = { ...enveloped.data, detail: sent };
  const requestId = requestIdOf(event.detail);
  const refuse = (path: string, message: string) => ({ requestId, problems: [{ path, message }] });

  if (event.source !== definition.source)
    return refuse('source', `found ${event.source}, allowed ${definition.source}`);
  if (event['detail-type'] !== definition.detailType) {
    return refuse('detail-type', `found ${event['detail-type']}, allowed ${definition.detailType}`);
  }
  if (event.account !== where.accountId)
    return refuse('account', `found ${event.account}, allowed ${where.accountId}`);
  const version = event.detail.version;
  if (version !== definition.version) {
    return refuse(
      'detail.version',
      `found ${JSON.stringify(version) ?? 'nothing'}, allowed "${definition.version}"`,
    );
  }
  const ageHours = (Date.parse(where.at) - Date.parse(event.time)) / 3_600_000;
  if (!(ageHours <= MAX_AGE_HOURS)) {
    return refuse(
      'time',
      `the event is of ${event.time} and older than ${MAX_AGE_HOURS} hours; send it again if it is still wanted`,
    );
  }
  const detail = definition.detail.safeParse(event.detail);
  if (!detail.success)
    return { requestId, problems: problemsOf(definition.detail, event.detail, detail.error, 'detail') };
  return { event, detail: detail.data, proof };
}
