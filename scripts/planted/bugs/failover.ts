import type { PlantedBug } from '../bug.ts';

export const failover: readonly PlantedBug[] = [
  {
    name: 'traffic comes once capacity is asked for',
    hurts: 'traffic comes to a standby that answers nobody',
    edits: [
      {
        file: 'functions/failover/observe-capacity.ts',
        from: 'if (start.length === 0 && missing.length === 0) {',
        to: 'if (start.length === 0 && missing.length >= 0) {',
      },
    ],
  },
  {
    name: 'a word that is there is not said over by who prepares',
    hurts:
      'a region that was silent at the move says the former side for ever: one more silence brings traffic back',
    edits: [
      {
        file: 'functions/failover-readiness/apply-word.ts',
        from: 'if (saysSo(held?.word, word)) return ready;',
        to: 'if (held?.word || saysSo(undefined, word)) return ready;',
      },
    ],
  },
  {
    name: 'a move that came to no end is left where it is',
    hurts: 'both sides are fenced, and nobody serves until a person looks',
    edits: [
      {
        file: 'domain/failover/decide.ts',
        from: "return guard.owner === 'standby' && plan.mode === 'automatic'",
        to: "return guard.owner === 'standby' && plan.mode !== 'automatic'",
      },
    ],
  },
];
