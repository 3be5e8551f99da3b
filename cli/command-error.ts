/** A command cannot do what it was asked; `alternative` says what to do instead. */
export class CommandError extends Error {
  constructor(message: string, alternative?: string) {
    super(alternative === undefined ? message : `${message}; ${alternative}`);
    this.name = 'CommandError';
  }
}
