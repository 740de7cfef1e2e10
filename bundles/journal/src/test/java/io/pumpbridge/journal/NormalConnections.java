// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Real SQLite that says FULL when it is asked how it syncs, and is NORMAL: what the journal refuses
 * to run on. A check that finds no fault with this one finds none at all.
 */
final class NormalConnections implements Connections {
  private static final String QUESTION = "PRAGMA synchronous";

  @Override
  public Connection open(Path file) throws SQLException {
    Connection real = Connections.toSqlite(file);
    try (Statement statement = real.createStatement()) {
      statement.execute(QUESTION + " = NORMAL");
    }
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = FaultyDisk.invoke(real, method, arguments);
              return method.getName().equals("createStatement")
                  ? lying((Statement) result)
                  : result;
            });
  }

  private static Statement lying(Statement real) {
    return (Statement)
        Proxy.newProxyInstance(
            Statement.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("executeQuery") && arguments[0].equals(QUESTION)) {
                return real.executeQuery("SELECT 2");
              }
              return FaultyDisk.invoke(real, method, arguments);
            });
  }
}
