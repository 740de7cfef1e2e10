// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

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
    AFTER_COMMIT,
    /** The same, and what its caller meets is no error of the disk. */
    STUMBLING_AFTER_COMMIT
  }

  private interface Step {
    Object take() throws Throwable;
  }

  private volatile Fault fault = Fault.NONE;
  private volatile Fault afterFull = Fault.NONE;
  private final AtomicInteger fullFor = new AtomicInteger();
  private final AtomicInteger noRoomForLog = new AtomicInteger();
  private volatile int pageLimit;
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
  private final AtomicInteger openings = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger stalled = new AtomicInteger();

  void failWhen(Fault fault) {
    this.fault = fault;
  }

  /** Has room for no record, neither at once nor after others gave way; from then on it fails. */
  void fillUpThen(Fault then) {
    this.afterFull = then;
    this.fullFor.set(2);
  }

  /**
   * So many commits find no room in the log: the usual way in which a disk is full. Each leaves its
   * statement as the driver does after most errors, closed.
   */
  void fillUpAtCommit(int times) {
    this.noRoomForLog.set(times);
  }

  /** From the next transaction on the file cannot grow beyond this; 0 for no limit. */
  void limitPages(int pages) {
    this.pageLimit = pages;
  }

  int openings() {
    return openings.get();
  }

  /** Commits, also those that it refused. */
  int attempts() {
    return attempts.get();
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
    openings.incrementAndGet();
    refuseWhen(Fault.OPENING);
    Connection real = Connections.toSqlite(file);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(real, method, arguments));
  }

  private Object call(Connection real, Method method, Object[] arguments) throws Throwable {
    Object result = invoke(real, method, arguments);
    return method.getName().equals("prepareStatement")
        ? watched(real, arguments[0].toString(), (PreparedStatement) result)
        : result;
  }

  private PreparedStatement watched(Connection connection, String sql, PreparedStatement real) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) ->
                method.getName().startsWith("execute")
                    ? execute(connection, sql, real, () -> invoke(real, method, arguments))
                    : invoke(real, method, arguments));
  }

  private Object execute(Connection connection, String sql, Statement real, Step step)
      throws Throwable {
    if (sql.equals("COMMIT") && noRoomForLog.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      real.close();
      throw new SQLiteException("so the test wants it", SQLiteErrorCode.SQLITE_FULL);
    }
    if (sql.startsWith("INSERT INTO records_")) {
      refuseWhen(Fault.INSERTING);
      refuseIfFull();
    }
    if (sql.startsWith("BEGIN") && pageLimit > 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA max_page_count = " + pageLimit);
      }
    }
    return sql.equals("COMMIT") ? commit(step) : step.take();
  }

  private Object commit(Step step) throws Throwable {
    attempts.incrementAndGet();
    stalled.incrementAndGet();
    boolean passed = gate.tryAcquire(30, TimeUnit.SECONDS);
    stalled.decrementAndGet();
    if (!passed) {
      throw new SQLException("the test forgot to go on");
    }
    refuseWhen(Fault.BEFORE_COMMIT);
    Object result = step.take();
    commits.incrementAndGet();
    refuseWhen(Fault.AFTER_COMMIT);
    if (fault == Fault.STUMBLING_AFTER_COMMIT) {
      throw new OutOfMemoryError("so the test wants it");
    }
    return result;
  }

  /** Reflection without its wrapping. */
  static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void refuseIfFull() throws SQLException {
    if (fullFor.get() > 0) {
      if (fullFor.decrementAndGet() == 0) {
        fault = afterFull;
      }
      throw new SQLiteException("so the test wants it", SQLiteErrorCode.SQLITE_FULL);
    }
  }

  private void refuseWhen(Fault kind) throws SQLException {
    if (fault == kind) {
      throw new SQLException("input/output error while " + kind);
    }
  }
}
