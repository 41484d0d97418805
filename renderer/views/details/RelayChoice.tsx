import { useCallback, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Select } from '../../ui/Select.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useAnswer } from '../problem/use-answer.ts';

const CHOICES = ['as-usual', 'always', 'never'] as const;

/** Whether calls with this one go over a relay, so that they do not learn where this computer is. */
export function RelayChoice({ conversation }: { readonly conversation: ConversationId }): ReactElement | null {
  const say = useText();
  const { calls } = useServices();
  const ask = useCallback(() => calls.relay({ conversation }), [calls, conversation]);
  const { value, again } = useAnswer(ask);
  const { failure, run } = useAction();
  if (value === undefined) return null;
  return (
    <>
      <Select
        label={say('call.relay')}
        description={say('call.relayHelp')}
        value={value}
        onChange={choice => void run(() => calls.setRelay({ conversation, choice })).then(again)}
        options={CHOICES.map(id => ({ id, label: say(`call.relay.${id}`) }))}
      />
      <Problem failure={failure} />
    </>
  );
}
