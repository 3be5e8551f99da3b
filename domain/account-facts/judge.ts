import type { Finding } from '../cluster-config/problem.ts';
import type { Answer } from './answer.ts';
import type { AccountFacts } from './facts.ts';
import { addonRules } from './rules/addons.ts';
import { identityRules } from './rules/identities.ts';
import { imageRules } from './rules/images.ts';
import { instanceTypeRules } from './rules/instance-types.ts';
import { namedRules } from './rules/named.ts';
import { networkRules } from './rules/network.ts';
import { quotaRules } from './rules/quotas.ts';
import type { FactFinding, FactRule, Judged } from './rules/rule.ts';
import { versionRules } from './rules/versions.ts';

const rules: readonly FactRule[] = [
  ...versionRules,
  ...addonRules,
  ...instanceTypeRules,
  ...imageRules,
  ...networkRules,
  ...identityRules,
  ...namedRules,
  ...quotaRules,
];

export interface Judgement {
  readonly problems: readonly Finding[];
  readonly warnings: readonly Finding[];
}

function* answersIn(facts: AccountFacts): Generator<Answer<unknown>> {
  const { roles, policies, instanceProfiles, keys, quotas, counts, ...others } = facts;
  const { kubernetesVersion: _asked, ...answers } = others;
  yield* Object.values(answers);
  for (const each of [roles, policies, instanceProfiles, keys, quotas, counts]) yield* Object.values(each);
}

/** One warning an action: a thing that could not be asked is neither right nor wrong. */
function denials(facts: AccountFacts): Finding[] {
  const actions = [...answersIn(facts)].flatMap((answer) => ('denied' in answer ? [answer.denied] : []));
  return [...new Set(actions)].sort().map((action) => ({
    path: '',
    found: 'AccessDenied',
    allowed: action,
    message: `what ${action} would tell is not checked, because access to it is denied`,
  }));
}

/** True for a part of a cluster that is there and is not to be changed: it works, whatever AWS offers by now. */
export type IsSettled = (part: string) => boolean;

/** All that is wrong, and all that may be: each problem refuses the document, a warning does not. */
export function judgeFacts(judged: Judged, isSettled: IsSettled = () => false): Judgement {
  const found = rules.flatMap((rule) => rule(judged));
  const isTold = ({ isWarning, parts }: FactFinding): boolean =>
    isWarning === true || (parts.length > 0 && parts.every(isSettled));
  const plain = ({ parts: _parts, isWarning: _isWarning, ...finding }: FactFinding): Finding => finding;
  return {
    problems: found.filter((one) => !isTold(one)).map(plain),
    warnings: [...denials(judged.facts), ...found.filter(isTold).map(plain)],
  };
}
