/**
 * The requests carried out under a client token. The same request under the same token gets the first answer again
 * and does nothing (SDK typing of `ClientToken`: "to ensure the idempotency of the request").
 */
export class ClientTokens {
  readonly #answers = new Map<string, { readonly request: string; readonly answer: unknown }>();

  /** Runs a request once; the same token with another request is a request of its own. */
  once<Answer>(
    operation: string,
    input: { readonly ClientToken?: string | undefined },
    run: () => Answer,
  ): Answer {
    if (input.ClientToken === undefined) return run();
    const key = `${operation} ${input.ClientToken}`;
    const request = JSON.stringify(input);
    const known = this.#answers.get(key);
    if (known?.request === request) return known.answer as Answer;
    const answer = run();
    this.#answers.set(key, { request, answer });
    return answer;
  }
}
