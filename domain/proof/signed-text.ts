import type { RequestProblem } from '../operation/request.ts';

/** A request as its sender signs for it: everything but the proof itself. */
export interface SignedRequest {
  /** Two stages of an account never take each other's. */
  readonly stage: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The member of a request's detail that carries its proof, and is no part of what is signed. */
export const PROOF = 'proof';

/** JSON with the members of every object in one order, so that a bus may write them in any. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as Record<string, unknown>)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/**
 * The text whose digest a sender signs. What it says is told apart by its place in a list, so that no two requests have
 * one text. The region is not in it: the URL of a proof is one of the region's own STS.
 */
export const signedText = ({ stage, detailType, detail }: SignedRequest): string =>
  canonical(['eks-fleet request 1', stage, detailType, withoutProof(detail).detail]);

/** A detail without its proof, and the proof, of any type. */
export function withoutProof(detail: Readonly<Record<string, unknown>>): {
  readonly detail: Readonly<Record<string, unknown>>;
  readonly proof: unknown;
} {
  const { [PROOF]: proof, ...rest } = detail;
  return { detail: rest, proof };
}

/** A reason against a proof. It never says what the proof says. */
export const proofProblem = (message: string): RequestProblem => ({ path: `detail.${PROOF}`, message });
