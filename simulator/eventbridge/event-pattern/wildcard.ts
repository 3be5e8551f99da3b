import { refusePattern } from './refusal.ts';

export type Piece = { readonly kind: 'any' } | { readonly kind: 'text'; readonly text: string };

/** `*` stands for any run of characters; `\*` and `\\` for themselves; anything else behind `\` is refused. */
export function piecesOf(pattern: string, at: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] as string;
    if (character === '\\') {
      const escaped = pattern[++index];
      if (escaped !== '*' && escaped !== '\\') {
        return refusePattern(`Invalid escape character at pos ${index}`, at);
      }
      text += escaped;
    } else if (character === '*') {
      if (pattern[index + 1] === '*') {
        return refusePattern(`Consecutive wildcard characters at pos ${index + 1}`, at);
      }
      if (text !== '') pieces.push({ kind: 'text', text });
      text = '';
      pieces.push({ kind: 'any' });
    } else {
      text += character;
    }
  }
  if (text !== '') pieces.push({ kind: 'text', text });
  return pieces;
}

/** The test that a wildcard stands for; each piece of text is sought once, from the left. */
export function wildcardMatcher(pattern: string, at: number): (value: string) => boolean {
  const pieces = piecesOf(pattern, at);
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const source = pieces.map((piece) => (piece.kind === 'any' ? '.*' : literal(piece.text))).join('');
  const form = new RegExp(`^${source}$`, 's');
  return (value) => form.test(value);
}
