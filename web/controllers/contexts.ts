// What elements share, one context a concern; <echo-app> provides them all.

import { createContext } from '@lit/context';
import type { Announcer } from './announcer.ts';
import type { CheckRun } from './check-run.ts';
import type { ClientCollection } from './client-collection.ts';
import type { Crowd } from './crowd.ts';
import type { Highlight } from './highlight.ts';
import type { Looks } from './looks.ts';
import type { Measurements } from './measurements.ts';
import type { Notices } from './notices.ts';
import type { ObserveFeed } from './observe-feed.ts';
import type { PreferencesStore } from './preferences-store.ts';
import type { Selection } from './selection.ts';
import type { TargetList } from './target-list.ts';

/** The page's clients. */
export const clientsContext = createContext<ClientCollection>(Symbol('clients'));

/** The operator's list, and the target of new clients. */
export const targetsContext = createContext<TargetList>(Symbol('targets'));

/** What the servers see. */
export const observeContext = createContext<ObserveFeed>(Symbol('observe'));

/** Figures over all clients. */
export const measurementsContext = createContext<Measurements>(Symbol('measurements'));

/** Theme, size and layout. */
export const preferencesContext = createContext<PreferencesStore>(Symbol('preferences'));

/** What the panels at the bottom show. */
export const selectionContext = createContext<Selection>(Symbol('selection'));

/** What the server is asked to tell in detail. */
export const looksContext = createContext<Looks>(Symbol('looks'));

/** The Echo Check of this page. */
export const checkContext = createContext<CheckRun>(Symbol('check'));

/** Which client is pointed at. */
export const highlightContext = createContext<Highlight>(Symbol('highlight'));

/** Sentences for screen readers. */
export const announcerContext = createContext<Announcer>(Symbol('announcer'));

/** Short notices at the foot of the page. */
export const noticesContext = createContext<Notices>(Symbol('notices'));

/** Many clients without cards. */
export const crowdContext = createContext<Crowd>(Symbol('crowd'));
