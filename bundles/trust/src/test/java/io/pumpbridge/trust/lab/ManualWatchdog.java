// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Its time is up when somebody says so, and never before. */
public final class ManualWatchdog extends ScheduledThreadPoolExecutor {
  private final List<Runnable> alarms = new CopyOnWriteArrayList<>();

  public ManualWatchdog() {
    super(1);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable alarm, long delay, TimeUnit unit) {
    alarms.add(alarm);
    return super.schedule(() -> {}, 1, TimeUnit.DAYS);
  }

  /** Every alarm that was set rings, in the caller's thread. */
  public void ring() {
    alarms.forEach(Runnable::run);
  }
}
