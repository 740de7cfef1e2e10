// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.Desk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;

/** The bundles of the jar that ships, on Felix in this JVM, and a look into their journal. */
final class ShippedAgent implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String JOURNAL = "io.pumpbridge.model.journal.EventJournal";

  /** A JVM loads a native library once from each path: every start has copies of its own. */
  private static final List<String> NATIVES =
      List.of("jSerialComm.library.path", "org.sqlite.lib.path", "pi4j.library.path");

  private final StateDirectory state;
  private final BridgeFramework bridge;

  /**
   * Starts and waits until everything that is configured works.
   *
   * @param state never the same path twice, because of the native libraries in it
   * @param wanted which PIDs are configured; the other components stay idle
   */
  static ShippedAgent start(Path config, Path state, Predicate<String> wanted) throws Exception {
    ShippedAgent agent = new ShippedAgent(config, state, wanted);
    try {
      agent.bridge.awaitRunning(START_LIMIT);
      return agent;
    } catch (LaunchException | InterruptedException e) {
      agent.close();
      throw e;
    }
  }

  /** Starts with a clock that a time service vouches for, whatever this machine has. */
  static ShippedAgent startSynchronised(Path config, Path state) throws Exception {
    ShippedAgent agent = new ShippedAgent(config, state, pid -> true, VouchedClock.SETTINGS);
    try {
      VouchedClock.register(agent.bridge.context(), START_LIMIT);
      agent.bridge.awaitRunning(START_LIMIT);
      return agent;
    } catch (Exception e) {
      agent.close();
      throw e;
    }
  }

  private ShippedAgent(Path config, Path directory, Predicate<String> wanted) throws Exception {
    this(config, directory, wanted, Map.of());
  }

  private ShippedAgent(
      Path config, Path directory, Predicate<String> wanted, Map<String, Map<String, Object>> more)
      throws Exception {
    ShippedBundles bundles = ShippedBundles.in(Product.JAR);
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    settings.keySet().removeIf(wanted.negate());
    settings.putAll(more);
    NATIVES.forEach(System::clearProperty);
    state = StateDirectory.take(directory);
    bridge = BridgeFramework.start(new FrameworkFactory(), bundles, state, config, settings);
  }

  Object call(String port, String method, Object... arguments) throws LaunchException {
    return new Desk(bridge).call(port, method, arguments);
  }

  /** How many records of each lane the server has not confirmed, of all epochs together. */
  Map<Lane, Long> held() throws Exception {
    Map<Lane, Long> held = new EnumMap<>(Lane.class);
    for (Object status : (List<?>) call(JOURNAL, "streams")) {
      held.merge(stream(status).lane(), (long) part(status, "storedCount"), Long::sum);
    }
    return held;
  }

  /** The newest record that the journal still holds of a lane, as a server confirms it. */
  StreamPosition newest(Lane lane) throws Exception {
    for (Object status : (List<?>) call(JOURNAL, "streams")) {
      if (stream(status).lane() == lane) {
        long last = (long) part(status, "lastSequence");
        Object stream = part(status, "stream");
        Object record = ((List<?>) call(JOURNAL, "read", stream, last - 1, 1)).get(0);
        return new StreamPosition(stream(status), last, (String) part(record, "hash"));
      }
    }
    throw new AssertionError("the journal has no stream of lane " + lane);
  }

  private static StreamId stream(Object status) throws ReflectiveOperationException {
    Object stream = part(status, "stream");
    return new StreamId(
        (String) part(stream, "gateway"),
        (String) part(stream, "epoch"),
        Lane.valueOf(String.valueOf(part(stream, "lane"))));
  }

  /** The bundles have a model of their own: their records are no records of ours. */
  private static Object part(Object record, String name) throws ReflectiveOperationException {
    return record.getClass().getMethod(name).invoke(record);
  }

  @Override
  public void close() {
    bridge.close();
    state.close();
  }
}
