import { Mic, Volume2 } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useText } from '../../i18n/text.tsx';
import { TOGETHER } from '../../model/beat.ts';
import { LevelMeter } from '../../ui/LevelMeter.tsx';
import styles from './LevelMeters.module.css';
import { nameOf } from './call-words.ts';

/** Who is heard, for the eye: whether one's own voice gets through, and whether theirs does. */
export function LevelMeters({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const { own, theirs } = useMemo(() => {
    const { subscribe: follow, snapshot } = media.levels(call.id);
    const subscribe = (changed: () => void): (() => void) => follow(() => TOGETHER.ask(changed));
    return { own: { subscribe, level: () => snapshot().own }, theirs: { subscribe, level: () => snapshot().theirs } };
  }, [media, call.id]);
  return (
    <div className={styles['meters']}>
      <Volume2 aria-hidden />
      <LevelMeter label={say('call.theirLevel', { name: nameOf(call) })} source={theirs} />
      <Mic aria-hidden />
      <LevelMeter label={say('call.ownLevel')} source={own} />
    </div>
  );
}
