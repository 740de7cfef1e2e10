// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.search;

/**
 * How a pump is being looked for: after each vain probe the pause grows.
 *
 * @param followedBefore whether a pump was followed on this port since it was opened
 * @param pauseMs how long to wait after a vain probe
 */
public record Search(boolean followedBefore, long pauseMs) {

  /** At first: a cable that was bumped is back at once. */
  public static final long FIRST_PAUSE_MS = 1_000;

  /** At last: a pump that is plugged in is greeted within this. */
  public static final long LONGEST_PAUSE_MS = 5_000;

  /** Nobody was there yet. */
  public static Search first() {
    return again(false);
  }

  /** Somebody was there a moment ago. */
  public static Search afterLoss() {
    return again(true);
  }

  /** Somebody who may or may not have been there is looked for afresh. */
  public static Search again(boolean followedBefore) {
    return new Search(followedBefore, FIRST_PAUSE_MS);
  }

  /** A pump answers; whether it can be followed, its first report shows. */
  public Search found() {
    return new Search(true, pauseMs);
  }

  /** The same search with a longer pause, should the probe that begins now be in vain. */
  public Search patient() {
    return new Search(followedBefore, Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
  }

  /** The session's word for it: a pump that was never there is not lost but still looked for. */
  public String state() {
    return followedBefore ? "lost" : "identifying";
  }
}
