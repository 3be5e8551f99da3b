import type { RecordedUpgrade } from './progress.ts';
import type { StepTaken } from './report.ts';
import { isBack, type StepKind } from './steps.ts';

type Stays = (to: string, goesOn: boolean) => string;

const addons: Stays = (to, goesOn) =>
  `add-ons stay at their versions for ${to}${goesOn ? ', and what EKS has begun of them goes on to its end' : ''}`;
const hook: Stays = (to, goesOn) =>
  goesOn ? `the hook that runs before ${to} is through goes on to its end: it is yours` : '';

/** Everything of a step that a cancellation leaves as it is: EKS stops no update that it has begun. */
const STAYS: Partial<Readonly<Record<StepKind, Stays>>> = {
  hookBefore: hook,
  hookAfterControlPlane: hook,
  hookAfterNodes: hook,
  addonsBefore: addons,
  addonsAfter: addons,
  controlPlane: (to, goesOn) =>
    goesOn
      ? `EKS brings the control plane to ${to}: that cannot be stopped, and takes its time to the end`
      : `the control plane stays at ${to}`,
  nodes: (to, goesOn) =>
    goesOn
      ? `updates of node groups that have begun go on to their end: nodes of them come to ${to} and stay there`
      : `nodes that have moved stay at ${to}`,
  fargate: (to) => `pods on Fargate that were made anew stay at ${to}`,
};

const staysOf = ({ kind, to, endedAt }: StepTaken): string => STAYS[kind]?.(to, endedAt === undefined) ?? '';

/** Everything that an upgrade which is canceled now does not undo, a sentence each. */
export function staysAfterCancel({ report }: Pick<RecordedUpgrade, 'report'>): readonly string[] {
  const steps = report?.steps ?? [];
  if (report?.turnedBack || steps.some(isBack)) return ['it goes back already, which is not stopped'];
  // Of the minors, the last one that a kind of step came to.
  const last = new Map(steps.map((step) => [step.kind === 'addonsBefore' ? 'addonsAfter' : step.kind, step]));
  const stays = [...last.values()].map(staysOf).filter((sentence) => sentence !== '');
  if (stays.length === 0) return ['nothing of the cluster has been changed yet'];
  const until = report?.canGoBackUntil;
  return [...stays, ...(until === undefined ? [] : [`it can be rolled back until ${until}, when asked for`])];
}
