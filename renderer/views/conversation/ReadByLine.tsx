import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import styles from './ReadByLine.module.css';

const NAMED = 3;

/** Who has read an own message in a room: a few by name, all where one points at it. */
export function ReadByLine({ names }: { readonly names: readonly string[] }): ReactElement {
  const say = useText();
  const calm = names.map(calmLine);
  const list = (some: readonly string[]): string => some.map(name => `\u2068${name}\u2069`).join(', ');
  return (
    <p className={styles['line']} title={list(calm)}>
      <Eye aria-hidden />
      <span>{say('room.readBy', { names: list(calm.slice(0, NAMED)), more: Math.max(0, calm.length - NAMED) })}</span>
    </p>
  );
}
