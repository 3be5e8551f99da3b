import dns from 'node:dns';
import type { NamesPort } from '../../domain/ports/names.ts';

/** `NamesPort` by the function's own resolver, which keeps an answer for its TTL at most. */
export class ResolverNames implements NamesPort {
  addresses(name: string): Promise<readonly string[]> {
    return new Promise((resolve) => {
      dns.lookup(name, { all: true }, (error, found) => {
        resolve(error ? [] : found.map(({ address }) => address).sort());
      });
    });
  }
}
