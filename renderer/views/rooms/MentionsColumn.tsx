import { ArrowLeft } from 'lucide-react';
import { useCallback, useMemo, type ReactElement } from 'react';
import type { MentionHit } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { VirtualList, type RowFocus } from '../../ui/VirtualList.tsx';
import { useListTime } from '../conversation-list/use-list-time.ts';
import { Problem } from '../problem/Problem.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './Mentions.module.css';
import { MentionsModel } from './mentions.model.ts';

const keyOf = ({ message }: MentionHit): string => String(message.id);
const writerOf = ({ message }: MentionHit): string => calmLine(message.sender?.nickname ?? message.author);
const nameOf = (hit: MentionHit): string => `${writerOf(hit)}, ${calmLine(hit.conversation.title)}`;

/** In the list column: what was said to the user in all rooms, beside the room that one of them was opened in. */
export function MentionsColumn(): ReactElement {
  const say = useText();
  const { rooms, messages } = useServices();
  const { pace } = useReplicas();
  const navigation = useNavigation();
  const model = useMemo(() => new MentionsModel({ mentions: rooms.mentions, messages }, pace), [rooms, messages, pace]);
  const { phase, hits, failure } = useViewModel(model);
  const render = useCallback(
    (hit: MentionHit, focus: RowFocus) => (
      <Row hit={hit} focus={focus} onOpen={({ conversation, message }) => navigation.openConversation(conversation.id, message.position)} />
    ),
    [navigation],
  );
  return (
    <section className={styles['pane']} aria-label={say('rooms.mentions')}>
      <header className={styles['head']}>
        <Button kind="quiet" size="small" icon={ArrowLeft} onPress={() => navigation.show('conversations')}>
          {say('search.back')}
        </Button>
        <h1 className={styles['heading']}>{say('rooms.mentions')}</h1>
      </header>
      {phase === 'loading' && <Skeleton rows={6} avatars />}
      {phase === 'failed' && (
        <div className={styles['failed']}>
          <Problem failure={failure} />
          <Button onPress={() => void model.load()}>{say('common.retry')}</Button>
        </div>
      )}
      {phase === 'ready' && hits.length === 0 && <EmptyState title={say('rooms.noMentions')} text={say('rooms.noMentionsText')} />}
      {hits.length > 0 && (
        <VirtualList
          label={say('rooms.mentions')}
          items={hits}
          keyOf={keyOf}
          nameOf={nameOf}
          render={render}
          rowHeight={84}
          className={styles['list']}
          onEnd={() => void model.loadMore()}
        />
      )}
    </section>
  );
}

const SHORT = 140;
const shortened = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT).trimEnd()}…` : text);

interface RowProps {
  readonly hit: MentionHit;
  readonly focus: RowFocus;
  readonly onOpen: (hit: MentionHit) => void;
}
function Row({ hit, focus, onOpen }: RowProps): ReactElement {
  const say = useText();
  const listTime = useListTime();
  const { message, conversation } = hit;
  const title = calmLine(conversation.title);
  const text = message.retracted ? say('room.removed') : shortened(calmLine(message.body.slice(0, 400)));
  return (
    <button type="button" {...focus} className={styles['row']} onClick={() => onOpen(hit)}>
      <Avatar name={title} address={conversation.peer} picture={conversation.avatar} size={36} shape="square" />
      <span className={styles['words']}>
        <span className={styles['line']}>
          <span className={styles['who']} title={writerOf(hit)}>
            <bdi>{writerOf(hit)}</bdi>
          </span>
          <time className={styles['time']} dateTime={new Date(message.at).toISOString()}>
            {listTime(message.at)}
          </time>
        </span>
        <span className={styles['where']} title={title}>
          <bdi>{title}</bdi>
        </span>
        <span className={styles['text']} data-gone={message.retracted !== undefined} dir="auto">
          {text}
        </span>
      </span>
    </button>
  );
}
