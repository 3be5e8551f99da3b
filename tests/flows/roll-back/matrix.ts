import type { Phase, RollBackWorld } from './worlds.ts';

const YES = { goesBack: true, takesOldReleases: true };
const NO = { goesBack: false, takesOldReleases: false };
/** EKS goes back, to the newest release of a minor alone. */
const NEWEST = { goesBack: true, takesOldReleases: false };

const NOVEMBER = '2026-11-24T08:00:00Z';
const FEW = ['none', 'managed', 'own', 'fargate', 'fargate-managed', 'auto', 'karpenter-pinned'];
const TWO_GROUPS = ['managed', 'managed-custom', 'own-managed', 'fargate-managed', 'auto-managed'];

const world = (
  phase: Phase,
  eks: RollBackWorld['eks'],
  more: Partial<RollBackWorld> = {},
): RollBackWorld => ({
  ...{ phase, eks, from: '1.34', supportType: 'EXTENDED', startAt: NOVEMBER },
  ...more,
});
/** A version that has left standard support already. */
const old = { from: '1.33', kinds: FEW } as const;
/** A version that leaves standard support on the second of December, with the policy that goes by it. */
const standard = { supportType: 'STANDARD', kinds: FEW } as const;

/** Every kind by every phase, and some kinds by what support and EKS's own answers change. */
export const MATRIX: readonly RollBackWorld[] = [
  world('before', YES, { kinds: FEW }),
  world('soak', YES),
  world('soak', YES, old),
  world('soak', YES, standard),
  world('soak', YES, { ...standard, startAt: '2026-12-01T21:00:00Z' }),
  world('addons', YES),
  world('addons', YES, standard),
  world('partly', YES, { kinds: TWO_GROUPS }),
  world('partly', NO, { kinds: TWO_GROUPS }),
  world('done', YES),
  world('done', NO),
  world('done', YES, old),
  world('done', NO, old),
  world('done', YES, standard),
  world('done', NO, standard),
  world('day 3', YES, { ...standard, startAt: '2026-11-30T08:00:00Z' }),
  world('day 3', YES, { kinds: FEW, from: '1.33' }),
  world('day 3', NO, { kinds: FEW, from: '1.33' }),
  world('day 6', NEWEST),
  world('day 6', NO),
  world('day 8', YES),
  world('next minor', YES),
  world('next minor', NO),
  world('two minors', YES),
  world('two minors', NO),
  world('forced', YES, { ...standard, startAt: '2026-12-01T08:00:00Z' }),
  world('forced', NO, { ...standard, startAt: '2026-12-01T08:00:00Z' }),
];
