import { memo, useEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode, type RefObject } from 'react';
import type { Conversation as ConversationData } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useRoom } from '../../model/use-room.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { afterRestore } from '../../ui/after-restore.ts';
import { Composer, type ComposerHandle } from '../composer/Composer.tsx';
import type { ComposerModel } from '../composer/composer.model.ts';
import { RoomGate } from '../rooms/RoomGate.tsx';
import { RoomHeader } from '../rooms/RoomHeader.tsx';
import { useNavigation } from '../shell/routes.ts';
import { Announcer } from './Announcer.tsx';
import styles from './Conversation.module.css';
import { ConversationHeader } from './ConversationHeader.tsx';
import { EndButton, UnreadButton } from './EndButton.tsx';
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
  const { timeline: model, draft, notices, readers } = useConversationModels(conversation, around);
  const { phase, hasNewer, announced, announcedCount } = useViewModel(model);
  const room = useRoom(conversation.kind === 'room' ? conversation.id : undefined);
  const toEnd = (): void => {
    navigation.leavePlace();
    if (model.snapshot().hasNewer) void model.jumpToEnd();
    else timeline.current?.scrollToEnd();
  };
  useEffect(() => draft.onSent(toEnd));
  useReading(conversations, conversation, phase === 'ready' && endInSight && !hasNewer);
  useWriting(draft, composer);
  const actions = useMessageActions({ model, conversation, ownName: room?.nickname ?? ownName, ownPicture });
  // A hit of the search is opened to be read: the next arrow key is the search's.
  const [takesFocus] = useState(() => navigation.snapshot().main === 'conversations');
  const onKeyDown = (event: KeyboardEvent): void => (startsWriting(event) ? composer.current?.focus() : undefined);
  return (
    <TimelineContext value={actions.context}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a letter typed on a row goes to the box; the row has keys of its own */}
      <section className={styles['conversation']} aria-label={say('conversation.with', { name: conversation.title })} onKeyDown={onKeyDown}>
        {actions.selection.ids.size > 0 ? <SelectionBar actions={actions} /> : <Header conversation={conversation} />}
        <Messages
          ref={timeline}
          model={model}
          notices={notices}
          readers={readers}
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
        <TypingLine names={room?.typing ?? (conversation.typing ? [conversation.title] : NOBODY)} />
        <Foot conversation={conversation}>
          <Composer
            ref={composer}
            model={draft}
            to={conversation.title}
            room={notices && conversation.id}
            takesFocus={takesFocus}
            onLeave={navigation.closeConversation}
          />
        </Foot>
        <Announcer message={announced} nameOf={actions.context.nameOf} count={announcedCount} />
        <Asking actions={actions} />
      </section>
    </TimelineContext>
  );
}

/** Somebody in the room was chosen to be written to, or to be named: goes on in the box. */
function useWriting(draft: ComposerModel, composer: RefObject<ComposerHandle | null>): void {
  const navigation = useNavigation();
  const { writing } = useViewModel(navigation);
  useEffect(() => {
    if (!writing) return;
    navigation.write(undefined);
    if (writing.to === 'private') draft.setPrivate(writing.nickname);
    // A menu gives the focus back first.
    afterRestore(() => (writing.to === 'mention' ? composer.current?.insert(`@${writing.nickname} `) : composer.current?.focus()));
  }, [writing, navigation, draft, composer]);
}

const NOBODY: readonly string[] = [];

const Header = ({ conversation }: { readonly conversation: ConversationData }): ReactElement =>
  conversation.kind === 'room' ? <RoomHeader conversation={conversation} /> : <ConversationHeader conversation={conversation} />;

/** The box to write in, or what stands in its place while one cannot write. */
function Foot({ conversation, children }: { readonly conversation: ConversationData; readonly children: ReactNode }): ReactElement {
  if (conversation.kind === 'request') return <RequestBar conversation={conversation} />;
  return conversation.kind === 'room' ? <RoomGate conversation={conversation}>{children}</RoomGate> : <>{children}</>;
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
  const { phase, hasNewer, arrived, messages, unreadAbove } = useViewModel(model);
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
        {unreadAbove > 0 && <UnreadButton unread={unreadAbove} onPress={() => void model.jumpToUnread()} />}
        {(hasNewer || !endInSight) && !empty && <EndButton arrived={arrived} onPress={onEnd} />}
      </div>
    </>
  );
}

interface AskingProps {
  readonly actions: MessageActions;
}
const isOpen = ({ actions }: AskingProps): boolean => actions.menu !== undefined || actions.deleting.length > 0;
const bothClosed = (before: AskingProps, now: AskingProps): boolean => !isOpen(before) && !isOpen(now);

/** What opens over the conversation: the menu of a message, the question before it is deleted. */
const Asking = memo(function Asking({ actions }: AskingProps): ReactElement {
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
}, bothClosed);

/** A letter typed on a message is meant for the box. */
const startsWriting = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  event.target instanceof HTMLElement &&
  event.target.hasAttribute('data-message') &&
  /^[^ ?]$/u.test(event.key) &&
  !(event.ctrlKey || event.metaKey || event.altKey);
