import type { ReactElement, ReactNode } from 'react';
import { useViewModel } from '../../model/view-model.ts';
import { useNavigation } from '../shell/routes.ts';
import { CallBar } from './CallBar.tsx';
import { CallLayer } from './CallLayer.tsx';
import { CallPlace } from './CallPlace.tsx';
import { useCallsNow } from './calls-now.ts';
import { CallStage } from './CallStage.tsx';

/** Where the call of now stands: in a line above everything, or over the main column; and what comes over everything. */
export function useCallPlace(): { readonly bar: ReactNode; readonly stage: ReactNode; readonly layer: ReactElement } {
  const calls = useCallsNow();
  const { call: place } = useViewModel(useNavigation());
  const { current, others } = calls;
  const shown = current && (
    <CallPlace call={current}>{place === 'bar' ? <CallBar call={current} /> : <CallStage key={current.id} call={current} others={others} />}</CallPlace>
  );
  return { bar: place === 'bar' && shown, stage: place === 'stage' && shown, layer: <CallLayer calls={calls} /> };
}
