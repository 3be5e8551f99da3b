import type { SimulationMessage } from '../rehearsal/simulation-spec.ts';
import { duration } from './output.ts';

interface Followed {
  readonly name: string;
  said: string;
}

/** States that say nothing to a person who watches: choices, loops and waits in between. */
const IS_QUIET =
  /^(Begin|RollsBack|Which|Wait|Observe|Planned|Accepted|Verified|Remembered|Ended|Done|ChooseStep)|^Change|UnknownTask|(Progress|Outcome)$|Cluster$/;

/**
 * Tells a simulation's progress on stderr, a line whenever a cluster's operation comes to another step. Lines
 * rather than a drawn screen, so that it reads the same on a terminal, in a pipe and in a CI log.
 */
export class ProgressLines {
  readonly #operations = new Map<string, Followed>();
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => process.stderr.write(text)) {
    this.#write = write;
  }

  tell(message: SimulationMessage): void {
    switch (message.kind) {
      case 'phase':
        this.#write(`${message.text}\n`);
        break;
      case 'operation':
        this.#operations.set(message.execution, { name: `${message.region}/${message.cluster}`, said: '' });
        if (message.asked !== undefined) this.#line(message.execution, message.virtualSeconds, message.asked);
        break;
      case 'state':
        this.#state(message);
        break;
      case 'ended': {
        const reason = message.reason === undefined ? '' : `: ${message.reason}`;
        this.#line(message.execution, message.virtualSeconds, `${message.status}${reason}`);
        break;
      }
      default:
        break;
    }
  }

  #state({ execution, state, key, virtualSeconds }: SimulationMessage & { readonly kind: 'state' }): void {
    const followed = this.#operations.get(execution);
    // `addon/coredns` is one of several; `controlPlane` is what the state's own name says.
    const name = key?.includes('/') ? ` ${key.slice(key.indexOf('/') + 1)}` : '';
    const text = `${sentence(state)}${name}`;
    if (!followed || IS_QUIET.test(state) || followed.said === text) return;
    followed.said = text;
    this.#line(execution, virtualSeconds, text);
  }

  #line(execution: string, virtualSeconds: number, text: string): void {
    const name = this.#operations.get(execution)?.name ?? execution;
    this.#write(`${duration(virtualSeconds).padStart(8)}  ${name.padEnd(28)} ${text}\n`);
  }
}

/** Waits whose names do not tell a person the thing that they wait for. */
export const WAITS: Readonly<Record<string, string>> = {
  WaitForFormerOwner: 'wait until no task of the operation before it can still run',
  WaitBeforeHooks: 'wait until no task of the operation before it can still run',
  WaitForAccessTask: 'wait until no task beside the one that failed can still run',
  WaitForOther: 'wait until the operation has ended that holds the cluster',
  WaitWhileHeld: 'wait because pods ask the sleep to',
};

/** States that wait for the end of a pause, one for each step that can be held up. */
export const IS_PAUSED = /^AwaitResume/;

/** `StartControlPlane` → `start control plane`. */
export const sentence = (state: string): string =>
  IS_PAUSED.test(state)
    ? 'wait because changes are paused'
    : (WAITS[state] ?? state.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase());
