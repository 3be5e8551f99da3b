import type { RandomStream } from '../../kernel/random.ts';

type Input = Readonly<Record<string, unknown>>;
interface Answer {
  readonly Entries?: readonly object[];
}

/** Whether a call may fail for some of its entries, inside of an answer that is a success. */
export const mayFailInPart = (call: { readonly service: string; readonly operation: string }): boolean =>
  call.service === 'events' && call.operation === 'PutEvents';

/** The codes of an entry that is worth a retry (EventBridge API reference, PutEventsResultEntry). */
const FAILURES = [
  { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
  { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' },
] as const;

/** The rest of a call of PutEvents of which some entries fail by the service's own fault. */
export interface InPart {
  /** With the entries that are accepted; undefined where there is none. */
  readonly accepted: Input | undefined;
  /** The answer to all entries, in their order, from the one to those that were accepted. */
  answer(ofAccepted: unknown): object;
}

/** Draws which entries fail, one at least: each entry is accepted or refused by itself (API reference, PutEvents). */
export function failSome(input: Input, random: RandomStream): InPart {
  const entries = (input.Entries ?? []) as readonly object[];
  const chosen = random.integer(0, Math.max(0, entries.length - 1));
  const failures = entries.map((_, at) =>
    at === chosen || random.chance(0.5) ? random.pick(FAILURES) : undefined,
  );
  const Entries = entries.filter((_, at) => failures[at] === undefined);
  return {
    accepted: Entries.length === 0 ? undefined : { ...input, Entries },
    answer: (ofAccepted) => {
      const rest = [...((ofAccepted as Answer | undefined)?.Entries ?? [])];
      const all = failures.map((failure) => failure ?? rest.shift() ?? {});
      return { FailedEntryCount: all.filter((entry) => 'ErrorCode' in entry).length, Entries: all };
    },
  };
}
