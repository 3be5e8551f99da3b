import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { answeredWithin } from '../../../../aws/answered-within.ts';
import { named } from '../../../../aws/errors.ts';
import { EventBridgeFactPublisher } from '../../../../aws/fact-publisher.ts';
import type { FactPublisher } from '../../../../domain/ports/facts.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

const PATIENCE_MS = 3000;

/** The bus of the function's own region, for who tells it again in the next slot and cannot wait. */
export const promptFacts = perEnvironment((): FactPublisher => {
  const bus = new EventBridgeFactPublisher(new EventBridgeClient(IMPATIENT), variable('BUS_NAME'));
  return { publish: (fact) => named(answeredWithin(PATIENCE_MS, bus.publish(fact))) };
});
