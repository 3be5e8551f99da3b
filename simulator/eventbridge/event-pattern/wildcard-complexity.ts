import { piecesOf } from './wildcard.ts';

/**
 * The least complexity at which the wildcards over one path are refused together. AWS publishes no number: its
 * documentation refuses `*:*:*:*:*:event-bus/*` (10 by this measure) and shows
 * `/Users/*\/dir/dir/dir/dir/dir/doc.txt` (7) as accepted; two patterns in the manner of `*\/datasync/*.tif` (8) were
 * accepted and four (16) refused.
 */
const REFUSED_FROM = 10;

/** A pattern as its engine walks it: quotes included, `undefined` for a wildcard. */
type Tokens = readonly (string | undefined)[];

function tokensOf(pattern: string): Tokens {
  const pieces = piecesOf(pattern, 0).flatMap((piece) =>
    piece.kind === 'any' ? [undefined] : [...piece.text],
  );
  return ['"', ...pieces, '"'];
}

/** The positions of a walk after one more character; a position counts the tokens before it. */
function step(tokens: Tokens, positions: ReadonlySet<number>, character: string | undefined): Set<number> {
  const next = new Set<number>();
  for (const position of positions) {
    if (position > 0 && tokens[position - 1] === undefined) next.add(position);
    const wild = position < tokens.length && tokens[position] === undefined;
    if (wild) next.add(position + 1);
    const literalAt = wild ? position + 1 : position;
    const literal = tokens[literalAt];
    if (literal !== undefined && literal === character) next.add(literalAt + 1);
  }
  return next;
}

/** Positions, and the wildcards right behind them that a match of nothing would reach too. */
function sizeOf(tokens: Tokens, positions: ReadonlySet<number>): number {
  let size = positions.size;
  for (const position of positions) {
    const wild = position < tokens.length && tokens[position] === undefined;
    if (wild && !positions.has(position + 1)) size++;
  }
  return size;
}

/**
 * Whether some value would keep too many prefixes of these wildcard patterns alive at once, which is how
 * event-ruler's `MachineComplexityEvaluator` measures them.
 */
export function isTooComplex(patterns: readonly string[]): boolean {
  if (patterns.length === 0) return false;
  const machines = patterns.map(tokensOf);
  const alphabet = new Set<string | undefined>([undefined, ...machines.flat()]);
  const seen = new Set<string>();
  const pending: (readonly ReadonlySet<number>[])[] = [machines.map(() => new Set([0]))];
  for (let walk = pending.pop(); walk; walk = pending.pop()) {
    for (const character of alphabet) {
      const next = walk.map((positions, index) => step(machines[index] ?? [], positions, character));
      const size = next.reduce((sum, positions, index) => sum + sizeOf(machines[index] ?? [], positions), 0);
      if (size >= REFUSED_FROM) return true;
      const key = next.map((positions) => [...positions].sort((a, b) => a - b).join(',')).join(';');
      if (size === 0 || seen.has(key)) continue;
      seen.add(key);
      pending.push(next);
    }
  }
  return false;
}
