import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { Conversation as ConversationData } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { Composer, type ComposerHandle } from '../composer/Composer.tsx';
import { useNavigation } from '../shell/routes.ts';
import { Announcer } from './Announcer.tsx';
import styles from './Conversation.module.css';
import { ConversationHeader } from './ConversationHeader.tsx';
import { EndButton } from './EndButton.tsx';
import { RequestBar } from './RequestBar.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { Timeline, type TimelineHandle, type TimelineProps } from './Timeline.tsx';
import { TimelineContext } from './timeline-context.ts';
import { TypingLine } from './TypingLine.tsx';
import { useConversationModels, type Around } from './use-conversation-models.ts';
import { useMessageActions, type MessageActions } from './use-message-actions.ts';
import { useReading } from './use-reading.ts';

export interface ConversationProps {
  readonly conversation: ConversationData;
  readonly ownName: string;
  readonly ownPicture: string | undefined;
  /** Show the place around this position; a new object jumps anew. */
  readonly around: Around;
}

/** One conversation: who it is with, what was said, and where to write. Give it the id of the conversation as its key. */
export function Conversation({ conversation, ownName, ownPicture, around }: ConversationProps): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { conversations } = useServices();
  const timeline = useRef<TimelineHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const [endInSight, setEndInSight] = useState(true);
  const { timeline: model, draft } = useConversationModels(conversation, around);
  const { phase, hasNewer, announced } = useViewModel(model);
  const toEnd = (): void => {
    navigation.leavePlace();
    if (model.snapshot().hasNewer) void model.jumpToEnd();
    else timeline.current?.scrollToEnd();
  };
  useEffect(() => draft.onSent(toEnd));
  useReading(conversations, conversation, phase === 'ready' && endInSight && !hasNewer);
  const actions = useMessageActions({ model, conversation, ownName, ownPicture });
  // A hit of the search is opened to be read: the next arrow key is the search's.
  const [takesFocus] = useState(() => navigation.snapshot().main === 'conversations');
  const asked = conversation.kind === 'request';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!asked && startsWriting(event)) composer.current?.focus();
  };
  return (
    <TimelineContext value={actions.context}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a letter typed on a row goes to the box; the row has keys of its own */}
      <section className={styles['conversation']} aria-label={say('conversation.with', { name: conversation.title })} onKeyDown={onKeyDown}>
        {actions.selection.ids.size > 0 ? <SelectionBar actions={actions} /> : <ConversationHeader conversation={conversation} />}
        <Messages
          ref={timeline}
          model={model}
          name={conversation.title}
          endInSight={endInSight}
          onEnd={toEnd}
          selection={actions.selection}
          unfolded={actions.unfolded}
          onChoose={actions.choose}
          onDelete={actions.askToDelete}
          onCopy={actions.onCopy}
          onAtEnd={setEndInSight}
        />
        <TypingLine name={conversation.title} typing={conversation.typing} />
        {asked ? (
          <RequestBar conversation={conversation} />
        ) : (
          <Composer ref={composer} model={draft} to={conversation.title} takesFocus={takesFocus} onLeave={navigation.closeConversation} />
        )}
        <Announcer message={announced} name={conversation.title} />
        <Asking actions={actions} />
      </section>
    </TimelineContext>
  );
}

interface MessagesProps extends TimelineProps {
  readonly name: string;
  readonly endInSight: boolean;
  readonly onEnd: () => void;
}

/** The timeline, or why there is none. */
function Messages({ name, endInSight, onEnd, ...props }: MessagesProps): ReactElement {
  const say = useText();
  const { model } = props;
  const { phase, hasNewer, arrived, messages } = useViewModel(model);
  if (phase === 'loading') return <Skeleton rows={6} avatars />;
  if (phase === 'failed') {
    const retry = <Button onPress={() => void model.retryLoading()}>{say('common.retry')}</Button>;
    return <EmptyState title={say('conversation.loadFailed')} text={say('conversation.loadFailedText')} actions={retry} />;
  }
  const empty = messages.length === 0;
  return (
    <>
      {empty && <EmptyState title={say('conversation.empty')} text={say('conversation.emptyText', { name })} />}
      <div className={styles['middle']} data-empty={empty}>
        <Timeline {...props} />
        {(hasNewer || !endInSight) && !empty && <EndButton arrived={arrived} onPress={onEnd} />}
      </div>
    </>
  );
}

/** What opens over the conversation: the menu of a message, the question before it is deleted. */
function Asking({ actions }: { readonly actions: MessageActions }): ReactElement {
  const say = useText();
  return (
    <>
      <ContextMenu label={say('conversation.actions')} place={actions.menu?.place} items={actions.menuItems} onClose={actions.closeMenu} />
      <ConfirmDialog
        isOpen={actions.deleting.length > 0}
        title={say('conversation.deleteTitle', { count: actions.deleting.length })}
        action={say('common.delete')}
        onClose={actions.cancelDelete}
        onConfirm={actions.confirmDelete}
      >
        {say('conversation.deleteText')}
      </ConfirmDialog>
    </>
  );
}

/** A letter typed on a message is meant for the box. */
const startsWriting = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  event.target instanceof HTMLElement &&
  event.target.hasAttribute('data-message') &&
  /^[^ ?]$/u.test(event.key) &&
  !(event.ctrlKey || event.metaKey || event.altKey);
