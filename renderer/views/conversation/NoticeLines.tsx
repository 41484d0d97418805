import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { RoomNotice } from '../../../preload/contract/rooms.ts';
import { useFormats, useText, type Say } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { foldNotices, type Folded } from './fold-notices.ts';
import styles from './NoticeLines.module.css';

const NAMES = 3;
const MOST_SHOWN = 100;

/** What happened between two messages: one quiet line for all who came and went, and one for each thing that matters. */
export function NoticeLines({ notices }: { readonly notices: readonly RoomNotice[] }): ReactElement {
  const say = useText();
  const folded = useMemo(() => foldNotices(notices), [notices]);
  const comings = useComings(folded);
  const [open, setOpen] = useState(false);
  const many = notices.length - folded.others.length;
  const Chevron = open ? ChevronUp : ChevronDown;
  return (
    <div className={styles['notices']} data-notices>
      {many === 1 && <p className={styles['line']}>{comings}</p>}
      {many > 1 && (
        <button type="button" className={styles['line']} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{comings}</span>
          <Chevron aria-hidden />
        </button>
      )}
      {open && <Each notices={notices.filter(notice => !folded.others.includes(notice))} />}
      {folded.others.map(notice => (
        <p key={notice.id} className={styles['line']}>
          {noticeText(say, notice)}
        </p>
      ))}
    </div>
  );
}

function Each({ notices }: { readonly notices: readonly RoomNotice[] }): ReactElement {
  const say = useText();
  const formats = useFormats();
  return (
    <ul className={styles['each']}>
      {notices.slice(-MOST_SHOWN).map(notice => (
        <li key={notice.id}>
          <time dateTime={new Date(notice.at).toISOString()}>{formats.formatTime(notice.at, { timeStyle: 'short' })}</time> {noticeText(say, notice)}
        </li>
      ))}
    </ul>
  );
}

/** "Juliet and Romeo joined · Paris left". */
function useComings({ joined, left, renamed, passed }: Folded): string {
  const say = useText();
  const names = useNames();
  const only = renamed.length === 1 ? renamed[0] : undefined;
  return [
    joined.length > 0 ? say('room.notice.came', { names: names(joined), count: joined.length }) : '',
    left.length > 0 ? say('room.notice.went', { names: names(left), count: left.length }) : '',
    only ? say('room.notice.renamed', { name: calmLine(only[0]), to: calmLine(only[1]) }) : '',
    renamed.length > 1 ? say('room.notice.manyRenamed', { count: renamed.length }) : '',
    passed > 0 ? say('room.notice.passed', { count: passed }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A few names, and how many more. */
export function useNames(most = NAMES): (names: readonly string[]) => string {
  const say = useText();
  const formats = useFormats();
  return names => {
    const shown = names.slice(0, names.length > most ? most - 1 : most).map(calmLine);
    const rest = names.length - shown.length;
    return formats.formatList([...shown, ...(rest > 0 ? [say('room.others', { count: rest })] : [])]);
  };
}

/** One thing that happened, as a sentence. */
export function noticeText(say: Say, { what, who, to, by, reason }: RoomNotice): string {
  const name = calmLine(who ?? '') || say('room.somebody');
  const doer = by === undefined ? '' : calmLine(by);
  const values = { name, to: toWords(say, what, to), by: doer, known: doer === '' ? 'no' : 'yes' };
  const text = say(`room.notice.${what}`, values);
  const why = calmLine(reason ?? '').slice(0, 300);
  return why === '' ? text : say('room.notice.because', { text, reason: why });
}

const KNOWN_ROLES = ['none', 'visitor', 'participant', 'moderator', 'outcast', 'member', 'admin', 'owner'] as const;
function toWords(say: Say, what: RoomNotice['what'], to = ''): string {
  const known = what === 'role' || what === 'affiliation' ? KNOWN_ROLES.find(one => one === to) : undefined;
  return known ? say(`room.becomes.${known}`) : calmLine(to).slice(0, 300);
}
