import { dnsSuffix } from '../desired/account.ts';
import type { RequestProblem } from '../operation/request.ts';
import { proofProblem } from './signed-text.ts';

/** The header that carries the digest of the request, signed with the rest. */
export const DIGEST_HEADER = 'x-eks-fleet-request';
const SIGNED_HEADERS = `host;${DIGEST_HEADER}`;

/** STS takes a signature for so long (IAM guide, "Signature Version 4", elements of a request). */
const LIFETIME_SECONDS = 15 * 60;
/** The sender's clock may be ahead of ours by this. */
const AHEAD_SECONDS = 5 * 60;
/** The longest URL: one with a session token of some thousand characters. */
const MOST_CHARACTERS = 8192;

interface Place {
  readonly region: string;
  readonly partition: string;
}

/** The one host that a proof may name: the STS of the region that the request was put in. */
export const stsHost = ({ region, partition }: Place): string => `sts.${region}.${dnsSuffix({ partition })}`;

/**
 * The call that a proof asks for, made anew of its parts. Nothing of the URL that came is left in it but values that fit
 * their form.
 */
export interface PresignedCall {
  readonly host: string;
  /** The query, without its question mark. */
  readonly query: string;
}

export type ReadProof =
  | { readonly call: PresignedCall; readonly problem?: undefined }
  | { readonly problem: RequestProblem; readonly call?: undefined };

/** The parameters of a presigned call, in the order in which it is made anew, each with its form. */
const PARAMETERS: Readonly<Record<string, { readonly form: RegExp; readonly optional?: true }>> = {
  Action: { form: /^GetCallerIdentity$/ },
  Version: { form: /^2011-06-15$/ },
  'X-Amz-Algorithm': { form: /^AWS4-HMAC-SHA256$/ },
  'X-Amz-Credential': { form: /^\w{16,128}\/\d{8}\/[a-z0-9-]+\/sts\/aws4_request$/ },
  'X-Amz-Date': { form: /^\d{8}T\d{6}Z$/ },
  'X-Amz-Expires': { form: /^[1-9]\d{0,2}$/ },
  'X-Amz-Security-Token': { form: /^[A-Za-z0-9+/=_-]+$/, optional: true },
  'X-Amz-SignedHeaders': { form: new RegExp(`^${SIGNED_HEADERS}$`) },
  'X-Amz-Signature': { form: /^[0-9a-f]{64}$/ },
};

const refused = (message: string): ReadProof => ({ problem: proofProblem(message) });

/** The names and values of a query; undefined where a part of it is no pair, is not encoded, or is there twice. */
function pairsOf(query: string): ReadonlyMap<string, string> | undefined {
  const pairs = new Map<string, string>();
  for (const part of query.split('&')) {
    const [, name, value] = /^([A-Za-z-]+)=((?:[A-Za-z0-9_.~-]|%[0-9A-Fa-f]{2})+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || pairs.has(name)) return undefined;
    // A sequence that is no UTF-8 has no place in any of the forms.
    pairs.set(
      name,
      value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  }
  return pairs;
}

function problemWith(pairs: ReadonlyMap<string, string>): string | undefined {
  const unknown = [...pairs.keys()].find((name) => !Object.hasOwn(PARAMETERS, name));
  if (unknown !== undefined)
    return 'it has a parameter that no presigned GetCallerIdentity has: sign it anew, and add nothing';
  for (const [name, { form, optional }] of Object.entries(PARAMETERS)) {
    const value = pairs.get(name);
    if (value === undefined && !optional) return `it has no ${name}`;
    if (value !== undefined && !form.test(value))
      return name === 'X-Amz-SignedHeaders'
        ? `its signed headers are others, allowed ${SIGNED_HEADERS}`
        : `its ${name} is not as that of a presigned GetCallerIdentity`;
  }
  return undefined;
}

/** `20261124T081500Z`, in milliseconds; no number where there is no such time. */
function timeOf(amzDate: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The reason by its times why a call proves nothing at `nowMs`. */
function timeProblem(pairs: ReadonlyMap<string, string>, nowMs: number): string | undefined {
  const date = pairs.get('X-Amz-Date') as string;
  const ageSeconds = (nowMs - timeOf(date)) / 1000;
  if (Number.isNaN(ageSeconds)) return 'its X-Amz-Date is no time';
  const lifetime = Math.min(LIFETIME_SECONDS, Number(pairs.get('X-Amz-Expires')));
  if (ageSeconds > lifetime)
    return `it was signed ${Math.floor(ageSeconds)} s ago and held for ${lifetime} s: send the request again, signed anew`;
  if (ageSeconds < -AHEAD_SECONDS)
    return `it is of a time that is ${Math.floor(-ageSeconds)} s ahead: set the clock of whoever signs it`;
  return undefined;
}

/**
 * Reads the proof of a request that was put in a region, at a time (ISO 8601). Whether its signature holds, and for this
 * request, STS alone can say.
 */
export function readProof(proof: unknown, place: Place, at: string): ReadProof {
  if (typeof proof !== 'string')
    return refused('found no text, allowed the URL of a presigned sts:GetCallerIdentity');
  if (proof.length > MOST_CHARACTERS)
    return refused(`found ${proof.length} characters, allowed at most ${MOST_CHARACTERS}`);
  const host = stsHost(place);
  const begin = `https://${host}/?`;
  if (!proof.startsWith(begin))
    return refused(
      `it is for another host or path, allowed https://${host}/: the STS of the region that the request is put in`,
    );
  const pairs = pairsOf(proof.slice(begin.length));
  if (!pairs) return refused('its query is not that of a presigned GetCallerIdentity');
  const problem = problemWith(pairs) ?? scopeProblem(pairs, place) ?? timeProblem(pairs, Date.parse(at));
  if (problem !== undefined) return refused(problem);
  const query = Object.keys(PARAMETERS).flatMap((name) => {
    const value = pairs.get(name);
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return { call: { host, query: query.join('&') } };
}

/** The credential is of the day of the signature, and of the region. */
function scopeProblem(pairs: ReadonlyMap<string, string>, { region }: Place): string | undefined {
  const [, day, signedFor] = (pairs.get('X-Amz-Credential') as string).split('/');
  if (signedFor !== region) return `it is signed for another region, allowed ${region}`;
  return pairs.get('X-Amz-Date')?.startsWith(`${day}T`)
    ? undefined
    : 'its credential is of another day than its date';
}
