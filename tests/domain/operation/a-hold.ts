import { FLEET_SCOPE, type Hold, type Pause, pauseOf } from '../../../domain/operation/pause.ts';

export const ANN = 'arn:aws:iam::111122223333:user/ann';

/** Ann's pause of the fleet, with these members changed. */
export const aHold = (given: Partial<Hold> = {}): Hold => ({
  scope: FLEET_SCOPE,
  id: 'p1',
  owner: ANN,
  reason: 'audit',
  at: '2026-11-24T08:00:00Z',
  ...given,
});

/** A pause of one hold, or more. */
export const aPause = (...given: readonly Partial<Hold>[]): Pause =>
  pauseOf((given.length === 0 ? [{}] : given).map(aHold)) as Pause;
