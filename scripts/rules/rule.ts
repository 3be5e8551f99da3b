import type { Product } from './product.ts';

/** One place of the product's text that breaks a rule. */
export interface Finding {
  readonly file: string;
  /** The state, the role, the member, or the line. */
  readonly place: string;
  readonly found: string;
  readonly allowed: string;
}

/** A rule that always holds of the product's text, and that nothing that runs would tell of in time. */
export interface Rule {
  readonly name: string;
  /** The harm where it does not hold. */
  readonly why: string;
  readonly check: (product: Product) => readonly Finding[] | Promise<readonly Finding[]>;
}

/** Exceptions that a person has looked at, each with its reason. One that nothing needs is a finding as well. */
export type Reviewed = Readonly<Record<string, string>>;

/** Findings without those that are reviewed, by `keyOf`, and with reviews that nothing needs. */
export function unlessReviewed<F extends Finding>(
  findings: readonly F[],
  reviewed: Reviewed,
  keyOf: (finding: F) => string,
  list: string,
): readonly Finding[] {
  const keys = new Set(findings.map(keyOf));
  const inVain = Object.keys(reviewed).filter((key) => !keys.has(key));
  return [
    ...findings.filter((finding) => !(keyOf(finding) in reviewed)),
    ...inVain.map((key) => ({
      file: list,
      place: key,
      found: 'an exception that nothing needs',
      allowed: 'exceptions of what is there: take it away',
    })),
  ];
}
