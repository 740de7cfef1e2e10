// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;

/** A journal's export and its proof; the port is described in {@code model}. */
public final class JournalDesk {
  private static final String PORT = "io.pumpbridge.model.journal.JournalDesk";
  private static final String TRUST = "io.pumpbridge.trust";
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private static final Set<String> BROKEN = Set.of("journal-storage", "journal-damaged");

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.journal.desk";

  /** What a desk does over a state directory. */
  public interface Work {
    int on(JournalDesk desk) throws LaunchException;
  }

  private final Desk desk;

  private JournalDesk(Desk desk) {
    this.desk = desk;
  }

  public JournalDesk(TemporaryBridge bridge) {
    this(bridge.desk());
  }

  /**
   * Starts the bundles over a state directory: its keys open what its journal holds.
   *
   * @param configuration what it says of trust counts, if there is one
   * @throws LaunchException also if there is no journal, or an agent runs there
   */
  public static int over(Path state, Path configuration, Work work)
      throws LaunchException, InterruptedException {
    if (!Files.exists(state.resolve("journal").resolve("journal.db"))) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "no-journal",
          "There is no journal in " + state + "; name the agent's state directory with --state.");
    }
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Map<String, Map<String, Object>> settings = new TreeMap<>(trust(configuration, bundles));
    settings.put(PID, Map.of());
    try (StateDirectory taken = StateDirectory.take(state);
        BridgeFramework bridge =
            BridgeFramework.start(
                new FrameworkFactory(), bundles, taken, configuration, settings)) {
      bridge.awaitRunning(START_LIMIT);
      return work.on(new JournalDesk(new Desk(bridge)));
    }
  }

  /** Opening needs the sealing key alone, so any name does where nobody has configured one. */
  private static Map<String, Map<String, Object>> trust(Path configuration, ShippedBundles bundles)
      throws LaunchException {
    if (!Files.exists(configuration.resolve(Settings.FILE))) {
      return Map.of(TRUST, Map.of("gateway.id", "desk", "hospital", "desk"));
    }
    Map<String, Map<String, Object>> configured =
        new TreeMap<>(Settings.read(configuration, bundles, Map.of()).byPid());
    configured.keySet().retainAll(Set.of(TRUST));
    return configured;
  }

  /** As the port has it. */
  public int export(Path state, Consumer<String> lines) throws LaunchException {
    return desk.call(PORT, "export", state, lines) instanceof Integer count ? count : 0;
  }

  /** As the port has it. */
  public void verifyExport(Iterator<String> lines, Consumer<Map<String, Object>> findings)
      throws LaunchException {
    desk.call(PORT, "verifyExport", lines, plain(findings));
  }

  /** As the port has it. */
  public void verifyServerStream(Iterator<String> lines, Consumer<Map<String, Object>> findings)
      throws LaunchException {
    desk.call(PORT, "verifyServerStream", lines, plain(findings));
  }

  /** As the port has it. */
  public void verifyTold(ToldJournal lines, Consumer<Map<String, Object>> findings)
      throws LaunchException {
    desk.call(PORT, "verifyTold", lines, plain(findings));
    lines.requireWhole();
  }

  /** As the port has it. */
  public void verifyState(Path state, Consumer<Map<String, Object>> findings)
      throws LaunchException {
    desk.call(PORT, "verifyState", state, plain(findings));
  }

  /** As the port has it; what is broken is no fault of whoever asks. */
  public void rescue(
      Path state,
      Path scratch,
      String gateway,
      Consumer<String> lines,
      Consumer<Map<String, Object>> findings)
      throws LaunchException {
    try {
      desk.call(PORT, "rescue", state, scratch, gateway, lines, plain(findings));
    } catch (LaunchException e) {
      throw BROKEN.contains(e.code())
          ? new LaunchException(LaunchException.Fault.DEVICE, e.code(), e.problems())
          : e;
    }
  }

  private static Consumer<Object> plain(Consumer<Map<String, Object>> findings) {
    return told -> {
      Map<String, Object> finding = new LinkedHashMap<>();
      if (told instanceof Map<?, ?> map) {
        map.forEach((name, value) -> finding.put(String.valueOf(name), value));
      }
      findings.accept(finding);
    };
  }
}
