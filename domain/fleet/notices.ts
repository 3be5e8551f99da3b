import { NOTICES, type NoticeKind } from '../policy/notice-kinds.ts';
import type { StoredFleet } from '../ports/fleets.ts';

/** A fact as it arrives on the home bus; `region` is where it was put. */
export interface ArrivedFact {
  readonly id: string;
  readonly detailType: string;
  readonly region: string;
  /** ISO 8601. */
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const member = (value: unknown, name: string): unknown => (value as Json | null | undefined)?.[name];
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The fleet that a fact names: of a schedule that fired, or of a document; undefined for those about a region. */
const fleetNamed = ({ detail }: ArrivedFact): string | undefined =>
  text(member(detail.schedule, 'fleet')) ?? text(member(detail.fleet, 'name')) ?? text(detail.fleet);

function isAbout({ name, document }: StoredFleet, fact: ArrivedFact): boolean {
  const named = fleetNamed(fact);
  return named === undefined ? document?.spec.regions.includes(fact.region) === true : named === name;
}

/** A document that was kept by an earlier release may name a kind that is none any more. */
const factsOf = (kind: string): readonly string[] => NOTICES[kind as NoticeKind] ?? [];

/**
 * The topics that are told of a fact, each once: those of the fleet that it names, or else of every fleet in whose
 * regions it came to pass.
 */
export function topicsOf(fact: ArrivedFact, fleets: readonly StoredFleet[]): readonly string[] {
  const topics = fleets
    .filter((fleet) => isAbout(fleet, fact))
    .flatMap(({ document }) => document?.spec.notify ?? [])
    .filter(({ on }) => on.some((kind) => factsOf(kind).includes(fact.detailType)))
    .map(({ sns }) => sns);
  return [...new Set(topics)].sort();
}

const sentences = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(text) : []);

/** The news of a plan's readiness, in the order in which a person asks: whether it is ready, what broke, what was mended, the rest. */
function readinessIn({ ready, broke, mended, unready }: Json): string | undefined {
  if (typeof ready !== 'boolean') return undefined;
  const stands = sentences(unready).filter((one) => !sentences(broke).includes(one));
  const parts = [
    { what: 'broke', said: sentences(broke) },
    { what: 'mended', said: sentences(mended) },
    { what: 'still in the way', said: stands },
  ];
  return [
    ready ? 'the standby can take over' : 'the standby cannot take over by itself',
    ...parts.flatMap(({ what, said }) => (said.length === 0 ? [] : [`${what}: ${said.join('; ')}`])),
  ].join('. ');
}

/** A move that has come to its end: who serves, after how long, and why it was made. */
function moveIn({ to, seconds, why, notes }: Json): string | undefined {
  if (typeof seconds !== 'number') return undefined;
  return [`the ${text(to)} serves after ${Math.round(seconds)} s: ${text(why)}`, ...sentences(notes)].join(
    '; ',
  );
}

/**
 * The reason in a fact's own words: of an operation, of what is to be decided and by which command, of each group that lacks
 * capacity, of a request, or of a difference.
 */
function reasonOf(detail: Json): string | undefined {
  const { reason, why, command, missing, problems, differences } = detail;
  const one = text(reason) ?? readinessIn(detail) ?? moveIn(detail);
  if (one !== undefined) return one;
  const asked = [why, command].flatMap((said) => text(said) ?? []);
  if (asked.length > 0) return asked.join(': ');
  const listed = [missing, problems, differences].find((list) => Array.isArray(list));
  const said = ((listed ?? []) as readonly Json[]).map(({ name, reasons, path, message, found }) => {
    const why = Array.isArray(reasons) ? reasons.join(', ') : (text(message) ?? text(found));
    return [text(name) ?? text(path), why].filter(Boolean).join(': ');
  });
  return said.length === 0 ? undefined : said.join('; ');
}

/** The longest subject that SNS takes (API reference, `Publish`: 100 characters of ASCII, no line breaks). */
const LONGEST_SUBJECT = 100;

/** A fact as a topic's subscribers get it: a line for people, and all of it as JSON for both. */
export function noticeOf(fact: ArrivedFact): { readonly subject: string; readonly message: string } {
  const { id, detailType, region, time, detail } = fact;
  const about =
    text(member(detail.cluster, 'name')) ?? text(detail.plan) ?? fleetNamed(fact) ?? text(detail.detailType);
  const subject = `${detailType}: ${about === undefined ? region : `${about} in ${region}`}`;
  const reason = reasonOf(detail);
  const says = `${subject}${reason === undefined ? '' : `: ${reason}`}`;
  return {
    subject: subject.replace(/[^ -~]/g, '?').slice(0, LONGEST_SUBJECT),
    message: JSON.stringify({ says, id, detailType, region, time, detail }, null, 2),
  };
}
