// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

/**
 * How many records may be on their way to the broker at once. Pure: told when each was sent and
 * when it was acknowledged.
 *
 * <p>More are allowed for as long as acknowledgements come as quickly as ever, fewer when they slow
 * down: then what we send only waits in somebody's queue, and whatever is urgent waits behind it.
 * So it ends where a larger window would no longer carry more. Delay is the only signal there is,
 * because a broker over TCP refuses nothing; the idea is that of TCP Vegas (Brakmo, Peterson 1995),
 * and measuring anew at the smallest window that of BBR (Cardwell et al. 2016).
 */
final class AdaptiveWindow {
  /** A broker that stores each message on a slow disk before its PUBACK still has the next ones. */
  static final int SMALLEST = 4;

  /** Before anything is known: 100 a second even at 150 ms there and back. */
  static final int FIRST = 16;

  /** 5000 records a second at 50 ms; some 150 kB in flight, 1 MB at most. */
  static final int LARGEST = 256;

  /** What a busy machine adds to a round trip by itself; less says nothing about queues. */
  private static final long NOISE_MS = 25;

  /** No queue of ours may cost more than this, however long the line itself takes. */
  private static final long GROW_SLACK_MS = 100;

  private static final long SHRINK_SLACK_MS = 500;

  /** A path may have become longer: if its best time has not been seen again, it is forgotten. */
  static final long BEST_HOLDS_MS = 30_000;

  private static final double SMOOTHING = 1.0 / 8;

  private double size = FIRST;
  private boolean doubling = true;
  private long fullMs = Long.MIN_VALUE;
  private long bestMs = Long.MAX_VALUE;
  private long bestSeenMs;
  private double smoothMs;
  private boolean measured;

  /** Only what was sent from here on says something about the window as it is now. */
  private long sinceMs = Long.MIN_VALUE;

  int size() {
    return (int) size;
  }

  /** Something was ready to go and found no room; a window that is never full need not grow. */
  void onFull(long nowMs) {
    fullMs = nowMs;
  }

  void onAcknowledged(long sentMs, long nowMs) {
    if (sentMs < sinceMs) {
      return;
    }
    long roundTripMs = nowMs - sentMs;
    if (roundTripMs <= bestMs || roundTripMs - bestMs <= NOISE_MS) {
      bestSeenMs = nowMs;
    }
    bestMs = Math.min(bestMs, roundTripMs);
    smoothMs = measured ? smoothMs + (roundTripMs - smoothMs) * SMOOTHING : roundTripMs;
    measured = true;
    double queueMs = smoothMs - bestMs;
    if (queueMs <= slack(bestMs, NOISE_MS, GROW_SLACK_MS)) {
      if (sentMs <= fullMs) {
        size = Math.min(LARGEST, size + (doubling ? 1 : 1 / size)); // twice a round, or one more
      }
      return;
    }
    doubling = false;
    boolean slow = queueMs > slack(3 * bestMs, 4 * NOISE_MS, SHRINK_SLACK_MS);
    if (nowMs - bestSeenMs > BEST_HOLDS_MS || (slow && size <= SMALLEST)) {
      measureAnew(nowMs);
    } else if (slow) {
      size = Math.max(SMALLEST, size / 2);
      settle(nowMs);
    }
  }

  private static long slack(long wanted, long least, long most) {
    return Math.min(Math.max(wanted, least), most);
  }

  /** At the smallest window, whatever it takes is the path's own time. */
  private void measureAnew(long nowMs) {
    size = SMALLEST;
    doubling = true;
    bestMs = Long.MAX_VALUE;
    bestSeenMs = nowMs;
    settle(nowMs);
  }

  private void settle(long nowMs) {
    sinceMs = nowMs;
    measured = false;
  }
}
