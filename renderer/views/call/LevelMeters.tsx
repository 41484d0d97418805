import { Mic, Volume2 } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { Call } from '../../../preload/contract/calls.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { LevelMeter } from '../../ui/LevelMeter.tsx';
import styles from './LevelMeters.module.css';
import { nameOf } from './call-words.ts';

/** Who is heard, for the eye: whether one's own voice gets through, and whether theirs does. */
export function LevelMeters({ call }: { readonly call: Call }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.levels(call.id), [media, call.id]);
  const { own, theirs } = useViewModel(model);
  return (
    <div className={styles['meters']}>
      <Volume2 aria-hidden />
      <LevelMeter label={say('call.theirLevel', { name: nameOf(call) })} level={theirs} />
      <Mic aria-hidden />
      <LevelMeter label={say('call.ownLevel')} level={own} />
    </div>
  );
}
