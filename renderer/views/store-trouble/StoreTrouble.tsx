import type { ReactElement } from 'react';
import type { StoreState } from '../../../preload/contract/desk.ts';
import { Damaged } from './Damaged.tsx';
import { Full } from './Full.tsx';
import { Locked } from './Locked.tsx';
import type { StoreStateModel } from './store-state.model.ts';

/** The page that stands in place of the app while the history cannot be written. */
export function StoreTrouble({ model, state }: { readonly model: StoreStateModel; readonly state: Exclude<StoreState, { state: 'ready' }> }): ReactElement {
  switch (state.state) {
    case 'locked':
      return <Locked model={model} first={state.first ?? false} />;
    case 'full':
      return <Full model={model} />;
    case 'damaged':
      return <Damaged model={model} readable={state.readable} />;
  }
}
