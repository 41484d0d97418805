import { Phone, Video } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { Callable } from '../../../preload/contract/calls.ts';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText, type Say } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useNavigation } from '../shell/routes.ts';
import { CallableModel } from './callable.model.ts';
import { useBeginCall } from './use-call-actions.ts';

/** "Call" and "Video call": they know what the contact's devices can do, and say why not. */
export function CallButtons({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const { calls } = useServices();
  const navigation = useNavigation();
  const model = useMemo(() => new CallableModel(calls, conversation.id), [calls, conversation.id]);
  const { callable } = useViewModel(model);
  const { items } = useViewModel(useReplicas().calls);
  const { busy, failure, start, clear } = useBeginCall();
  const name = calmLine(conversation.title);
  const here = items.some(call => call.conversation === conversation.id && call.phase !== 'ended' && call.phase !== 'incoming');
  const press = (video: boolean): void => (here ? navigation.showCall() : void start(conversation.id, video));
  const button = (video: boolean): ReactElement => {
    const why = here ? undefined : reasonAgainst(say, callable, video, name);
    const off = why !== undefined || (callable === undefined && !here) || busy;
    return (
      <IconButton
        icon={video ? Video : Phone}
        label={say(video ? 'call.startVideo' : 'call.start')}
        why={why}
        {...(off ? { 'aria-disabled': true } : {})}
        onPress={() => off || press(video)}
      />
    );
  };
  return (
    <>
      {button(false)}
      {button(true)}
      <Dialog title={say('call.notStarted')} size="small" isOpen={failure !== undefined} onClose={clear}>
        <Problem failure={failure} />
      </Dialog>
    </>
  );
}

/** Why they cannot be called, or not with a picture; undefined: they can, or nobody knows yet. */
function reasonAgainst(say: Say, callable: Callable | undefined, video: boolean, name: string): string | undefined {
  if (callable === undefined || (video ? callable.video : callable.audio)) return undefined;
  return say(`call.why.${callable.why ?? (video ? 'audio-only' : 'no-calls')}`, { name });
}
