// Defaults and fixed bounds that both sides of the protocols know. The operator's settings are in
// server/core/settings.ts; the page's own bounds stand beside what they bound in web/model/.

/** Default of `--max-message-bytes`: largest binary message, in bytes; above it close 1009. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

/** Default of `--max-control-bytes`: largest text message, in bytes of UTF-8; above it close 1009. */
export const DEFAULT_MAX_CONTROL_BYTES = 4096;

/**
 * Bytes that a gateway holds for a target before it stops reading the WebSocket. A browser that keeps what it sent
 * beyond the last `taken` within this window can always be heard: its control messages never wait behind bytes
 * that nobody takes.
 */
export const UPSTREAM_WINDOW_BYTES = 256 * 1024;

/** Bytes that the target's socket takes from one `taken` message to the next. */
export const TAKEN_STEP_BYTES = 64 * 1024;

/** Events that the observatory's record holds; older ones are counted in `eventsDropped`. */
export const MAX_RECORDED_EVENTS = 2000;

/** Connections whose bytes get a `transfer` event of their own in one delta; the rest share one `transfers`. */
export const MAX_TRANSFERS_PER_DELTA = 50;

/** Life-cycle events and changed connections that one delta carries; connections beyond it wait for the next. */
export const MAX_CHANGES_PER_DELTA = 500;

/** Bytes queued for a watcher above which it gets no more deltas but, once it has caught up, a fresh snapshot. */
export const WATCHER_HIGH_WATER_BYTES = 1024 * 1024;

/** Pages that may watch at once; above it close 1013. */
export const MAX_WATCHERS = 1000;
