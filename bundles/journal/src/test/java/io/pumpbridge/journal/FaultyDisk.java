// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Real SQLite on a disk that refuses or stalls when told to, and counts what it commits. */
final class FaultyDisk implements Connections {

  /** Where it fails. */
  enum Fault {
    NONE,
    OPENING,
    INSERTING,
    /** The commit is refused and nothing of it is on the disk. */
    BEFORE_COMMIT,
    /** The commit is on the disk, but its caller hears of an error. */
    AFTER_COMMIT
  }

  private volatile Fault fault = Fault.NONE;
  private volatile int pageLimit;
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger stalled = new AtomicInteger();

  void failWhen(Fault fault) {
    this.fault = fault;
  }

  /** From the next transaction on the file cannot grow beyond this; 0 for no limit. */
  void limitPages(int pages) {
    this.pageLimit = pages;
  }

  int commits() {
    return commits.get();
  }

  /** Commits wait from now on. */
  void stall() {
    gate.drainPermits();
  }

  boolean isStalled() {
    return stalled.get() > 0;
  }

  void goOn() {
    gate.release(Integer.MAX_VALUE - gate.availablePermits());
  }

  @Override
  public Connection open(Path file) throws SQLException {
    refuseWhen(Fault.OPENING);
    Connection real = Connections.toSqlite(file);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(real, method, arguments));
  }

  private Object call(Connection real, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("prepareStatement")
        && arguments[0].toString().contains("INSERT INTO records_")) {
      refuseWhen(Fault.INSERTING);
    }
    if (pageLimit > 0 && method.getName().equals("setAutoCommit")) {
      try (Statement statement = real.createStatement()) {
        statement.execute("PRAGMA max_page_count = " + pageLimit);
      }
    }
    if (!method.getName().equals("commit")) {
      return invoke(real, method, arguments);
    }
    stalled.incrementAndGet();
    boolean passed = gate.tryAcquire(30, TimeUnit.SECONDS);
    stalled.decrementAndGet();
    if (!passed) {
      throw new SQLException("the test forgot to go on");
    }
    refuseWhen(Fault.BEFORE_COMMIT);
    invoke(real, method, arguments);
    commits.incrementAndGet();
    refuseWhen(Fault.AFTER_COMMIT);
    return null;
  }

  /** Reflection without its wrapping. */
  static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void refuseWhen(Fault kind) throws SQLException {
    if (fault == kind) {
      throw new SQLException("input/output error while " + kind);
    }
  }
}
