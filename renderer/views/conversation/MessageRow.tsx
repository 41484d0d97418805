import { memo, useContext, useState, type CSSProperties, type MouseEvent, type ReactElement } from 'react';
import type { Message } from '../../../preload/contract/messages.ts';
import type { RoomNotice } from '../../../preload/contract/rooms.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { personHue } from '../../ui/person-hue.ts';
import { DayLine, UnreadLine } from './DayLine.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { colourOf, Face, PrivateMark, SenderMarks } from './Face.tsx';
import { failureReason } from './failure-reason.ts';
import { MessageActions } from './MessageActions.tsx';
import styles from './MessageRow.module.css';
import { MessageText } from './MessageText.tsx';
import { NoticeLines } from './NoticeLines.tsx';
import { ReadByLine } from './ReadByLine.tsx';
import type { RowShape } from './rows.ts';
import { TimelineContext } from './timeline-context.ts';

export interface MessageRowProps extends RowShape {
  readonly message: Message;
  /** The one that the Tab key comes to. */
  readonly active: boolean;
  readonly chosen: boolean;
  readonly choosing: boolean;
  readonly unfolded: boolean;
  readonly emphasised: boolean;
  /** Who has read it, where it is the newest own one that anybody has. */
  readonly readBy: readonly string[] | undefined;
  /** What happened in the room before it. */
  readonly notices: readonly RoomNotice[] | undefined;
  /** What happened after it, where it is the last one. */
  readonly noticesAfter: readonly RoomNotice[] | undefined;
}

/** One message, with the lines that stand above it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps): ReactElement {
  return (
    <>
      {props.notices && <NoticeLines notices={props.notices} />}
      {props.newDay && <DayLine at={props.message.at} />}
      {props.firstUnread && <UnreadLine />}
      <Row {...props} />
      {props.noticesAfter && <NoticeLines notices={props.noticesAfter} />}
    </>
  );
});

/** "Juliet, 16:04, mentions you". */
function useRowName({ message, chosen }: MessageRowProps, name: string, time: string): string {
  const say = useText();
  return [
    say(chosen ? 'conversation.rowChosen' : 'conversation.row', { name, time }),
    ...(message.mentioned === true ? [say('room.meansYou')] : []),
    ...(message.privateWith === undefined ? [] : [say('room.privateSign')]),
  ].join(', ');
}

function Row(props: MessageRowProps): ReactElement {
  const { message, head, active, chosen, emphasised } = props;
  const formats = useFormats();
  const { nameOf } = useContext(TimelineContext);
  const menu = useRowMenu(message);
  const [near, setNear] = useState(false);
  const name = nameOf(message);
  const time = formats.formatTime(message.at, { timeStyle: 'short' });
  const label = useRowName(props, name, time);
  return (
    /* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows walk the messages, and each has a menu: the log is their list */
    <div
      className={styles['row']}
      role="article"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={active ? 0 : -1}
      data-message={message.id}
      data-mine={message.mine}
      data-head={head}
      data-tail={props.tail}
      data-chosen={chosen}
      data-emphasised={emphasised}
      data-mentioned={message.mentioned === true}
      data-private={message.privateWith !== undefined}
      onContextMenu={menu}
      // Not on entering: rows that scroll by under a resting pointer would all put up their actions.
      onPointerMove={event => (event.movementX || event.movementY ? setNear(true) : undefined)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={event => setNear(event.currentTarget.contains(event.relatedTarget))}
    >
      <div className={styles['gutter']}>
        {head ? (
          <Face message={message} name={name} />
        ) : (
          <time className={styles['side']} dateTime={new Date(message.at).toISOString()}>
            {time}
          </time>
        )}
      </div>
      <div className={styles['content']}>
        {head && <Head message={message} name={name} time={time} />}
        <MessageText message={message} unfolded={props.unfolded} />
        {message.failed !== undefined && <Failed message={message} />}
        {props.readBy && <ReadByLine names={props.readBy} />}
      </div>
      {message.mine && <DeliveryMark message={message} visible={props.marked} />}
      {near && !props.choosing && <MessageActions message={message} />}
    </div>
  );
}

/** The menu stands at the pointer; the context key has none: then at the row. */
function useRowMenu(message: Message): (event: MouseEvent<HTMLElement>) => void {
  const { openMenu } = useContext(TimelineContext);
  return event => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    const link = event.target instanceof Element ? event.target.closest('a')?.href : undefined;
    openMenu(message, byKey ? { x: box.left + 64, y: box.top + 24 } : { x: event.clientX, y: event.clientY }, link);
  };
}

function Head({ message, name, time }: { readonly message: Message; readonly name: string; readonly time: string }): ReactElement {
  const formats = useFormats();
  const style = { '--hue-of-person': personHue(colourOf(message)) } as CSSProperties; // oxlint-disable-line typescript/no-unsafe-type-assertion -- custom properties are not in React's type
  return (
    <>
      <div className={styles['head']}>
        <bdi className={styles['name']} style={style} title={message.sender ? message.sender.address : message.author}>
          {name}
        </bdi>
        <SenderMarks message={message} />
        <time
          className={styles['time']}
          dateTime={new Date(message.at).toISOString()}
          title={formats.formatDate(message.at, { dateStyle: 'full', timeStyle: 'medium' })}
        >
          {time}
        </time>
      </div>
      {message.privateWith !== undefined && <PrivateMark name={message.privateWith} />}
    </>
  );
}

function Failed({ message }: { readonly message: Message }): ReactElement {
  const say = useText();
  const { retry } = useContext(TimelineContext);
  return (
    <div className={styles['failed']}>
      <span>{say('conversation.notSent', { reason: failureReason(say, message.failed ?? '') })}</span>
      <Button kind="quiet" size="small" onPress={() => retry(message)}>
        {say('conversation.retry')}
      </Button>
    </div>
  );
}
