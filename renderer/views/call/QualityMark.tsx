import { SignalHigh, SignalLow, SignalMedium } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { CallId } from '../../../preload/contract/ids.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { qualityOf } from '../../calls/opinion.ts';
import { useText } from '../../i18n/text.tsx';
import { usePartOf } from '../../model/view-model.ts';
import { CallButton } from './CallButton.tsx';

const ICONS = { good: SignalHigh, fair: SignalMedium, poor: SignalLow } as const;
/** A word of three: over a few seconds it means more than over one. */
const EVERY = 4000;

/** How good it sounds: bars for the eye, a word on hover; opens the figures. */
export function QualityMark({ call, open, onPress }: { readonly call: CallId; readonly open: boolean; readonly onPress: () => void }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.statistics(call, EVERY), [media, call]);
  const quality = usePartOf(model, ({ statistics }) => (statistics?.opinion === undefined ? undefined : qualityOf(statistics.opinion)));
  return (
    <CallButton
      label={say('call.statistics')}
      hint={quality === undefined ? undefined : say('call.statisticsWith', { quality: say(`call.quality.${quality}`) })}
      icon={ICONS[quality ?? 'good']}
      size="small"
      pressed={open}
      onPress={onPress}
    />
  );
}
