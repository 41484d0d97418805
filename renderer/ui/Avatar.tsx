import { memo, useState, type CSSProperties, type ReactElement } from 'react';
import styles from './Avatar.module.css';
import { personHue } from './person-hue.ts';
import { PresenceMark, type PresenceState } from './PresenceMark.tsx';

export interface AvatarProps {
  /** What the person is called; gives the letters. */
  readonly name: string;
  /** The address; gives the colour (XEP-0392), so that it is the same in every client. */
  readonly address: string;
  /** The hash of the picture; undefined: there is none. */
  readonly picture?: string | undefined;
  readonly size?: 20 | 28 | 36 | 40 | 64 | 96;
  readonly presence?: PresenceState | undefined;
  /** `square`: a place where people meet, not a person. */
  readonly shape?: 'round' | 'square';
}

/** A person's picture or letters. Decoration: the name stands beside it. */
export const Avatar = memo(function Avatar({ name, address, picture, size = 36, presence, shape = 'round' }: AvatarProps): ReactElement {
  const [broken, setBroken] = useState<string>();
  const style = { '--hue-of-person': personHue(address), '--size': `${size / 16}rem` } as CSSProperties; // oxlint-disable-line typescript/no-unsafe-type-assertion -- custom properties are not in React's type
  const shown = picture !== undefined && picture !== broken;
  return (
    <span className={styles['avatar']} style={style} data-presence={presence} data-shape={shape}>
      <span className={styles['face']} aria-hidden>
        {shown ? (
          <img src={`/media/avatar/${encodeURIComponent(picture)}`} alt="" draggable={false} onError={() => setBroken(picture)} />
        ) : (
          <span className={styles['letters']}>{initials(name)}</span>
        )}
      </span>
      {presence && <PresenceMark presence={presence} className={styles['presence']} />}
    </span>
  );
});

const NUMBER = /^\+?[\d\s().\-/]+$/;

/** The first letters of the first and the last word; of an address, the first letter alone. A telephone number has none. */
export function initials(name: string): string {
  if (NUMBER.test(name)) return '#';
  const words = (name.split('@')[0] ?? '').split(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/u).filter(Boolean);
  const first = firstOf(words[0]);
  const last = words.length > 1 && !name.includes('@') ? firstOf(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase() || '?';
}

const firstOf = (word = ''): string => [...word][0] ?? '';
