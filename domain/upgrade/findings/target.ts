import { controlPlanePerHour, hoursPerMonth } from '../../prices.ts';
import type { Finding } from '../finding.ts';
import { controlPlaneHops, finding, type Judge, targetOf } from './judged.ts';

const extraAMonth = Math.round((controlPlanePerHour.extended - controlPlanePerHour.standard) * hoursPerMonth);
const DAY_MS = 86_400_000;
/** So long beforehand, the end of support is worth a word. */
const SOON_DAYS = 90;

/** A target that costs six times as much, and what the version costs until then. */
const support: Judge = (judged) => {
  const { facts, from } = judged;
  const to = targetOf(judged);
  const ofVersion = (version: string) => facts.minors.find((minor) => minor.version === version);
  const [before, after] = [ofVersion(from), ofVersion(to)];
  const found: Finding[] = [];
  if (controlPlaneHops(judged).length > 0 && after?.support === 'extended')
    found.push(
      finding(
        'target-in-extended-support',
        `${to} has been in extended support since ${after.endOfStandardSupport ?? 'a while'}, about ${extraAMonth} USD a month more`,
      ),
    );
  if (before?.support === 'extended')
    found.push(
      finding(
        'extended-support-costs',
        `${from} is in extended support, about ${extraAMonth} USD a month more${before.endOfExtendedSupport ? `, until ${before.endOfExtendedSupport}, when EKS upgrades the cluster by itself` : ''}`,
      ),
    );
  const ends = before?.endOfStandardSupport;
  if (before?.support === 'standard' && ends !== undefined && isSoon(ends, facts.at))
    found.push(
      finding(
        'extended-support-costs',
        `standard support of ${from} ends on ${ends}; from then on about ${extraAMonth} USD a month more, or EKS upgrades the cluster by itself where its policy is STANDARD`,
      ),
    );
  return found;
};

const isSoon = (day: string, at: string): boolean =>
  Date.parse(`${day}T00:00:00Z`) - Date.parse(at) < SOON_DAYS * DAY_MS;

export const targetJudges: readonly Judge[] = [support];
