import { useContext, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { Conversation as ConversationData } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { ClockContext } from '../../model/clock.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { Composer, type ComposerHandle } from '../composer/Composer.tsx';
import { ComposerModel } from '../composer/composer.model.ts';
import { useNavigation } from '../shell/routes.ts';
import { Announcer } from './Announcer.tsx';
import styles from './Conversation.module.css';
import { ConversationHeader } from './ConversationHeader.tsx';
import { EndButton } from './EndButton.tsx';
import { RequestBar } from './RequestBar.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { Timeline, type TimelineHandle } from './Timeline.tsx';
import { TimelineContext } from './timeline-context.ts';
import { TimelineModel } from './timeline.model.ts';
import { TypingLine } from './TypingLine.tsx';
import { useMessageActions } from './use-message-actions.ts';
import { useReading } from './use-reading.ts';

export interface ConversationProps {
  readonly conversation: ConversationData;
  readonly ownName: string;
  readonly ownPicture: string | undefined;
  /** Show the place around this position; a new object jumps anew. */
  readonly around: { readonly position: number } | undefined;
  /** Given by the gallery; else made here, one for each conversation. */
  readonly model?: TimelineModel;
}

/** One conversation: who it is with, what was said, and where to write. Give it the id of the conversation as its key. */
export function Conversation(props: ConversationProps): ReactElement {
  const { conversation, around } = props;
  const say = useText();
  const services = useServices();
  const navigation = useNavigation();
  const clock = useContext(ClockContext);
  const timeline = useRef<TimelineHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const [endInSight, setEndInSight] = useState(true);
  // Made once: what was unread when the conversation was opened stays so while it is open.
  const [model] = useState(
    () =>
      props.model ??
      new TimelineModel(
        { conversation: conversation.id, unread: conversation.unread, readUpTo: conversation.readUpTo, around: around?.position },
        services.messages,
      ),
  );
  const toEnd = (): void => {
    navigation.leavePlace();
    if (model.snapshot().hasNewer) void model.jumpToEnd();
    else timeline.current?.scrollToEnd();
  };
  const latestToEnd = useRef(toEnd);
  latestToEnd.current = toEnd;
  const draft = useMemo(
    () => new ComposerModel(conversation.id, conversation.draft, services, clock, () => latestToEnd.current()),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the draft is read once; from then on the box is true
    [conversation.id, services, clock],
  );
  const { phase, hasNewer, arrived, announced, messages } = useViewModel(model);
  useJumps(model, around);
  useReading(services.conversations, conversation, phase === 'ready' && endInSight && !hasNewer);
  const actions = useMessageActions({ model, conversation, ownName: props.ownName, ownPicture: props.ownPicture });
  const asked = conversation.kind === 'request';

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || asked) return;
    if (startsWriting(event)) composer.current?.focus();
  };
  return (
    <TimelineContext value={actions.context}>
      <section className={styles['conversation']} aria-label={say('conversation.with', { name: conversation.title })} onKeyDown={onKeyDown}>
        {actions.selection.ids.size > 0 ? <SelectionBar actions={actions} /> : <ConversationHeader conversation={conversation} />}
        {phase === 'loading' && <Skeleton rows={6} avatars />}
        {phase === 'failed' && (
          <EmptyState
            title={say('conversation.loadFailed')}
            text={say('conversation.loadFailedText')}
            actions={<Button onPress={() => void model.retryLoading()}>{say('common.retry')}</Button>}
          />
        )}
        {phase === 'ready' && messages.length === 0 && (
          <EmptyState title={say('conversation.empty')} text={say('conversation.emptyText', { name: conversation.title })} />
        )}
        {phase === 'ready' && (
          <div className={styles['middle']} data-empty={messages.length === 0}>
            <Timeline
              ref={timeline}
              model={model}
              selection={actions.selection}
              unfolded={actions.unfolded}
              onChoose={actions.choose}
              onDelete={actions.askToDelete}
              onCopy={actions.onCopy}
              onAtEnd={setEndInSight}
            />
            {(hasNewer || !endInSight) && messages.length > 0 && <EndButton arrived={arrived} onPress={toEnd} />}
          </div>
        )}
        <TypingLine name={conversation.title} typing={conversation.typing} />
        {asked ? (
          <RequestBar conversation={conversation} />
        ) : (
          <Composer ref={composer} model={draft} to={conversation.title} onLeave={navigation.closeConversation} />
        )}
        <Announcer message={announced} name={conversation.title} />
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
      </section>
    </TimelineContext>
  );
}

/** Follows the places that the navigation names, but for the one that the model began with. */
function useJumps(model: TimelineModel, around: ConversationProps['around']): void {
  const last = useRef(around);
  useEffect(() => {
    if (around === last.current) return;
    last.current = around;
    if (around) void model.jumpTo(around.position);
  }, [model, around]);
}

/** A letter typed on a message is meant for the box. */
const startsWriting = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLElement &&
  event.target.hasAttribute('data-message') &&
  event.key.length === 1 &&
  event.key !== ' ' &&
  event.key !== '?' &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey;
