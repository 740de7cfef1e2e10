// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A journal's export and its proof; the port is described in {@code model}. */
public final class JournalDesk {
  private static final String PORT = "io.pumpbridge.model.journal.JournalDesk";
  private static final Map<String, Object> NOBODY =
      Map.of("gateway.id", "desk", "hospital", "desk");

  private static final Set<String> BROKEN = Set.of("journal-storage", "journal-damaged");

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.journal.desk";

  /** The component that verifies signatures for it. */
  static final String SIGNATURES_PID = "io.pumpbridge.trust.gatewaysignatures";

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
   * @throws LaunchException also if there is no journal, or an agent runs there, or it is another
   *     user's
   */
  public static int over(Path state, Path configuration, Work work)
      throws LaunchException, InterruptedException {
    Path journal = state.resolve("journal").resolve("journal.db");
    OthersState.requireOwn(journal);
    if (!Files.exists(journal)) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "no-journal",
          "There is no journal in " + state + "; name the agent's state directory with --state.");
    }
    return offline(state, configuration).during(desk -> work.on(new JournalDesk(desk)));
  }

  /** Opening needs the sealing key alone, so any name does where nobody has configured one. */
  private static OfflineTrust offline(Path state, Path configuration) throws LaunchException {
    return Files.exists(configuration.resolve(Settings.FILE))
        ? OfflineTrust.configured(configuration, state, PID, SIGNATURES_PID)
        : OfflineTrust.of(configuration, state, NOBODY, PID, SIGNATURES_PID);
  }

  /**
   * As the port has it.
   *
   * @param anchors as {@link AnchorsFolder#ofGateways}
   */
  public void askForSignatures(List<String> anchors) throws LaunchException {
    desk.call(PORT, "askForSignatures", anchors);
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

  /** As the port has it. */
  public Map<String, Object> statistics(Path state) throws LaunchException {
    return Answers.map(desk.call(PORT, "statistics", state));
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
    return told -> findings.accept(Answers.map(told));
  }
}
