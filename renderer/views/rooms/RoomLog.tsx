import { useEffect, useState, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { RoomNotice } from '../../../preload/contract/rooms.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { noticeText } from '../conversation/NoticeLines.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './RoomSettings.module.css';

const PAGE = 50;

/** Who did what to whom, newest first. */
export function RoomLog({ room }: { readonly room: ConversationId }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { rooms } = useServices();
  const { busy, failure, run } = useAction();
  const [notices, setNotices] = useState<readonly RoomNotice[]>();
  const [more, setMore] = useState(false);
  useEffect(() => {
    void run(async () => {
      const page = await rooms.log({ conversation: room, limit: PAGE });
      setNotices(page);
      setMore(page.length === PAGE);
    });
  }, [rooms, room, run]);
  const older = (): void => {
    const last = notices?.at(-1);
    if (!last) return;
    void run(async () => {
      const page = await rooms.log({ conversation: room, before: last.id, limit: PAGE });
      setNotices([...(notices ?? []), ...page]);
      setMore(page.length === PAGE);
    });
  };
  return (
    <div className={styles['section']}>
      <Problem failure={failure} />
      {!notices && busy && <Skeleton rows={5} />}
      {notices?.length === 0 && <EmptyState title={say('roomSettings.logEmpty')} text={say('roomSettings.logEmptyText')} />}
      {notices && notices.length > 0 && (
        <ul className={styles['log']} aria-label={say('roomSettings.section.log')}>
          {notices.map(notice => (
            <li key={notice.id}>
              <time className={styles['quiet']} dateTime={new Date(notice.at).toISOString()}>
                {formats.formatDate(notice.at, { dateStyle: 'medium', timeStyle: 'short' })}
              </time>
              <span dir="auto">{noticeText(say, notice)}</span>
            </li>
          ))}
        </ul>
      )}
      {more && (
        <div>
          <Button kind="quiet" isPending={busy} onPress={older}>
            {say('search.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
