import type { Checker, Watched } from '../checker.ts';

/** Requests are carried out within a day (ADR 2), and an execution that has just begun may take its time. */
const LONGEST_MS = 24 * 3_600_000;
const SLACK_MS = 600_000;

/**
 * No request is begun that is older than a day: whoever has asked has found another way by then, or has forgotten it. It
 * goes by the event as the bus took it, and the claim as DynamoDB did.
 */
export class StaleRequestChecker implements Checker {
  readonly checked = ['no request is begun a day after it was put'];
  readonly #watched: Watched;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  findings(): readonly string[] {
    return [...this.#watched.ledger.operations].flatMap(({ id, kind, region, name, asked, claimedAtMs }) => {
      const ageMs = asked === undefined ? 0 : claimedAtMs - asked.lastAtMs;
      if (ageMs <= LONGEST_MS + SLACK_MS) return [];
      const hours = Math.round(ageMs / 3_600_000);
      return [`operation ${id} (${kind}) of ${region}/${name} began ${hours} h after its request was put`];
    });
  }
}
