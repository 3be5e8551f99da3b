import type { RequestProblem } from '../operation/request.ts';
import { FINDINGS, type Finding, type FindingId } from './finding.ts';
import { findingKey } from './finding-key.ts';
import type { UpgradePlan } from './plan.ts';
import type { Consent, Waiver } from './request.ts';

/** Findings that somebody may take upon himself with a consent alone: EKS has to be told to go on in spite of them. */
const WITH_CONSENT: Readonly<Partial<Record<FindingId, Consent>>> = {
  'insight-error': 'skipInsights',
  'fargate-newer': 'skipInsights',
};

interface Given {
  readonly waivers: readonly Waiver[];
  readonly consents: readonly Consent[];
  /** ISO 8601: a waiver may have run out since the request. */
  readonly at: string;
}

const waiverOf = (one: Finding, { waivers, at }: Given): Waiver | undefined =>
  waivers.find(
    ({ finding, until }) =>
      (finding === one.id || finding === findingKey(one)) && Date.parse(until) > Date.parse(at),
  );

export interface Weighed {
  /** Findings that stand in the way. */
  readonly blockers: readonly Finding[];
  /** The rest, waived or told. */
  readonly findings: UpgradePlan['findings'];
}

/** Tells what stands in the way from what is waived, with a waiver's reason, and from what is only told. */
export function weigh(findings: readonly Finding[], given: Given): Weighed {
  const blockers: Finding[] = [];
  const others: UpgradePlan['findings'][number][] = [];
  for (const one of findings) {
    const { severity, isWaivable } = FINDINGS[one.id];
    if (severity !== 'blocker') {
      others.push(one);
      continue;
    }
    const consent = WITH_CONSENT[one.id];
    const hasConsent = consent === undefined || given.consents.includes(consent);
    const waived = isWaivable && hasConsent ? waiverOf(one, given) : undefined;
    if (waived) others.push({ ...one, waivedBy: waived.reason });
    else blockers.push(one);
  }
  return { blockers, findings: others };
}

/** The way in which a finding is waived, in words; undefined for one that nobody may take upon himself. */
function waiving(one: Finding): string | undefined {
  if (!FINDINGS[one.id].isWaivable) return undefined;
  const consent = WITH_CONSENT[one.id];
  const with_ = consent === undefined ? '' : `, and \`${consent}\` among the consents`;
  return `or waive ${findingKey(one)} with an end and a reason${with_}`;
}

/** A blocker as a request's problem: what was found, what that means, what to do, and how it is waived. */
export function problemOf(one: Finding): RequestProblem {
  const { means, todo } = FINDINGS[one.id];
  const words = [`found ${one.found}`, means, todo, waiving(one)].filter(Boolean);
  return { path: findingKey(one), message: words.join('; ') };
}
