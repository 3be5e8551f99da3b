import type { PlantedBug } from '../bug.ts';

export const failover: readonly PlantedBug[] = [
  {
    name: 'traffic comes once capacity is asked for',
    hurts: 'traffic comes to a standby that answers nobody',
    edits: [
      {
        file: 'functions/failover/observe-capacity.ts',
        from: 'if (missing.length === 0) return',
        to: 'if (missing.length >= 0) return',
      },
    ],
  },
  {
    name: 'a move that came to no end is left where it is',
    hurts: 'both sides are fenced, and nobody serves until a person looks',
    edits: [
      {
        file: 'domain/failover/decide.ts',
        from: "return guard.owner === 'standby' && plan.mode === 'automatic' && !isAtWork",
        to: "return guard.owner === 'standby' && plan.mode !== 'automatic' && !isAtWork",
      },
    ],
  },
];
